"""Why a policy cannot be, as values; the words for them are in `texts/policy.*.toml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from storage.periods import Period


@dataclass(frozen=True, slots=True)
class UnknownKey:
    key: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A value that its setting cannot have."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class DueAfterLock:
    due_day: int
    lock_day: int


@dataclass(frozen=True, slots=True)
class HoursReversed:
    sending_from: time
    sending_until: time


@dataclass(frozen=True, slots=True)
class RemindersDisordered:
    reminders: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class EscalationDisordered:
    """The level above would hear before the unit's own supervisor."""

    escalate_unit: int
    escalate_above: int


@dataclass(frozen=True, slots=True)
class NoWorkingDay:
    """The office's own days leave a month without any working day."""

    period: Period


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    code: str


@dataclass(frozen=True, slots=True)
class NoFile:
    """A file that is not written in TOML; `fault` is where and why."""

    fault: str


@dataclass(frozen=True, slots=True)
class NothingSet:
    """A file without anything in it."""


@dataclass(frozen=True, slots=True)
class UnknownTable:
    """A part of a file that is of no city, unit or year."""

    name: str


PolicyRefusal = (
    UnknownKey
    | Unreadable
    | DueAfterLock
    | HoursReversed
    | RemindersDisordered
    | EscalationDisordered
    | NoWorkingDay
    | UnknownUnit
    | NoFile
    | NothingSet
    | UnknownTable
)


@dataclass(frozen=True, slots=True)
class Impossible:
    """Why there can be no such policy: at least one reason."""

    reasons: tuple[PolicyRefusal, ...]


@dataclass(frozen=True, slots=True)
class NotChanged:
    """What is in the way of a change, for a unit, or with None the city, in a fiscal year."""

    unit_code: str | None
    fiscal_year: int
    impossible: Impossible
