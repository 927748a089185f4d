"""Summaries as a workbook that is ready to print, written row by row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import IO, assert_never

from openpyxl import Workbook
from openpyxl.cell import Cell as XlsxCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from handlers.exports.cells import Cell, Row
from handlers.exports.rows import Sheet, headings_of, rows_of, unit_rows
from handlers.summaries.project import ProjectSummary
from handlers.texts import Phrases
from storage.periods import Period
from storage.records import UnitIndicator

LARGEST_TEXT = 32_767
"""Characters of one cell: Excel mends a file with more of them, or does not open it."""

_A4 = 9
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SARABUN = "Sarabun"

# Characters, for columns whose texts are longer or shorter than most.
_WIDTHS = {
    **dict.fromkeys(("joined", "narrative", "text", "quarter_text"), 60),
    **dict.fromkeys(("name", "indicator", "problems", "obstacles", "definition", "summary"), 36),
    **dict.fromkeys(("code", "unit_code", "reported_on", "text_date", "period"), 15),
    **dict.fromkeys(("unit", "responsible", "indicator_kind", "level", "printed_score"), 24),
}
_OTHER_WIDTH = 13


HEADING, TEXT, WHOLE, EXACT = (f"khuepna {kind}" for kind in ("heading", "text", "whole", "exact"))
"""The names of the styles."""


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
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheets = {each: book.create_sheet(say(f"sheet.{each}")) for each in Sheet}
    try:
        for each, sheet in sheets.items():
            headings = headings_of(each, periods, say)
            _set_up(sheet, headings, say)
            sheet.append([_cell(sheet, heading, HEADING) for heading in headings])
        for indicator in of_units:
            for row in unit_rows(indicator, periods, say):
                _append(sheets[Sheet.INDICATORS], row, say)
        for one in projects:
            for each, sheet in sheets.items():
                for row in rows_of(each, one, say):
                    _append(sheet, row, say)
        book.save(file)
    finally:
        # A sheet that is left half written would complain when it is forgotten.
        for sheet in sheets.values():
            if not sheet.closed:
                sheet.close()


def _styles() -> tuple[NamedStyle, ...]:
    font, top = Font(name=_SARABUN, size=10), Alignment(vertical="top", horizontal="right")
    return (
        NamedStyle(
            HEADING,
            font=Font(name=_SARABUN, size=10, bold=True),
            fill=PatternFill("solid", start_color="E7ECF3"),
            border=_BORDER,
            alignment=Alignment(vertical="center", horizontal="center", wrap_text=True),
        ),
        NamedStyle(
            TEXT, font=font, border=_BORDER, alignment=Alignment(vertical="top", wrap_text=True)
        ),
        NamedStyle(WHOLE, font=font, border=_BORDER, alignment=top, number_format="0"),
        NamedStyle(EXACT, font=font, border=_BORDER, alignment=top, number_format="#,##0.00"),
    )


def _set_up(sheet: Worksheet, headings: Sequence[str], say: Phrases) -> None:
    widths = {say(f"column.{key}"): width for key, width in _WIDTHS.items()}
    for column, heading in enumerate(headings, start=1):
        width = widths.get(heading, _OTHER_WIDTH)
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "C2"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.print_title_rows = "1:1"
    assert sheet.oddFooter is not None
    sheet.oddFooter.center.text = say("sheet.footer", page="&P", pages="&N")


def _append(sheet: Worksheet, row: Row, say: Phrases) -> None:
    sheet.append([_value(sheet, cell, say) for cell in row])


def _value(sheet: Worksheet, value: Cell, say: Phrases) -> XlsxCell | None:
    match value:
        case None | "":
            return None
        case str():
            return _cell(sheet, _fitting(value, say), TEXT)
        case Decimal():
            return _cell(sheet, value, EXACT)
        case int():
            return _cell(sheet, value, WHOLE)
        case _:
            assert_never(value)


def _cell(sheet: Worksheet, value: str | int | Decimal, style: str) -> XlsxCell:
    cell = WriteOnlyCell(sheet)
    cell.value = value
    cell.style = style
    if isinstance(value, str):
        # Whatever a text looks like, it is no formula, and stays none when it is edited.
        cell.data_type = "s"
        if value.startswith(("=", "+", "-", "@")):
            cell.quotePrefix = True
    return cell


def _fitting(text: str, say: Phrases) -> str:
    text = _FORBIDDEN.sub("", text)
    if len(text.encode("utf-16-le")) // 2 <= LARGEST_TEXT:
        return text
    mark = say("cell.cut")
    room = (LARGEST_TEXT - len(mark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + mark
