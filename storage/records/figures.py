"""Indicators with their results, and the evaluators' scores."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from storage.periods import Quarter


@dataclass(frozen=True, slots=True)
class QuarterResult:
    """One quarter of an indicator: the figures as printed, and the text beside them.

    `assessed` is the pair printed as "2.1 / 2.2".
    """

    number: int
    result: Decimal | None = None
    score: Decimal | None = None
    assessed: tuple[Decimal, Decimal] | None = None
    narrative: str = ""


@dataclass(frozen=True, slots=True)
class PrintedScore:
    """The evaluators' score at the head of an indicator's page.

    The number of its quarter is that of the day on which the page was printed, so it need not be
    the score of that quarter.
    """

    number: int
    score: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """A measure of success. `target` and `actual` stay text: pages print words among them."""

    name: str
    code: str | None = None
    measure: str = ""
    target: str = ""
    actual: str = ""
    kind: str = ""
    level: str = ""
    definition: str = ""
    summary: str = ""
    quarters: tuple[QuarterResult, ...] = ()
    printed: PrintedScore | None = None


@dataclass(frozen=True, slots=True)
class UnitIndicator:
    """An indicator that a unit answers for in a Buddhist fiscal year; `unit` is its name."""

    unit_code: str
    unit: str
    fiscal_year: int
    indicator: Indicator


@dataclass(frozen=True, slots=True)
class Gauge:
    """An indicator of a project in one quarter, for whoever reports its result.

    `earlier` are the results of the quarters before it, by their numbers. `result` and
    `narrative` are what stands of this one; `revision` counts what was given in chat, and `giver`
    is the name of who gave the newest.
    """

    indicator_id: int
    project_id: int
    quarter: Quarter
    name: str
    measure: str
    target: str
    earlier: tuple[tuple[int, Decimal], ...] = ()
    result: Decimal | None = None
    narrative: str = ""
    revision: int = 0
    giver: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The evaluators' score of a project for one quarter."""

    quarter: Quarter
    score: Decimal | None
    note: str = ""
