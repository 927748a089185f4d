"""A workbook with its headings, styles and widths, ready to print, whose rows are yet to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from handlers.exports.rows import Sheet, headings_of
from handlers.exports.sheet_rows import Styles
from handlers.texts import Phrases
from storage.periods import Period

_A4 = 9
_LINE = Side(style="thin", color="BFBFBF")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SARABUN = "Sarabun"

# Characters, for columns whose texts are longer or shorter than most.
_WIDTHS = {
    **dict.fromkeys(("joined", "narrative", "text", "quarter_text"), 60),
    **dict.fromkeys(
        ("name", "indicator", "problems", "obstacles", "definition", "summary", "reason"), 36
    ),
    **dict.fromkeys(("code", "unit_code", "reported_on", "text_date", "period"), 15),
    **dict.fromkeys(
        ("unit", "responsible", "indicator_kind", "level", "printed_score", "what"), 24
    ),
}
_OTHER_WIDTH = 13


HEADING, TEXT, WHOLE, EXACT = (f"khuepna {kind}" for kind in ("heading", "text", "whole", "exact"))
"""The names of the styles."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole workbook, where its sheets lie in it, and the styles for their rows from 2 on."""

    workbook: bytes
    parts: Mapping[Sheet, str]
    styles: Styles


def frame_of(periods: Sequence[Period], say: Phrases) -> Frame:
    """Make the workbook of some months of a fiscal year."""
    book = Workbook(write_only=True)
    for style in _styles():
        book.add_named_style(style)
    sheets = {each: book.create_sheet(say(f"sheet.{each}")) for each in Sheet}
    for each, sheet in sheets.items():
        headings = headings_of(each, periods, say)
        _set_up(sheet, headings, say)
        sheet.append([_heading(sheet, heading) for heading in headings])
    styles = _numbers(sheets[Sheet.PROJECTS])
    written = BytesIO()
    book.save(written)
    parts = {each: sheet.path.removeprefix("/") for each, sheet in sheets.items()}
    return Frame(written.getvalue(), parts, styles)


def _heading(sheet: Worksheet, heading: str) -> Cell:
    cell = WriteOnlyCell(sheet, heading)
    cell.style = HEADING
    return cell


def _numbers(sheet: Worksheet) -> Styles:
    def number(style: str, *, quoted: bool = False) -> int:
        cell = WriteOnlyCell(sheet)
        cell.style = style
        cell.quotePrefix = quoted
        return cell.style_id

    return Styles(number(TEXT), number(TEXT, quoted=True), number(WHOLE), number(EXACT))


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
