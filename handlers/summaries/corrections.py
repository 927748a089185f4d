"""All that was corrected of a project after the lock, in one list."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from handlers.summaries.figure_marks import FigureMark
from handlers.summaries.project import ProjectSummary
from storage.periods import Period


class What(StrEnum):
    """What was corrected: the percent of an entry or before the months, or another figure."""

    ENTRY = "entry"
    START = "start"
    RESULT = "result"
    SCORE = "score"
    BUDGET = "budget"


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that was given or corrected after the lock.

    `place` is the month of its report, or the number of its quarter; None for a budget, which the
    summary shows as it `stood`, while every other figure is shown as it is `now`.
    """

    what: What
    place: Period | int | None
    indicator: str | None
    stood: Decimal | None
    now: Decimal | None
    reason: str = ""


def corrections_of(one: ProjectSummary) -> Iterator[Correction]:
    """Give what was corrected, in the order in which a summary tells it."""
    if (mark := one.start_mark) is not None:
        yield Correction(What.START, mark.period, None, mark.stood, mark.percent)
    for entry in one.entries:
        if entry.after_lock:
            stood = None if entry.locked is None else entry.locked.content.percent
            said = entry.said
            yield Correction(What.ENTRY, said.period, None, stood, said.content.percent)
    yield from map(_figure, one.figure_marks)
    if (now := one.budget_now) is not None:
        yield Correction(What.BUDGET, None, None, one.budget.given, now.given)


def _figure(mark: FigureMark) -> Correction:
    what = What.SCORE if mark.indicator is None else What.RESULT
    return Correction(what, mark.quarter, mark.indicator, mark.stood, mark.figure, mark.reason)
