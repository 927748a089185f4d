"""Results and scores that took the place of others, so that no quarter changes silently."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handlers.imports.evaluations import AS_PRINTED
from handlers.thai.figures import read_target
from handlers.timeliness.policy import Deadlines
from storage.periods import local_date
from storage.recorded import FigureLog, GivenFigure


@dataclass(frozen=True, slots=True)
class FigureMark:
    """The result of an indicator that was given after the lock, or a score that was corrected.

    `indicator` is its name, None for a score. `stood` is the figure before; one that `is_new` took
    the place of none. `reason` is why a score was corrected, `target` that of the indicator.
    """

    indicator: str | None
    quarter: int
    stood: Decimal | None
    is_new: bool
    figure: Decimal | None
    reason: str
    target: Decimal | None = None


def locks_of_quarters(deadlines: Sequence[Deadlines]) -> dict[int, date]:
    """Give the last day on which results of each quarter are taken, by its number."""
    return {
        days.period.quarter.number: days.locks_after
        for days in deadlines
        if days.period == days.period.quarter.periods[-1]
    }


def figure_marks(
    logs: Sequence[FigureLog], locks_after: Mapping[int, date]
) -> tuple[FigureMark, ...]:
    """Find them by the last day of each quarter on which results are taken, by its number."""
    return tuple(_marks(logs, locks_after))


def _marks(logs: Sequence[FigureLog], locks_after: Mapping[int, date]) -> Iterator[FigureMark]:
    for log in logs:
        *given, newest = log.revisions
        # A score as a page prints it is none of a quarter.
        before = [one for one in given if one.note != AS_PRINTED]
        stood = before
        if log.indicator is not None:
            day = locks_after.get(log.quarter)
            if day is None or not _given_after(newest, day):
                continue
            stood = [one for one in before if not _given_after(one, day)]
        elif not before:
            continue  # every score is given after its quarter: only a second one corrects
        last = stood[-1].figure if stood else None
        target = read_target(log.target, log.measure)
        yield FigureMark(
            log.indicator, log.quarter, last, not stood, newest.figure, newest.reason, target
        )


def _given_after(one: GivenFigure, day: date) -> bool:
    return one.filed_at is not None and local_date(one.filed_at) > day
