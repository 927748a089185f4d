"""Names of the months and weekdays, in Thai and English, as written and as mistyped."""

import re

LONG_NAMES = [
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
]
SHORT_NAMES = [
    *("ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย."),
    *("ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."),
]
WEEKDAYS = ["จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"]
"""From Monday, as `date.weekday` counts."""

# Beside those above: stems as spoken, and misspellings that one meets; in `comparable` form.
_OTHER_NAMES = (
    "มกรา มกรคม jan january",
    "กุมภา กุมภาพัน กุมพาพันธ์ กุมภาพันธุ์ feb february",
    "มีนา march mar",
    "เมษา เมษายนต์ apr april",
    "พฤษภา พฤกษภาคม พฤศภาคม พฤษาคม may",
    "มิถุนา มิย มิถุนายนต์ jun june",
    "กรกฎา กรกฏา กรกฏาคม กรกดาคม jul july",
    "สิงหา aug august",
    "กันยา กันยายนต์ sep sept september",
    "ตุลา oct october",
    "พฤศจิกา พฤษจิกายน พฤษจิกา พฤจิกายน พฤศจิกายนต์ nov november",
    "ธันวา dec december",
)


def _pattern(month: int) -> str:
    """All spellings of a month, the longest first."""
    short = r"\.? ?".join(map(re.escape, SHORT_NAMES[month].rstrip(".").split("."))) + r"\.?"
    names = sorted((LONG_NAMES[month], *_OTHER_NAMES[month].split()), key=len, reverse=True)
    return "|".join((*names, short))


_PATTERNS = [rf"(?:{_pattern(month)})\.?(?!(?![พค]\.ศ)[ก-๎a-z])" for month in range(12)]
MONTH_NAME = "(?:" + "|".join(_PATTERNS) + ")"
"""Pattern of any month's name, in text of `comparable` form."""

DATE_IN_TEXT = re.compile(
    rf"[0-9] ?{MONTH_NAME}"
    r"|(?<![0-9])[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})(?![0-9])"
    r"|(?<![0-9])[0-9]{4}([/-])[0-9]{1,2}\2[0-9]{1,2}(?![0-9])"
)
"""Something that is clearly meant as a date, possible or not."""


def month_number(name: str) -> int:
    """Give the month, 1 to 12, of a text that matches `MONTH_NAME`."""
    return next(n for n, pattern in enumerate(_PATTERNS, 1) if re.fullmatch(pattern, name))
