"""What can be made out of the record to be looked at, printed or sent: each as a value.

A paper has a path in ASCII, such as `file/2566Q4/50240000.pdf`, by which it can be asked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from storage.periods import Quarter

EVERY_UNIT = "all"
"""What stands in a path where others have the code of a unit."""


class PictureForm(StrEnum):
    PNG = "png"
    SVG = "svg"


class FileForm(StrEnum):
    """PASTE is a text as the city's system shows a quarter, PAGE one project's page again."""

    XLSX = "xlsx"
    PDF = "pdf"
    CSV = "csv"
    JSON = "json"
    PASTE = "paste"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class ProjectCurve:
    """The picture of a project's fiscal year."""

    code: str
    form: PictureForm = PictureForm.PNG


@dataclass(frozen=True, slots=True)
class UnitOverview:
    """The picture of a unit and all below it: its buckets, and a Buddhist fiscal year by month."""

    unit_code: str
    fiscal_year: int
    form: PictureForm = PictureForm.PNG


@dataclass(frozen=True, slots=True)
class QuarterFile:
    """A quarter of a unit and all below it, None for every unit; Thai digits are for a PDF."""

    quarter: Quarter
    unit_code: str | None
    form: FileForm
    thai_digits: bool = False


@dataclass(frozen=True, slots=True)
class YearFile:
    """A Buddhist fiscal year of a unit and all below it; Thai digits are for a PDF."""

    fiscal_year: int
    unit_code: str
    form: FileForm
    thai_digits: bool = False


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A project's whole fiscal year; Thai digits are for a PDF."""

    code: str
    form: FileForm
    thai_digits: bool = False


Paper = ProjectCurve | UnitOverview | QuarterFile | YearFile | ProjectFile

_UNIT = "[0-9]{8}"
_PROJECT = "[0-9]{8}-[0-9]{4}"
_YEAR = "2[45][0-9]{2}"
_PICTURE = "(?P<form>png|svg)"
_FILE = r"(?P<form>xlsx|csv|json|paste|(?P<thai>thai\.)?pdf)"
_PROJECT_FILE = r"(?P<form>xlsx|csv|json|paste|page|(?P<thai>thai\.)?pdf)"


def path_of(paper: Paper) -> str:
    """Name a paper by its path, without a slash at either end."""
    match paper:
        case ProjectCurve(code, form):
            return f"project/{code}/curve.{form}"
        case UnitOverview(code, year, form):
            return f"overview/{code}/{year}.{form}"
        case QuarterFile(quarter, unit_code, form, thai_digits):
            return f"file/{quarter}/{unit_code or EVERY_UNIT}{_ending(form, thai_digits)}"
        case YearFile(year, unit_code, form, thai_digits):
            return f"file/{year}/{unit_code}{_ending(form, thai_digits)}"
        case ProjectFile(code, form, thai_digits):
            return f"file/{code}{_ending(form, thai_digits)}"


def paper_at(path: str) -> Paper | None:
    """Give the paper of a path, None where it is not written exactly as `path_of` does."""
    for pattern, read in _READERS:
        if found := re.fullmatch(pattern, path, re.ASCII):
            return read(found)
    return None


def _ending(form: FileForm, thai_digits: bool) -> str:
    return f".thai.{form}" if thai_digits and form is FileForm.PDF else f".{form}"


def _curve(found: re.Match[str]) -> Paper:
    return ProjectCurve(found["code"], PictureForm(found["form"]))


def _overview(found: re.Match[str]) -> Paper:
    return UnitOverview(found["code"], int(found["year"]), PictureForm(found["form"]))


def _quarter_file(found: re.Match[str]) -> Paper:
    unit_code = None if found["code"] == EVERY_UNIT else found["code"]
    form, thai_digits = _file_form(found)
    return QuarterFile(Quarter.parse(found["quarter"]), unit_code, form, thai_digits)


def _year_file(found: re.Match[str]) -> Paper:
    form, thai_digits = _file_form(found)
    return YearFile(int(found["year"]), found["code"], form, thai_digits)


def _project_file(found: re.Match[str]) -> Paper:
    form, thai_digits = _file_form(found)
    return ProjectFile(found["code"], form, thai_digits)


def _file_form(found: re.Match[str]) -> tuple[FileForm, bool]:
    return FileForm(found["form"].removeprefix("thai.")), bool(found["thai"])


_READERS: tuple[tuple[str, Callable[[re.Match[str]], Paper]], ...] = (
    (rf"project/(?P<code>{_PROJECT})/curve\.{_PICTURE}", _curve),
    (rf"overview/(?P<code>{_UNIT})/(?P<year>{_YEAR})\.{_PICTURE}", _overview),
    (rf"file/(?P<quarter>{_YEAR}Q[1-4])/(?P<code>{_UNIT}|{EVERY_UNIT})\.{_FILE}", _quarter_file),
    (rf"file/(?P<year>{_YEAR})/(?P<code>{_UNIT})\.{_FILE}", _year_file),
    (rf"file/(?P<code>{_PROJECT})\.{_PROJECT_FILE}", _project_file),
)
