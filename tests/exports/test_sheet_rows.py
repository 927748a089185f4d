"""Rows of a workbook as they are written, and read again by the library of workbooks."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook

from handlers.exports.cells import Row
from handlers.exports.rows import Sheet
from handlers.exports.sheet_rows import LARGEST_TEXT, Styles, row_as_xml
from handlers.exports.workbook_frame import Frame, frame_of
from handlers.texts import phrases
from storage.periods import Quarter, fiscal_months

SAY = phrases("summary", "th")
STYLES = Styles(text=3, quoted=4, whole=5, exact=6)


def read_again(row: Row) -> list[object]:
    """Put a row into an empty workbook, and give what a reader finds in it."""
    frame = frame_of(Quarter(2566, 4).periods, SAY)
    book = load_workbook(BytesIO(_with_row(frame, row)))
    return [cell.value for cell in book.worksheets[0][2][: len(row)]]


def _with_row(frame: Frame, row: Row) -> bytes:
    joined = BytesIO()
    with ZipFile(BytesIO(frame.workbook)) as made, ZipFile(joined, "w") as book:
        for name in made.namelist():
            content = made.read(name)
            if name == frame.parts[Sheet.PROJECTS]:
                xml = row_as_xml(2, row, frame.styles, SAY).encode()
                content = content.replace(b"</sheetData>", xml + b"</sheetData>")
            book.writestr(name, content)
    return joined.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "a < b & c > d \"e\" 'f'",
        " ตัวแรกและตัวสุดท้ายเป็นช่องว่าง ",
        "บรรทัดหนึ่ง\nบรรทัดสอง\r\nบรรทัดสาม\rสี่",
        "=1+1",
        "อีโมจิ 😀 และ ก\u0e33",
        "]]></t>",
    ],
)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    assert read_again((text,)) == [text]


def test_what_cannot_stand_in_a_workbook_is_left_out() -> None:
    assert read_again(("ก\x00ข\x0bค\ufffeง\ud800จ",)) == ["กขคงจ"]


@pytest.mark.parametrize(("letter", "count"), [("ก", LARGEST_TEXT + 1), ("😀", LARGEST_TEXT)])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(letter: str, count: int) -> None:
    (cut,) = read_again((letter * count,))
    assert isinstance(cut, str)
    assert LARGEST_TEXT - 1 <= len(cut.encode("utf-16-le")) // 2 <= LARGEST_TEXT
    assert cut.endswith(SAY("cell.cut"))
    assert read_again(("ก" * LARGEST_TEXT,)) == ["ก" * LARGEST_TEXT]


def test_numbers_are_numbers_and_what_is_empty_has_no_cell() -> None:
    row: Row = (Decimal("12.50"), None, "", 3, Decimal("1000000.00"), Decimal("1E+3"))
    assert read_again(row) == [12.5, None, None, 3, 1000000, 1000]
    assert row_as_xml(7, (None, "", 3), STYLES, SAY) == (
        '<row r="7"><c r="C7" s="5"><v>3</v></c></row>'
    )


def test_columns_go_on_behind_the_last_letter() -> None:
    written = row_as_xml(1, (1,) * 54, STYLES, SAY)
    for place in ("A1", "Z1", "AA1", "AZ1", "BA1", "BB1"):
        assert f'r="{place}"' in written


def test_the_styles_of_the_rows_are_those_of_the_workbook() -> None:
    frame = frame_of(fiscal_months(2566), SAY)
    numbers = (frame.styles.text, frame.styles.quoted, frame.styles.whole, frame.styles.exact)
    assert len({*numbers, 0}) == 5
