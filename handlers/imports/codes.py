"""The codes of units, projects and indicators: fixed numbers of digits, told apart by form."""

from __future__ import annotations

import re

from handlers.thai.text import clean, digits

# Word processors make longer dashes of hyphens.
_HYPHENS = dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212\uff0d"), "-")


def read_unit_code(text: str) -> str | None:
    """Read eight digits, Thai ones too."""
    return _read("[0-9]{8}", text)


def read_project_code(text: str) -> str | None:
    """Read a code such as 04160200-7001."""
    return _read("[0-9]{8}-[0-9]{4}", text)


def read_indicator_code(text: str) -> str | None:
    """Read a code such as 5018-0817; pages may lose a leading zero of its second part."""
    return _read("[0-9]{4}-[0-9]{3,4}", text)


def unit_of_project(code: str) -> str:
    return code[:8]


def unit_of_indicator(code: str) -> str:
    return code[:4] + "0000"


def _read(pattern: str, text: str) -> str | None:
    code = "".join(digits(clean(text)).translate(_HYPHENS).split())
    return code if re.fullmatch(pattern, code) else None
