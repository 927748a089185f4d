"""One line of a page as it is read: cleaned and mended, unless it is quoted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from handlers.imports.page_lines import RawLine
from handlers.imports.quoting import segments, unquote
from handlers.thai.text import Repair, clean, repair


@dataclass(frozen=True, slots=True)
class Line:
    """`quoted` lines are text word for word, whatever they look like."""

    number: int
    text: str
    quoted: bool = False
    repairs: tuple[Repair, ...] = ()


def read_lines(raw: Iterable[RawLine]) -> tuple[Line, ...]:
    """Read the lines of a page; empty ones say nothing and are left out."""
    lines = (_read_line(number, text) for number, text in raw)
    return tuple(line for line in lines if line.text or line.quoted)


def read_value(line: Line, text: str) -> Line:
    """Read a part of a line, which may be quoted; the line's repairs are not taken over."""
    quoted = unquote(text)
    return Line(line.number, text if quoted is None else quoted, quoted is not None)


def _read_line(number: int, raw: str) -> Line:
    quoted = unquote(raw.strip())
    if quoted is not None:
        return Line(number, quoted, quoted=True)
    text = ""
    repairs: list[Repair] = []
    for said, part in segments(raw):
        if said is None:
            mended, found = repair(clean(part))
            text += mended
            repairs.extend(found)
        else:
            text += part
    return Line(number, text, repairs=tuple(repairs))
