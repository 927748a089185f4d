"""What is to be shown at an address behind a link, found in the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, assert_never

from sqlalchemy import Connection

from bot.linked_pages.asked import Asked, is_code, is_year
from bot.linked_pages.naming import link_files, name_paper
from bot.linked_pages.shown import PaperWanted, Shown, View
from bot.linked_pages.wording import Words
from handlers.pages.attachment import read_attachment
from handlers.pages.project_page import read_project_page
from handlers.pages.quarter_page import (
    NotInQuarter,
    QuarterOfProject,
    QuarterOfUnit,
    quarters_to_show,
    read_quarter_page,
)
from handlers.pages.reach import reaches, reaches_paper
from handlers.pages.unit_page import read_unit_page
from handlers.papers import (
    FileForm,
    PictureForm,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    paper_at,
    path_of,
)
from handlers.passes import Pass, read_pass
from handlers.summaries.asking import NoQuarter, NotBegun, NothingThere
from handlers.summaries.report import say_quarter
from handlers.texts import phrases
from storage.opening import Opens, ProjectPages, UnitPages
from storage.periods import local_date

ON_A_PAGE = 20
PRINTED = 300
"""Projects that a page for printing lists; the files have all of them."""

_TABLES = (FileForm.PDF, FileForm.XLSX, FileForm.CSV, FileForm.JSON, FileForm.PASTE)


def find_view(tx: Connection, key: str, asked: Asked, *, now: datetime) -> View | None:
    """Give what is to be shown; None where there is nothing that this link opens."""
    held = read_pass(tx, key, asked.token, now=now)
    if held is None:
        return None
    return _View(tx, asked, held, now).find()


@dataclass(frozen=True, slots=True)
class _View:
    tx: Connection
    asked: Asked
    held: Pass
    now: datetime

    @property
    def locale(self) -> str:
        return self.held.person.locale

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def _most(self) -> int:
        return PRINTED if self.asked.printing else ON_A_PAGE

    def find(self) -> View | None:
        match self.asked.rest.split("/"):
            case [""]:
                return self._pages(self.held.opens)
            case ["unit", code] if is_code(code):
                return self._pages(UnitPages(code))
            case ["unit", code, year] if is_code(code) and is_year(year):
                reached = reaches(self.tx, self.held.opens, UnitPages(code))
                return self._unit(code, int(year)) if reached else None
            case ["project", code] if is_code(code):
                return self._pages(ProjectPages(code))
            case ["quarter", text]:
                return self._quarter(text)
            case ["attached", number]:
                return read_attachment(self.tx, self.held.opens, number)
        paper = paper_at(self.asked.rest)
        if paper is None or not reaches_paper(self.tx, self.held.opens, paper):
            return None
        name = name_paper(self.tx, paper, self.locale)
        return None if name is None else PaperWanted(paper, name, self.locale)

    def _pages(self, wanted: Opens) -> Shown | None:
        if not reaches(self.tx, self.held.opens, wanted):
            return None
        match wanted:
            case UnitPages(code):
                return self._unit(code)
            case ProjectPages(code):
                return self._project(code)
            case _:
                assert_never(wanted)

    def _unit(self, code: str, year: int | None = None) -> Shown | None:
        number, today = self.asked.page, self.today
        page = read_unit_page(
            self.tx, code, page=number, today=today, fiscal_year=year, most=self._most
        )
        if page is None:
            return None
        above, of_year = None, "" if year is None else f"/{year}"
        if page.above is not None and self.held.opens != UnitPages(code):
            above = f"{self.asked.root}/unit/{page.above.code}{of_year}"
        picture = UnitOverview(code, page.period.fiscal_year, PictureForm.SVG)
        return self._show(
            "unit",
            page=page,
            above=above,
            of_year=of_year,
            picture=path_of(picture),
            line=page.line,
            flags=partial(Words(self.locale).flags, period=page.period, today=page.day),
        )

    def _project(self, code: str) -> Shown | None:
        page = read_project_page(self.tx, code, today=self.today)
        if page is None:
            return None
        forms = (*_TABLES, FileForm.PAGE)
        return self._show(
            "project",
            page=page,
            line=page.line,
            picture=path_of(ProjectCurve(code, PictureForm.SVG)),
            files=link_files((ProjectFile(code, form) for form in forms), self.locale),
        )

    def _quarter(self, text: str) -> Shown | None:
        opens = self.held.opens if self.asked.unit is None else UnitPages(self.asked.unit)
        if not reaches(self.tx, self.held.opens, opens):
            return None
        found = read_quarter_page(
            self.tx, opens, text, page=self.asked.page, today=self.today, most=self._most
        )
        say = phrases("summary", self.locale)
        match found:
            case None:
                return None
            case QuarterOfUnit():
                papers = (QuarterFile(found.quarter, found.unit.code, form) for form in _TABLES)
                files = link_files(papers, self.locale)
            case QuarterOfProject():
                files = ()
            case _:
                return self._show(
                    "unfound",
                    404,
                    reason=_REASONS[type(found)],
                    nearest=found.nearest,
                    nearest_name=say_quarter(found.nearest, say),
                    of_unit=f"?unit={self.asked.unit}" if self.asked.unit else "",
                )
        return self._show(
            "quarter",
            page=found,
            shown=found.quarter,
            quarter_name=say_quarter(found.quarter, say),
            files=files,
        )

    def _show(self, template: str, status: int = 200, **content: Any) -> Shown:
        opens = self.held.opens
        around = {
            **self.asked.ways,
            "of_project": isinstance(opens, ProjectPages),
            "quarters": quarters_to_show(self.tx, opens, today=self.today),
            "shown": None,
            "today": self.today,
            "expires": self.held.expires_at,
        }
        words = Words(self.locale).in_templates()
        return Shown(template, {**words, **around, **content}, status)


_REASONS: Mapping[type[object], str] = {
    NoQuarter: "no_quarter",
    NotBegun: "not_begun",
    NothingThere: "nothing_there",
    NotInQuarter: "not_in_quarter",
}
