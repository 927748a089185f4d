"""What whoever imports a page adds to it: a stripped page lacks its code, name and year."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.imports.figures import read_year
from handlers.imports.findings import Findings
from handlers.imports.outcome import Reason, Remark
from handlers.imports.page_text import Line
from handlers.thai.text import clean, comparable


@dataclass(frozen=True, slots=True)
class PageOptions:
    """As typed by the operator; `year` is a Buddhist fiscal year such as 2566."""

    code: str | None = None
    name: str | None = None
    year: str | None = None


def settle_text(printed: str | None, option: str | None, line: Line, found: Findings) -> str | None:
    """Give what the page prints, or else the option; refused where the two differ."""
    given = clean(option or "") or None
    if printed is None or given is None:
        return printed or given
    if comparable(printed) != comparable(given):
        found.refuse(Reason.OPTION_DIFFERS, line, about=given)
    return printed


def settle_year(
    printed: int | None,
    option: str | None,
    line: Line,
    found: Findings,
    *,
    of_log: int | None = None,
) -> int | None:
    """Give the fiscal year that the page prints, or else the option; refused as `settle_text`.

    Where both are missing it is the year `of_log`, in which all dated entries of the page lie.
    """
    given = None if option is None else read_year(option)
    if option is not None and given is None:
        found.refuse(Reason.BAD_OPTION, about=option)
    elif printed is None and given is None and of_log is None:
        found.refuse(Reason.NO_YEAR)
    elif printed is None and given is None:
        found.remark(Remark.YEAR_OF_LOG, about=str(of_log))
    elif printed is not None and given is not None and printed != given:
        found.refuse(Reason.OPTION_DIFFERS, line, about=str(given))
    return printed or given or of_log
