"""The rows of a CSV or XLSX file as texts, whatever program has saved it."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl

from handlers.imports.decoding import decode

_DELIMITERS = ",;\t"


class UnreadableSheets(ValueError):
    """The file is no table of its kind, or a damaged one."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` is empty in CSV. The first row is number 1; rows may differ in length."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def read_csv(content: bytes) -> Sheet:
    """Read CSV with commas, semicolons or tabs; raises Undecodable or UnreadableSheets."""
    text = decode(content)
    first_line = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first_line.count)
    try:
        rows = tuple(map(tuple, csv.reader(StringIO(text, newline=""), delimiter=delimiter)))
    except csv.Error as error:
        raise UnreadableSheets(str(error)) from error
    return Sheet("", rows)


def read_xlsx(content: bytes) -> tuple[Sheet, ...]:
    """Read every sheet of a workbook, formulas as last computed; raises UnreadableSheets."""
    try:
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheets = []
        for sheet in book.worksheets:
            # How large it is, many programs write down wrong, and rows beyond would be lost.
            sheet.reset_dimensions()
            sheets.append(Sheet(sheet.title, tuple(tuple(map(_text, row)) for row in sheet.values)))
        return tuple(sheets)
    except Exception as error:  # a damaged workbook fails in as many ways as it has parts
        raise UnreadableSheets(str(error)) from error


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        shown = Decimal(f"{cell:.15g}")  # a spreadsheet shows no more digits of what it computes
        return f"{shown.normalize():f}"
    return str(cell)
