"""Entries as a table that Excel opens with its Thai intact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from handlers.exports.cells import Cell, say_cell
from handlers.exports.rows import Sheet, headings_of, rows_of
from handlers.summaries.project import ProjectSummary
from handlers.texts import Phrases
from storage.periods import Period

BOM = "\ufeff"
"""Without it Excel takes Thai for another alphabet."""

# A sheet takes what begins so for a formula; the last four are the first four on Thai keyboards'
# wide neighbours, and it takes them, too.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def write_csv(
    projects: Iterable[ProjectSummary], periods: Sequence[Period], say: Phrases
) -> Iterator[str]:
    """Write a line for each entry, and for each month without one."""
    yield BOM
    yield _line(headings_of(Sheet.ENTRIES, periods, say))
    for one in projects:
        yield from (_line(row) for row in rows_of(Sheet.ENTRIES, one, say))


def _line(cells: Iterable[Cell]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_harmless(cell) for cell in cells])
    return written.getvalue()


def _harmless(cell: Cell) -> str:
    text = say_cell(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text
