r"""Texts that a page could not hold as they are.

The exported page is read line by line, by what its lines look like. A text that would be taken
for something else, or be repaired, stands there as \"text": a backslash and a JSON string.
No page of the city's system has anything of that form.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

_START = '\\"'
_DECODER = json.JSONDecoder()


def quote(text: str) -> str:
    """Write a text so that `unquote` gives it back and no pattern of a page fits into it."""
    # The fields of a line are told apart by colons.
    return "\\" + json.dumps(text, ensure_ascii=False).replace(":", "\\u003a")


def unquote(text: str) -> str | None:
    """Give the text that `quote` wrote; None for any other."""
    match tuple(segments(text)):
        case [(str(quoted), _)]:
            return quoted
        case _:
            return None


def segments(line: str) -> Iterator[tuple[str | None, str]]:
    """Cut a line where quoted texts begin and end: what each says, or None, and as it stands."""
    plain = 0
    at = line.find(_START)
    while at >= 0:
        read = _read_quoted(line, at)
        if read is None:
            at = line.find(_START, at + 1)
            continue
        text, end = read
        if plain < at:
            yield None, line[plain:at]
        yield text, line[at:end]
        plain, at = end, line.find(_START, end)
    if plain < len(line):
        yield None, line[plain:]


def _read_quoted(line: str, at: int) -> tuple[str, int] | None:
    try:
        text, end = _DECODER.raw_decode(line, at + 1)
        text.encode()
    except ValueError:  # no JSON, or half a character, which no database takes
        return None
    return None if "\0" in text else (text, end)
