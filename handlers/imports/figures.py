"""Numbers and days as pages and tables print them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from handlers.thai.text import digits

_NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T][\d:.]+)?")

LARGEST = Decimal(10**13)
"""More than any figure of the register; the database has room for 13 digits before the point."""


def read_number(text: str, *, below: Decimal = LARGEST) -> Decimal | None:
    """Read a figure such as 1,407.52 or 100.0000; None where it is none, or has more decimals."""
    text = digits(text).strip()
    if not text.isascii() or not _NUMBER.fullmatch(text):
        return None
    number = Decimal(text.replace(",", ""))
    if abs(number) >= below or number != number.quantize(Decimal("0.01")):
        return None
    return number.quantize(Decimal("0.01"))


def read_percent(text: str) -> Decimal | None:
    """Read a figure from 0 to 100."""
    number = read_number(text)
    return None if number is None or not 0 <= number <= 100 else number


def read_iso_day(text: str) -> date | None:
    """Read a day such as 2023-09-29, of the Christian era, which a time may follow."""
    found = _DAY.fullmatch(digits(text).strip())
    if found is None or not 1900 <= int(found[1]) < 2200:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def read_year(text: str) -> int | None:
    """Read a fiscal year of the Buddhist era, such as 2566."""
    text = digits(text).strip()
    return int(text) if re.fullmatch("2[45][0-9][0-9]", text) else None
