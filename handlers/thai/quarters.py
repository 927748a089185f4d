"""Quarters as people type them: "2566Q4", "ไตรมาส 4/2566", "ไตรมาสที่ ๔ ปีงบ 66", "2566/4"."""

from __future__ import annotations

import re

from handlers.thai.text import comparable
from handlers.thai.years import BEFORE_A_YEAR
from storage.periods import BUDDHIST_OFFSET, Quarter

_YEAR = r"(?P<year>2[0-9]{3}|[67][0-9])"
_NUMBER = r"(?P<number>[0-9])"
_WORD = r"(?:ไตรมาสที่|ไตรมาส|quarter|q)"
_OF_YEAR = r"\s*(?:/|-|,|ของ|ปีงบประมาณ|ปีงบ|ปี|พ\.?ศ\.?|fy|of|\s)*\s*"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{BEFORE_A_YEAR}{_YEAR}\s*[-/]?\s*{_WORD}\s*{_NUMBER}",
        rf"{BEFORE_A_YEAR}{_YEAR}\s*[-/]\s*{_NUMBER}",
        rf"{_WORD}?\s*{_NUMBER}{_OF_YEAR}{_YEAR}",
        rf"{_WORD}\s*{_NUMBER}",
    )
)
_YEAR_ALONE = re.compile(r"(?:ปีงบประมาณ|ปีงบ|ปี|พ\.?ศ\.?|fy|\s)*(?:2[45]|20)[0-9]{2}")


def split_quarter(text: str, present: Quarter) -> tuple[str | None, str]:
    """Give the quarter that a text begins or ends with as in "2566Q4", and the words beside it.

    None where no quarter is named. It may be one that there is not: its number such as 2566Q7, or
    a year alone. A quarter without its year is the newest of that number that has begun.
    """
    plain = comparable(text)
    if _YEAR_ALONE.fullmatch(plain):
        return plain, ""
    for form in _FORMS:
        for found in form.finditer(plain):
            before, after = plain[: found.start()].strip(), plain[found.end() :].strip()
            if (before and after) or _is_torn(plain, found):
                continue
            return _written(found, present), before or after
    return None, plain


def _is_torn(plain: str, found: re.Match[str]) -> bool:
    """Tell whether a number goes on beside what was found, as that of a code does."""
    beside = plain[max(found.start() - 1, 0) : found.start()] + plain[found.end() : found.end() + 1]
    return any(letter.isdecimal() or letter == "-" for letter in beside)


def _written(found: re.Match[str], present: Quarter) -> str:
    number = int(found["number"])
    written = found.groupdict().get("year")
    if written is None:
        year = present.fiscal_year - (number > present.number)
    else:
        year = int(written) + (2500 if len(written) == 2 else 0)
        year += BUDDHIST_OFFSET if year < 2400 else 0
    return f"{year}Q{number}"
