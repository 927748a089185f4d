"""Entries as a table that Excel opens with its Thai intact."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from handlers.exports.cells import Cell, say_cell
from handlers.exports.rows import Sheet, headings_of, rows_of
from handlers.summaries.project import ProjectSummary
from handlers.summaries.project_text import tell_corrections
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
    """Write a line for each entry, and for each month without one.

    What else was corrected of a project after the lock stands on its last line.
    """
    yield BOM
    yield _line((*headings_of(Sheet.ENTRIES, periods, say), say("column.corrections")))
    for one in projects:
        rows = tuple(rows_of(Sheet.ENTRIES, one, say))
        marks = " · ".join(tell_corrections(one, say))
        for number, row in enumerate(rows, start=1):
            yield _line((*row, marks if number == len(rows) else None))


def _line(cells: Iterable[Cell]) -> str:
    written = io.StringIO()
    csv.writer(written).writerow([_harmless(cell) for cell in cells])
    return written.getvalue()


def _harmless(cell: Cell) -> str:
    text = say_cell(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(FORMULA_STARTS) else text
