"""Indicators of a quarter against their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from handlers.thai.figures import read_target
from storage.records import Indicator, QuarterResult


class Reached(StrEnum):
    """Whether a result is the target or more; UNKNOWN where the target is no number."""

    YES = "yes"
    NO = "no"
    PENDING = "pending"
    """There is no result yet."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Result:
    """What a quarter brought of an indicator; nothing was reported where `quarter` is None."""

    indicator: Indicator
    number: int
    quarter: QuarterResult | None

    @property
    def target(self) -> Decimal | None:
        return read_target(self.indicator.target, self.indicator.measure)

    @property
    def result(self) -> Decimal | None:
        return None if self.quarter is None else self.quarter.result

    @property
    def reached(self) -> Reached:
        return compare(self.result, self.target)


def compare(result: Decimal | None, target: Decimal | None) -> Reached:
    """Tell whether a result is the target or more."""
    if result is None:
        return Reached.PENDING
    if target is None:
        return Reached.UNKNOWN
    return Reached.YES if result >= target else Reached.NO


def results_of(indicators: Sequence[Indicator], number: int) -> tuple[Result, ...]:
    """Give the results of indicators in the quarter of that number."""
    return tuple(
        Result(one, number, next((q for q in one.quarters if q.number == number), None))
        for one in indicators
    )
