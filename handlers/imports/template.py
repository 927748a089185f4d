"""An empty workbook with the three tables, for an office to fill in."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from handlers.imports.outcome import Field, Thing
from handlers.imports.tables import NEEDED
from handlers.texts import LOCALES, phrases
from handlers.thai.table_words import HEADINGS, ROLES, STATUSES

_WIDE = frozenset({Field.NAME, Field.RESPONSIBLE, Field.RATIONALE, Field.OBJECTIVES, Field.TARGETS})
_CODES = frozenset({Field.CODE, Field.PARENT, Field.UNIT})
_NEEDED_FILL = PatternFill("solid", start_color="FFF2CC")
_FILL = PatternFill("solid", start_color="EDEDED")
_LAST_CHOICE = 2000


def write_template(path: Path, *, locale: str) -> None:
    """Write the workbook, with headings and hints in `locale`, over any file that is there."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for thing in HEADINGS:
        _write_sheet(book.create_sheet(phrases("imports", locale)(f"sheet.{thing}")), thing, locale)
    book.save(path)


def _write_sheet(sheet: Worksheet, thing: Thing, locale: str) -> None:
    say = phrases("imports", locale)
    of_locale = LOCALES.index(locale)
    for column, (field, headings) in enumerate(HEADINGS[thing].items(), start=1):
        letter = get_column_letter(column)
        cell = sheet[f"{letter}1"]
        cell.value = headings[of_locale]
        cell.font = Font(bold=True)
        cell.fill = _NEEDED_FILL if field in NEEDED[thing] else _FILL
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        cell.comment = Comment(say(f"hint.{thing}.{field}"), "khuepna", height=90, width=260)
        sheet.column_dimensions[letter].width = 44 if field in _WIDE else 22
        if field in _CODES:
            # As a number a code would lose the zero it begins with.
            sheet.column_dimensions[letter].number_format = "@"
        words = _choices(field, of_locale)
        if words:
            choice = DataValidation(type="list", formula1=f'"{",".join(words)}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{_LAST_CHOICE}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
    sheet.row_dimensions[1].height = 30


def _choices(field: Field, of_locale: int) -> list[str]:
    if field is Field.ROLE:
        return [words[of_locale] for words in ROLES.values()]
    if field is Field.STATUS:
        return [words[of_locale] for words in STATUSES.values()]
    return []
