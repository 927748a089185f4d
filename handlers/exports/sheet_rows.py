"""Rows of a sheet as they are written in a workbook.

They are written as text because a library that makes an object of each cell, and another of
each element around it, takes ten times as long; everything else of a workbook is its work.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from string import ascii_uppercase
from typing import assert_never

from handlers.exports.cells import Cell, Row
from handlers.texts import Phrases
from handlers.wording import say_percent

LARGEST_TEXT = 32_767
"""Characters of one cell: Excel mends a file with more of them, or does not open it."""

# What XML has no way of writing.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LETTERS = tuple(tens + ones for tens in ("", *ascii_uppercase) for ones in ascii_uppercase)


@dataclass(frozen=True, slots=True)
class Styles:
    """The numbers of the styles in their workbook; `quoted` is of texts that look like formulas."""

    text: int
    quoted: int
    whole: int
    exact: int


def row_as_xml(number: int, row: Row, styles: Styles, say: Phrases) -> str:
    """Write a row, without what is empty in it; the first is 1."""
    cells = (
        _cell(f"{_LETTERS[column]}{number}", cell, styles, say)
        for column, cell in enumerate(row)
        if cell is not None and cell != ""
    )
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: Cell, styles: Styles, say: Phrases) -> str:
    match cell:
        case str():
            # Whatever a text looks like, it is no formula, and stays none when it is edited.
            style = styles.quoted if cell.startswith(("=", "+", "-", "@")) else styles.text
            # A return by itself would be read as a new line.
            text = escape(_fitting(cell, say), quote=False).replace("\r", "&#13;")
            return (
                f'<c r="{place}" s="{style}" t="inlineStr">'
                f'<is><t xml:space="preserve">{text}</t></is></c>'
            )
        case Decimal():
            return f'<c r="{place}" s="{styles.exact}"><v>{say_percent(cell)}</v></c>'
        case int():
            return f'<c r="{place}" s="{styles.whole}"><v>{cell}</v></c>'
        case None:
            return ""
        case _:
            assert_never(cell)


def _fitting(text: str, say: Phrases) -> str:
    text = _FORBIDDEN.sub("", text)
    # A letter counts once, or twice as the few that are beyond sixteen bits.
    if len(text) * 2 <= LARGEST_TEXT or len(text.encode("utf-16-le")) // 2 <= LARGEST_TEXT:
        return text
    mark = say("cell.cut")
    room = (LARGEST_TEXT - len(mark)) * 2
    return text.encode("utf-16-le")[:room].decode("utf-16-le", errors="ignore") + mark
