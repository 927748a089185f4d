"""What tables are made of. Numbers are numbers; days are texts of the Buddhist era."""

from __future__ import annotations

from decimal import Decimal

from handlers.wording import say_percent

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]


def say_cell(cell: Cell) -> str:
    """Write a cell as text."""
    match cell:
        case None:
            return ""
        case Decimal():
            return say_percent(cell)
        case int() | str():
            return str(cell)
