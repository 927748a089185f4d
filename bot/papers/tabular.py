"""A table of a report as values: headings, widths, and cells that are texts or parted words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]
Cell = str | list[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """`share` is that of the room that is left; 0 is as wide as its widest cell."""

    heading: str
    share: int = 0
    is_figure: bool = False


def table(title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Json:
    """Give a table for `report.typ`; a cell of words breaks between them."""
    return {
        "title": title,
        "head": [one.heading for one in columns],
        "shares": [one.share for one in columns],
        "figures": [one.is_figure for one in columns],
        "rows": [list(row) for row in rows],
    }
