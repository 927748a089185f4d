"""Dates as officers write them: reading in both eras, and saying in the Buddhist one."""

import re
from datetime import date, time, timedelta

from handlers.thai.months import (
    DATE_IN_TEXT,
    LONG_NAMES,
    MONTH_NAME,
    SHORT_NAMES,
    WEEKDAYS,
    month_number,
)
from handlers.thai.reading import Bad, Doubt, Doubtful, Good, Reading, Reason
from handlers.thai.text import DECORATION, PARTICLE, comparable, digits

_BUDDHIST = 543
_FIRST_BUDDHIST_YEAR = 2400
"""A written year from here on is Buddhist: 2400 BE is 1857 CE, and no plan reaches 2400 CE."""

# Days before and after today: within the first pair taken, within the second asked back.
_NEAR = (-3652, 1826)
_CONCEIVABLE = (-36525, 18262)

_NAMED_DAYS = {
    **dict.fromkeys(("วันนี้", "today"), 0),
    **dict.fromkeys(("เมื่อวาน", "เมื่อวานนี้", "วานนี้", "yesterday"), -1),
    **dict.fromkeys(("เมื่อวานซืน", "เมื่อวานซืนนี้"), -2),
    **dict.fromkeys(("พรุ่งนี้", "วันพรุ่งนี้", "tomorrow"), 1),
    **dict.fromkeys(("มะรืน", "มะรืนนี้"), 2),
}

_ERA = r"(?:(?:ปี ?)?(?P<era>พ\.? ?ศ\.?|พุทธศักราช|ค\.? ?ศ\.?|คริสต์ศักราช)|ปี)"
_YEAR = rf"(?:{_ERA} ?)?(?P<year>[0-9]{{4}}|[0-9]{{2}})"
_WEEKDAY = rf"(?:วัน)?(?P<weekday>{'|'.join(WEEKDAYS)}|พฤหัส)(?: ?ที่)? ?"
_LEAD = rf"(?:(?:ณ|เมื่อ|ภายใน|จนถึง|ถึง) ?)?(?:วันที่ ?|{_WEEKDAY})?"
_DAY = rf"{_LEAD}(?P<day>[0-9]{{1,2}})"
_MONTH = r"(?P<month>[0-9]{1,2})"
_NAME = rf"(?:เดือน ?)?(?P<name>{MONTH_NAME})"


def _whole(pattern: str) -> str:
    return rf"{DECORATION}*(?:{pattern})(?:{PARTICLE}|{DECORATION})*"


# Compiled on first use, which `re` remembers: together they would double the time of the import.
_DATES = (
    _whole(rf"{_DAY} ?(?P<sign>[ /.-]) ?{_MONTH} ?(?P=sign) ?{_YEAR}"),
    _whole(rf"{_DAY} ?เดือน ?{_MONTH} ?{_YEAR}"),
    _whole(rf"{_DAY} ?/ ?{_MONTH}"),
    _whole(rf"(?P<year>[0-9]{{4}})(?P<sign>[/.-]){_MONTH}(?P=sign)(?P<day>[0-9]{{1,2}})"),
    _whole(rf"{_DAY}(?:st|nd|rd|th)? ?[/-]? ?{_NAME}(?:[ ,/-]*{_YEAR})?"),
    _whole(rf"(?=[a-z]){_NAME} ?{_DAY}(?:st|nd|rd|th)?(?:[ ,]+{_YEAR})?"),
)
_NAMED_DAY = _whole(f"(?P<word>{'|'.join(sorted(_NAMED_DAYS, reverse=True))})")
_ONLY_A_MONTH = _whole(rf"{_NAME}(?:[ ,/-]*{_YEAR})?")
_ONLY_A_YEAR = _whole(rf"{_ERA} ?[0-9]{{2,4}}|(?:19|20|2[456])[0-9]{{2}}")
_DAY_TO_DAY = rf"[0-9] ?(?:-|–|—|ถึง|to) ?[0-9]{{1,2}} ?{MONTH_NAME}"


def read_date(text: str, *, today: date) -> Reading[date]:
    """Read one date that is the whole text, in either era, in digits or with the month's name.

    Dates more than ten years before or five after `today`, and dates whose year is missing or
    short, are doubtful; those nobody can mean are refused.
    """
    plain = comparable(text)
    if named := re.fullmatch(_NAMED_DAY, plain):
        return Good(today + timedelta(days=_NAMED_DAYS[named["word"]]))
    written = next((found for pattern in _DATES if (found := re.fullmatch(pattern, plain))), None)
    return _date_of(written.groupdict(), today) if written else Bad(_reason_against(plain))


def _reason_against(plain: str) -> Reason:
    if not plain:
        return Reason.EMPTY
    if re.search(_DAY_TO_DAY, plain) or len(DATE_IN_TEXT.findall(plain)) > 1:
        return Reason.A_RANGE
    if re.fullmatch(_ONLY_A_MONTH, plain):
        return Reason.NO_DAY
    return Reason.A_YEAR if re.fullmatch(_ONLY_A_YEAR, plain) else Reason.NOT_A_DATE


def _date_of(parts: dict[str, str | None], today: date) -> Reading[date]:
    name, month, day, year = (parts.get(part) for part in ("name", "month", "day", "year"))
    month_of_year = month_number(name) if name else int(month or 0)
    years, doubt = _possible_years(year, parts.get("era"), today)
    possible = [when for y in years if (when := _day(y, month_of_year, int(day or 0)))]
    if not possible:
        return Bad(Reason.NO_SUCH_DAY)
    when = min(possible, key=lambda candidate: abs(candidate - today))
    distance = (when - today).days
    if not _CONCEIVABLE[0] <= distance <= _CONCEIVABLE[1]:
        return Bad(Reason.FAR_FROM_TODAY)
    weekday = parts.get("weekday")
    if weekday and not WEEKDAYS[when.weekday()].startswith(weekday):
        doubt = Doubt.ANOTHER_WEEKDAY
    elif not _NEAR[0] <= distance <= _NEAR[1]:
        doubt = doubt or Doubt.FAR_FROM_TODAY
    return Doubtful(when, doubt) if doubt else Good(when)


def _possible_years(
    text: str | None, era: str | None, today: date
) -> tuple[tuple[int, ...], Doubt | None]:
    """Give the years CE that a written year can mean, and the doubt that leaves."""
    if text is None:
        return (today.year - 1, today.year, today.year + 1), Doubt.NO_YEAR
    year = int(text)
    if len(text) == 4:
        buddhist = era.startswith("พ") if era else year >= _FIRST_BUDDHIST_YEAR
        return (year - _BUDDHIST if buddhist else year,), None
    this_century, buddhist_year = 2000 + year, 2500 + year - _BUDDHIST
    if era:
        return (buddhist_year if era.startswith("พ") else this_century,), None
    if year >= 60:
        return (buddhist_year,), None
    return (this_century, buddhist_year), Doubt.TWO_DIGIT_YEAR


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_LOG_DATE = re.compile(r"([0-9๐-๙]{1,2})/([0-9๐-๙]{1,2})/([0-9๐-๙]{4})[ \t]*: ?")


def leading_date(text: str) -> tuple[date, str] | None:
    """Split "29/09/2566 : …", as page logs begin, into the date and the untouched rest."""
    found = _LOG_DATE.match(text)
    if not found:
        return None
    day, month, year = (int(digits(part)) for part in found.groups())
    if year >= _FIRST_BUDDHIST_YEAR:
        year -= _BUDDHIST
    when = _day(year, month, day) if year >= 1800 else None
    return (when, text[found.end() :]) if when else None


# --- saying -------------------------------------------------------------------------------------

_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")


def with_thai_digits(text: str) -> str:
    """Write a text with Thai digits instead of those of ASCII."""
    return text.translate(_THAI_DIGITS)


def say_date(day: date, *, thai_digits: bool = False) -> str:
    """Say a date as in "25 พ.ย. 2569"."""
    text = f"{day.day} {SHORT_NAMES[day.month - 1]} {day.year + _BUDDHIST}"
    return text.translate(_THAI_DIGITS) if thai_digits else text


def say_date_long(day: date, *, thai_digits: bool = False) -> str:
    """Say a date as in "25 พฤศจิกายน 2569"."""
    text = f"{day.day} {say_month(day.year, day.month)}"
    return text.translate(_THAI_DIGITS) if thai_digits else text


def say_month(year: int, month: int, *, thai_digits: bool = False) -> str:
    """Say a month of a year CE as in "พฤศจิกายน 2569"."""
    text = f"{LONG_NAMES[month - 1]} {year + _BUDDHIST}"
    return text.translate(_THAI_DIGITS) if thai_digits else text


def say_time(moment: time, *, thai_digits: bool = False) -> str:
    """Say a time of day as in "14.30 น."."""
    text = f"{moment:%H.%M} น."
    return text.translate(_THAI_DIGITS) if thai_digits else text
