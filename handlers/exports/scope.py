"""What an export is about: a quarter, a fiscal year or one project, perhaps of one unit only."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.imports.codes import read_project_code
from handlers.imports.figures import read_year
from storage.periods import Quarter


@dataclass(frozen=True, slots=True)
class FiscalYear:
    """Of the Buddhist era."""

    year: int


@dataclass(frozen=True, slots=True)
class OneProject:
    code: str


What = Quarter | FiscalYear | OneProject


@dataclass(frozen=True, slots=True)
class Scope:
    """`unit_code` covers the units below, too; None is every unit."""

    what: What
    unit_code: str | None = None

    def __str__(self) -> str:
        return f"{_name(self.what)} {self.unit_code or ''}".strip()


def parse_what(text: str) -> What | None:
    """Read `2566Q4`, `2566` or `04160200-7001`; None for anything else."""
    if code := read_project_code(text):
        return OneProject(code)
    if year := read_year(text):
        return FiscalYear(year)
    try:
        return Quarter.parse(text.strip())
    except ValueError:
        return None


def _name(what: What) -> str:
    match what:
        case OneProject(code):
            return code
        case FiscalYear(year):
            return str(year)
        case Quarter():
            return str(what)
