"""What came of importing a file, as values; the words for it are in `texts/imports.*.toml`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from handlers.thai.text import Fault


class Field(StrEnum):
    """What a text of a page or a column of a table tells."""

    CODE = "code"
    NAME = "name"
    UNIT = "unit"
    PARENT = "parent"
    FISCAL_YEAR = "fiscal_year"
    DIVISION = "division"
    STATUS = "status"
    BUDGET = "budget"
    BUDGET_USED = "budget_used"
    PROGRESS = "progress"
    RESPONSIBLE = "responsible"
    RATIONALE = "rationale"
    OBJECTIVES = "objectives"
    TARGETS = "targets"
    STRATEGY = "strategy"
    EVALUATION = "evaluation"
    ENTRY = "entry"
    NARRATIVE = "narrative"
    PROBLEMS = "problems"
    OBSTACLES = "obstacles"
    INDICATOR = "indicator"
    QUARTERS = "quarters"
    SUMMARY = "summary"
    DEFINITION = "definition"
    ROLE = "role"
    REPORTERS = "reporters"


class CellFault(StrEnum):
    """What spreadsheets do to a code."""

    LOST_ZERO = "lost_zero"


class Reason(StrEnum):
    """Why a file is refused. The wording of each says what to do next."""

    # the file
    UNKNOWN_KIND = "unknown_kind"
    UNREADABLE = "unreadable"
    NO_KNOWN_CONTENT = "no_known_content"

    # a page
    BAD_OPTION = "bad_option"
    OPTION_DIFFERS = "option_differs"
    NO_CODE = "no_code"
    NO_YEAR = "no_year"
    NOT_UNDERSTOOD = "not_understood"
    OUT_OF_PLACE = "out_of_place"
    PROGRESS_MISSING = "progress_missing"
    BAD_PERCENT = "bad_percent"
    BAD_NUMBER = "bad_number"
    BAD_DATE = "bad_date"
    BAD_QUARTER = "bad_quarter"
    BAD_STATUS = "bad_status"
    COUNTER_JUMPS = "counter_jumps"
    SEPARATOR_MISSING = "separator_missing"
    GOALS_UNCLEAR = "goals_unclear"

    # a table
    COLUMN_MISSING = "column_missing"
    COLUMN_UNKNOWN = "column_unknown"
    COLUMN_TWICE = "column_twice"
    CELL_EMPTY = "cell_empty"
    CELL_WITHOUT_HEADING = "cell_without_heading"
    BAD_UNIT_CODE = "bad_unit_code"
    BAD_PROJECT_CODE = "bad_project_code"
    BAD_YEAR = "bad_year"
    BAD_ROLE = "bad_role"
    ROW_TWICE = "row_twice"
    UNIT_UNKNOWN = "unit_unknown"
    UNIT_BELOW_ITSELF = "unit_below_itself"
    PERSON_UNKNOWN = "person_unknown"
    PERSON_AMBIGUOUS = "person_ambiguous"


class Remark(StrEnum):
    """What was understood but has no place in the record."""

    NAME_MISSING = "name_missing"
    YEAR_OF_LOG = "year_of_log"
    PROGRESS_WITHOUT_ENTRY = "progress_without_entry"
    PROGRESS_DIFFERS = "progress_differs"
    GIVEN_IN_CHAT = "given_in_chat"


class Thing(StrEnum):
    """What a file can add to the register."""

    UNIT = "unit"
    PERSON = "person"
    PROJECT = "project"
    ENTRY = "entry"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class Place:
    """A line of a page, or a row of a table and perhaps its column; both count from 1.

    `sheet` is None on pages and empty in CSV.
    """

    line: int
    column: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Repaired:
    place: Place
    field: Field
    kind: Fault | CellFault
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Refused:
    """`about` is what the sentence speaks of, as the file has it. No place: the whole file."""

    reason: Reason
    place: Place | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Remarked:
    remark: Remark
    place: Place | None = None
    about: str = ""


class Change(StrEnum):
    """What a file did to one thing of the register."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"

    @classmethod
    def of(cls, *, is_new: bool, changed: bool) -> Change:
        if is_new:
            return cls.NEW
        return cls.CHANGED if changed else cls.UNCHANGED


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of a kind a file held, against what the register knew."""

    thing: Thing
    new: int = 0
    changed: int = 0
    unchanged: int = 0

    @classmethod
    def of(cls, thing: Thing, changes: Sequence[Change]) -> Tally:
        return cls(thing, **{change.value: changes.count(change) for change in Change})


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where anything is refused, nothing was changed, and the tallies are empty.

    `code` is the project or indicator of a page.
    """

    file: str
    code: str | None = None
    tallies: tuple[Tally, ...] = ()
    repaired: tuple[Repaired, ...] = ()
    remarks: tuple[Remarked, ...] = ()
    refused: tuple[Refused, ...] = ()
