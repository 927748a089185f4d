"""Texts as they can stand in a page that is to be read again: as they are, or quoted."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.imports.page_grammar import PROJECT_PAGE
from handlers.imports.page_marks import Mark, find_mark, is_ignored
from handlers.imports.quoting import quote
from handlers.thai.text import clean, repair

# Where there are headings, as in every page written here, strategy lines are known by theirs.
_MARKS = frozenset(PROJECT_PAGE) - {Mark.STRATEGY_LINE}


def text_lines(text: str, *, may_be_cut: bool = False) -> Iterator[str]:
    """Write a text of any number of lines, each on a line of its own; an empty one has none.

    `may_be_cut` is for fields whose reader takes off the sign of cut text.
    """
    for line in text.split("\n") if text else ():
        alone = _is_plain(line) and not looks_marked(line)
        yield line if alone and is_stable(line, may_be_cut=may_be_cut) else quote(line)


def text_after(heading: str, text: str) -> Iterator[str]:
    """Write a text that begins on the line of its heading."""
    first, *rest = text.split("\n")
    yield line_of(heading, first)
    for line in rest:
        yield from text_lines(line) if line else (quote(line),)


def line_of(before: str, value: str, after: str = "") -> str:
    """Write a line with a value in it, quoted where it would not be read as it is."""
    line = before + value + after
    return line if _is_plain(value) and is_stable(line) else before + quote(value) + after


def looks_marked(line: str) -> bool:
    """Tell whether a line could be taken for something else than text."""
    return is_ignored(line) or find_mark(line, _MARKS) is not None


def is_stable(line: str, *, may_be_cut: bool = False) -> bool:
    """Tell whether a line is read without being cleaned or mended."""
    return clean(line) == line and repair(line, may_be_cut=may_be_cut)[0] == line


def _is_plain(text: str) -> bool:
    return bool(text) and clean(text) == text and "\n" not in text and '\\"' not in text
