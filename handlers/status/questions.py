"""What is asked about how projects stand, typed or by a button that belongs to no question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.thai.pages import split_page
from storage.periods import Quarter
from storage.project_months import Wanted

LARGEST = 2**31 - 1
"""The largest number of a row."""


@dataclass(frozen=True, slots=True)
class Whole:
    """All that whoever asks may see."""


@dataclass(frozen=True, slots=True)
class Mine:
    """The projects that a person reports on."""


@dataclass(frozen=True, slots=True)
class OfUnit:
    """The projects of a unit and of all below it."""

    code: str


@dataclass(frozen=True, slots=True)
class OfProject:
    """A single project."""

    project_id: int


About = Whole | Mine | OfUnit


@dataclass(frozen=True, slots=True)
class ShowProjects:
    """Show a page, counted from 1, of the projects that want attention most."""

    wanted: Wanted
    about: About
    page: int = 1


@dataclass(frozen=True, slots=True)
class Find:
    """Show the projects, or the unit, that words mean."""

    wanted: Wanted
    words: str
    page: int = 1


@dataclass(frozen=True, slots=True)
class ShowProject:
    """Show all that there is to say of one project."""

    project_id: int


@dataclass(frozen=True, slots=True)
class ShowQuarter:
    """Summarise a quarter, or with None the one that is meant where none is named."""

    quarter: Quarter | None
    about: About | OfProject


@dataclass(frozen=True, slots=True)
class ReadQuarter:
    """Summarise the quarter, of the unit or the projects, that words mean."""

    words: str


Question = ShowProjects | Find | ShowProject | ShowQuarter | ReadQuarter


def projects_asked(wanted: Wanted, words: str) -> ShowProjects | Find:
    """Read what was typed behind a command."""
    rest, page = split_page(words)
    return Find(wanted, rest, page) if rest else ShowProjects(wanted, Whole(), page)


def page_choice(asked: ShowProjects) -> str:
    """Name the button that shows a page."""
    return f"status.{asked.wanted}.{_written(asked.about)}.{asked.page}"


def project_choice(project_id: int) -> str:
    """Name the button that shows a project."""
    return f"project.{project_id}"


def quarter_choice(quarter: Quarter, about: About | OfProject) -> str:
    """Name the button that summarises a quarter."""
    return f"quarter.{quarter}.{_written(about)}"


def question_pressed(choice: str) -> Question | None:
    """Read a button that one of these functions named; None for any other."""
    try:
        match choice.split("."):
            case ["status", wanted, about, page]:
                where = _read(about)
                if not isinstance(where, OfProject):
                    return ShowProjects(Wanted(wanted), where, max(_number(page), 1))
            case ["project", number]:
                return ShowProject(_number(number))
            case ["quarter", quarter, about]:
                return ShowQuarter(Quarter.parse(quarter), _read(about))
    except ValueError:
        return None
    return None


def _written(about: About | OfProject) -> str:
    match about:
        case Whole():
            return "all"
        case Mine():
            return "mine"
        case OfUnit(code):
            return code
        case OfProject(project_id):
            return f"p{project_id}"


def _read(written: str) -> About | OfProject:
    match written:
        case "all":
            return Whole()
        case "mine":
            return Mine()
    if written.startswith("p"):
        return OfProject(_number(written[1:]))
    if re.fullmatch(r"[0-9]{8}", written):
        return OfUnit(written)
    raise ValueError(f"{written!r} is nothing that can be asked about")


def _number(written: str) -> int:
    if not re.fullmatch(r"[0-9]{1,10}", written) or int(written) > LARGEST:
        raise ValueError(f"{written!r} is no number")
    return int(written)
