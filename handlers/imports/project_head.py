"""The head of a project's page: code, name, unit and year, which stripped copies lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.imports.codes import read_project_code
from handlers.imports.evaluations import is_score_line
from handlers.imports.figures import read_year
from handlers.imports.findings import Findings
from handlers.imports.outcome import Reason, Remark
from handlers.imports.page_marks import is_ignored
from handlers.imports.page_options import PageOptions, settle_text, settle_year
from handlers.imports.page_text import Line, read_value
from handlers.imports.sections import Section
from handlers.thai import page_words as words
from storage.periods import period_of
from storage.records import ImportedReport

_UNIT = re.compile(rf"(?:\*+\s*)?(?P<unit>.*?)\s*(?::\s*(?:\(\s*(?P<year>{words.DIGIT}*)\s*\))?)?")


@dataclass(frozen=True, slots=True)
class Head:
    code: str
    fiscal_year: int
    name: str | None
    unit: str | None


def read_head(
    section: Section | None,
    options: PageOptions,
    found: Findings,
    *,
    percent: str,
    log: Sequence[ImportedReport],
) -> Head | None:
    """Read the section that the code begins, or take the options in its place.

    `percent` is the progress as the page prints it; the gauge above repeats it. The dates of the
    `log` tell the fiscal year where nothing else does.
    """
    top = section.line if section else Line(1, "")
    name = unit = code = year = None
    if section is not None:
        fields = section.marked.fields
        code, name = read_project_code(fields["code"]), read_value(top, fields["name"]).text or None
        unit, year = _read_unit(section, found, percent=percent)
    given = None if options.code is None else read_project_code(options.code)
    if options.code is not None and given is None:
        found.refuse(Reason.BAD_OPTION, about=options.code)
    code = settle_text(code, given, top, found)
    name = settle_text(name, options.name, top, found)
    fiscal_year = settle_year(year, options.year, top, found, of_log=_year_of(log))
    if code is None:
        if options.code is None:
            found.refuse(Reason.NO_CODE)
        return None
    if name is None:
        found.remark(Remark.NAME_MISSING, about=code)
    return None if fiscal_year is None else Head(code, fiscal_year, name, unit)


def _year_of(log: Sequence[ImportedReport]) -> int | None:
    years = {period_of(entry.reported_on).fiscal_year for entry in log}
    return years.pop() if len(years) == 1 else None


def _read_unit(section: Section, found: Findings, *, percent: str) -> tuple[str | None, int | None]:
    lines = [line for line in section.body if line.quoted or not is_ignored(line.text)]
    for gauge in [line for line in lines[1:] if is_score_line(line)]:
        lines.remove(gauge)
        if gauge.text != percent:
            found.remark(Remark.PROGRESS_DIFFERS, gauge, about=gauge.text)
    found.refuse_all(lines[1:])
    printed = _UNIT.fullmatch(lines[0].text) if lines else None
    if printed is None:
        return None, None
    unit = read_value(lines[0], printed["unit"]).text or None
    year = printed["year"]
    if not year:
        return unit, None
    if read_year(year) is None:
        found.refuse(Reason.BAD_YEAR, lines[0])
    return unit, read_year(year)
