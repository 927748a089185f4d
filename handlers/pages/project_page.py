"""A project's page: the sections of the city's page, and what became of its fiscal year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection

from handlers.imports.evaluations import AS_PRINTED
from handlers.oversight.risk import straight_line
from handlers.summaries.project import Entry, ProjectSummary
from handlers.summaries.reading import read_projects
from storage.attachments import Attachment, attachments_of_reports
from storage.periods import fiscal_months
from storage.projects import find_project
from storage.records import Evaluation, ProjectFacts
from storage.reports import log_of


@dataclass(frozen=True, slots=True)
class ProjectPage:
    """A project and its year. `line` is the percent that a year's plan has reached by today.

    `log` holds all entries, the newest first, those of other years as well; `attachments`
    are what belongs to each report, by its number.
    """

    facts: ProjectFacts
    year: ProjectSummary
    line: Decimal
    log: tuple[Entry, ...]
    attachments: Mapping[int, tuple[Attachment, ...]]

    @property
    def percent(self) -> Decimal | None:
        return self.log[0].said.content.percent if self.log else None

    @property
    def is_of_year(self) -> bool:
        """Whether that percent is of the project's year: in each year it starts over."""
        return bool(self.log) and self.log[0].said.period.fiscal_year == self.facts.fiscal_year

    @property
    def printed(self) -> Evaluation | None:
        """The score as the city's page prints it, in the quarter in which it was printed."""
        found = [one for one in self.facts.evaluations if one.note == AS_PRINTED]
        return found[-1] if found else None

    @property
    def evaluations(self) -> tuple[Evaluation, ...]:
        """The scores by quarter."""
        return tuple(one for one in self.facts.evaluations if one.note != AS_PRINTED)


def read_project_page(tx: Connection, code: str, *, today: date) -> ProjectPage | None:
    """Read a project's page; None where there is no such project."""
    found = find_project(tx, code)
    if found is None:
        return None
    number, facts = found
    months = fiscal_months(facts.fiscal_year)
    [year] = read_projects(tx, [number], months, today=today)
    day = min(max(today, months[0].first_day), months[-1].last_day)
    of_year = {one.said.id: one for one in year.entries}
    log = tuple(of_year.get(one.id, Entry(one)) for one in reversed(log_of(tx, number)))
    attachments = attachments_of_reports(tx, [one.said.id for one in log])
    return ProjectPage(facts, year, straight_line(facts.fiscal_year, day), log, attachments)
