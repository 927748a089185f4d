"""Summaries as a workbook that is ready to print, written row by row."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from handlers.exports.cells import Row
from handlers.exports.rows import Sheet, rows_of, unit_rows
from handlers.exports.sheet_rows import row_as_xml
from handlers.exports.workbook_frame import Frame, frame_of
from handlers.summaries.project import ProjectSummary
from handlers.texts import Phrases
from storage.periods import Period
from storage.records import UnitIndicator

_END = b"</sheetData>"


def write_workbook(
    file: IO[bytes],
    projects: Iterable[ProjectSummary],
    of_units: Iterable[UnitIndicator],
    periods: Sequence[Period],
    say: Phrases,
) -> None:
    """Write a workbook with a sheet for each kind of row; OSError where it cannot be written.

    The indicators that units answer for stand before those of projects.
    """
    frame = frame_of(periods, say)
    with ExitStack() as stack:
        rows = {each: stack.enter_context(TemporaryFile()) for each in Sheet}
        numbers = dict.fromkeys(Sheet, 1)
        for each, row in _rows(projects, of_units, periods, say):
            numbers[each] += 1
            rows[each].write(row_as_xml(numbers[each], row, frame.styles, say).encode())
        _join(file, frame, rows)


def _rows(
    projects: Iterable[ProjectSummary],
    of_units: Iterable[UnitIndicator],
    periods: Sequence[Period],
    say: Phrases,
) -> Iterator[tuple[Sheet, Row]]:
    for indicator in of_units:
        for row in unit_rows(indicator, periods, say):
            yield Sheet.INDICATORS, row
    for one in projects:
        for each in Sheet:
            for row in rows_of(each, one, say):
                yield each, row


def _join(file: IO[bytes], frame: Frame, rows: Mapping[Sheet, IO[bytes]]) -> None:
    sheets = {frame.parts[each]: written for each, written in rows.items()}
    with ZipFile(BytesIO(frame.workbook)) as made, ZipFile(file, "w", ZIP_DEFLATED) as book:
        for part in made.namelist():
            if part not in sheets:
                book.writestr(part, made.read(part))
                continue
            before, end, after = made.read(part).partition(_END)
            sheets[part].seek(0)
            with book.open(part, "w", force_zip64=True) as sheet:
                sheet.write(before)
                shutil.copyfileobj(sheets[part], sheet)
                sheet.write(end + after)
