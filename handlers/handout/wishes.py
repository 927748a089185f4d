"""What a person asks to be handed, more or less exactly, and the buttons that ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.imports.codes import read_project_code, read_unit_code
from handlers.imports.figures import read_year
from handlers.papers import FileForm, Paper, paper_at, path_of
from handlers.thai.paper_words import read_paper_words
from storage.periods import BUDDHIST_OFFSET, Quarter


@dataclass(frozen=True, slots=True)
class InWords:
    """As it was typed behind the command."""

    words: str


@dataclass(frozen=True, slots=True)
class Anything:
    """Nothing was said yet but perhaps a form."""

    form: FileForm | None = None


@dataclass(frozen=True, slots=True)
class OfYear:
    """A Buddhist fiscal year, or a quarter of it: which was not said."""

    year: int
    unit_code: str | None = None
    form: FileForm | None = None


@dataclass(frozen=True, slots=True)
class OfWholeYear:
    """A Buddhist fiscal year of a unit and all below it, where these are known."""

    year: int
    unit_code: str | None = None
    form: FileForm | None = None


@dataclass(frozen=True, slots=True)
class OfQuarter:
    """A quarter of a unit and all below it, where these are known."""

    quarter: Quarter
    unit_code: str | None = None
    form: FileForm | None = None


@dataclass(frozen=True, slots=True)
class OfProject:
    """A project, in a form where that is known."""

    code: str
    form: FileForm | None = None


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words that name nothing."""

    words: str


Known = Anything | OfYear | OfQuarter | OfProject | NotUnderstood
Wish = InWords | Known | OfWholeYear | Paper


def read_wish(words: str, present: Quarter) -> Known:
    """Read what was typed; a quarter without a year is the newest of its number that has begun."""
    said = read_paper_words(words)
    if said.rest:
        return NotUnderstood(words.strip())
    if said.project:
        return OfProject(said.project, said.form)
    year = said.year
    if year is not None and year < 2400:
        year += BUDDHIST_OFFSET
    if said.number is not None:
        if year is None:
            begun = Quarter(present.fiscal_year, said.number) <= present
            year = present.fiscal_year if begun else present.fiscal_year - 1
        return OfQuarter(Quarter(year, said.number), said.unit, said.form)
    if year is not None:
        return OfYear(year, said.unit, said.form)
    if said.unit:
        return OfQuarter(present, said.unit, said.form)
    return Anything(said.form)


def is_exact(words: str) -> bool:
    """Tell whether words say nothing but which paper is wanted."""
    said = read_paper_words(words)
    return not said.rest and said != read_paper_words("")


# --- the buttons --------------------------------------------------------------------------------

PAPER, EXPORT = "paper.", "export."
_FORMS = {form.value: form for form in FileForm}


def paper_choice(paper: Paper) -> str:
    """Name the button that brings a paper."""
    return PAPER + path_of(paper)


def quarter_choice(
    quarter: Quarter, unit_code: str | None = None, form: FileForm | None = None
) -> str:
    """Name the button that asks what is not known yet: of which unit, or in which form."""
    return ".".join([f"{EXPORT}{quarter}", *filter(None, (unit_code, form))])


def year_choice(year: int, unit_code: str | None = None, form: FileForm | None = None) -> str:
    """Name the button that asks the same of a whole fiscal year."""
    return ".".join([f"{EXPORT}{year}", *filter(None, (unit_code, form))])


def project_choice(code: str) -> str:
    """Name the button that asks in which form a project is wanted."""
    return f"{EXPORT}{code}"


def chosen_wish(choice: str) -> Wish | None:
    """Give what a button asks for; None where it is none of these."""
    if choice.startswith(PAPER):
        return paper_at(choice.removeprefix(PAPER))
    match choice.split("."):
        case ["export", code] if read_project_code(code) == code:
            return OfProject(code)
        case ["export", when, *others]:
            return _of_unit(when, others)
    return None


def _of_unit(when: str, others: Sequence[str]) -> OfQuarter | OfWholeYear | None:
    match others:
        case []:
            return _of_time(when, None, None)
        case [unit_code] if read_unit_code(unit_code) == unit_code:
            return _of_time(when, unit_code, None)
        case [form] if form in _FORMS:
            return _of_time(when, None, _FORMS[form])
        case [unit_code, form] if read_unit_code(unit_code) == unit_code and form in _FORMS:
            return _of_time(when, unit_code, _FORMS[form])
    return None


def _of_time(
    when: str, unit_code: str | None, form: FileForm | None
) -> OfQuarter | OfWholeYear | None:
    if year := read_year(when):
        return OfWholeYear(year, unit_code, form)
    try:
        return OfQuarter(Quarter.parse(when), unit_code, form)
    except ValueError:
        return None
