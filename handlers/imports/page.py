"""A saved page of the city's system, of whichever kind."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.imports.findings import Findings
from handlers.imports.indicator_page import IndicatorPage, read_indicator_page
from handlers.imports.outcome import Reason
from handlers.imports.page_lines import RawLine
from handlers.imports.page_marks import Mark, find_mark
from handlers.imports.page_options import PageOptions
from handlers.imports.page_text import read_lines
from handlers.imports.project_page import ProjectPage, read_project_page

_ONLY_ON_PROJECT_PAGES = (Mark.PROJECT_NAME, Mark.PROGRESS, Mark.PROJECT_LINK)
_ONLY_ON_INDICATOR_PAGES = (Mark.INDICATOR_NAME, Mark.TARGET, Mark.INDICATOR_LINK)


def read_page(
    raw: Sequence[RawLine], options: PageOptions, found: Findings
) -> ProjectPage | IndicatorPage | None:
    """Read a page, whose kind the first line tells that only one has; None where it is refused."""
    lines = read_lines(raw)
    for line in lines:
        if line.quoted:
            continue
        if find_mark(line.text, _ONLY_ON_PROJECT_PAGES):
            return read_project_page(lines, options, found)
        if find_mark(line.text, _ONLY_ON_INDICATOR_PAGES):
            return read_indicator_page(lines, options, found)
    found.refuse(Reason.NO_KNOWN_CONTENT)
    return None
