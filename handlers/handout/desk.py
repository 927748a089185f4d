"""Who asks for papers or pages, what they may see, and the links that these are reached by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import assert_never

from sqlalchemy import Connection

from handlers.access import Right, units_granted
from handlers.handout.names import (
    name_curve,
    name_overview,
    name_project,
    name_quarter,
    name_year,
)
from handlers.handout.screens import Listed
from handlers.messages import Enclosure
from handlers.oversight.reading import topmost
from handlers.papers import (
    Paper,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
    path_of,
)
from handlers.passes import Issuer, issue_pass, may_open
from handlers.summaries.asking import NoQuarter, NotBegun, NothingThere, find_quarter
from handlers.texts import Phrases, phrases
from storage.passes import Opens, ProjectPages, UnitPages, count_passes
from storage.periods import Quarter, local_date, period_of
from storage.project_places import place_of_code
from storage.records import Person, Unit
from storage.reporters import projects_reported_by
from storage.summaries import fiscal_years
from storage.units import find_unit

MOST_IN_A_WHILE = 10
WHILE = timedelta(minutes=1)
"""Nobody reads more than that; each paper costs whoever makes it up to seconds."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """A paper that the person may have: what it is called, and what its link opens."""

    paper: Paper
    name: str
    opens: Opens


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a person asks for papers or for a link to pages, at a moment."""

    tx: Connection
    issuer: Issuer
    person: Person
    now: datetime

    @property
    def say(self) -> Phrases:
        return phrases("handout", self.person.locale)

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def present(self) -> Quarter:
        return period_of(self.today).quarter

    def last_quarter(self, year: int) -> Quarter | NoQuarter | NotBegun | NothingThere:
        """Give the last quarter of a fiscal year that has begun."""
        last = self.present if year == self.present.fiscal_year else Quarter(year, 4)
        return find_quarter(str(last), self.present, fiscal_years(self.tx))

    def units(self) -> tuple[Unit, ...]:
        """Give the units that the person looks after, without those below others of them."""
        return topmost(self.tx, units_granted(self.person.grants, Right.SEE_DIGEST))

    def projects(self, fiscal_year: int | None = None) -> tuple[Listed, ...]:
        """Give the projects that the person reports on, perhaps of one fiscal year, by code."""
        reported = projects_reported_by(self.tx, self.person.id, today=self.today)
        return tuple(
            Listed(one.code, one.name) for one in reported if fiscal_year in (None, one.fiscal_year)
        )

    def may_open(self, opens: Opens) -> bool:
        """Tell whether the person may see what a link would open."""
        return may_open(self.tx, self.person, opens, now=self.now)

    def allowed(self, paper: Paper) -> Allowed | None:
        """Give a paper if there is such a thing and the person may see it."""
        match paper:
            case ProjectCurve(code) | ProjectFile(code):
                place = place_of_code(self.tx, code)
                opens: Opens = ProjectPages(code)
                if place is None:
                    return None
                is_curve = isinstance(paper, ProjectCurve)
                name = (name_curve if is_curve else name_project)(place.name, self.say)
            case QuarterFile(quarter, unit_code):
                unit = unit_code and find_unit(self.tx, unit_code)
                if not unit:
                    return None
                opens = UnitPages(unit.code)
                name = name_quarter(quarter, unit.name, self.say)
            case YearFile(year, unit_code):
                unit = find_unit(self.tx, unit_code)
                if unit is None:
                    return None
                opens = UnitPages(unit.code)
                name = name_year(year, unit.name, self.say)
            case UnitOverview(unit_code, year):
                unit = find_unit(self.tx, unit_code)
                if unit is None:
                    return None
                opens = UnitPages(unit.code)
                name = name_overview(unit.name, year, self.say)
            case _:
                assert_never(paper)
        return Allowed(paper, name, opens) if self.may_open(opens) else None

    def has_enough(self) -> bool:
        """Tell whether the person was handed as much lately as anybody is."""
        since = self.now - WHILE
        return count_passes(self.tx, self.person.id, since=since) >= MOST_IN_A_WHILE

    def enclose(self, allowed: Allowed) -> Enclosure:
        """Give a paper with a link of its own."""
        base = issue_pass(
            self.tx,
            self.issuer,
            allowed.opens,
            holder=self.person.id,
            now=self.now,
        )
        url = f"{base}/{path_of(allowed.paper)}"
        return Enclosure(allowed.paper, allowed.name, url, self.person.locale)
