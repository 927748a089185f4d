"""Which indicators want a result, and what is suspicious about one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from handlers.dialogue.figure_cursors import Measurement, Suspect
from handlers.dialogue.world import Assigned, World
from handlers.texts import Phrases, phrases
from handlers.thai.figures import is_percent, read_target
from handlers.thai.months import SHORT_NAMES
from storage.periods import BUDDHIST_OFFSET, Quarter
from storage.records import Gauge, ProjectStatus

_HAS_DIGITS = re.compile(r"\d")
FULL = Decimal(100)

Place = tuple[int, Quarter]


def figure_words(world: World) -> Phrases:
    return phrases("figures", world.say.locale)


def say_quarter(quarter: Quarter, locale: str) -> str:
    """Name a quarter as in "ไตรมาสที่ 1/2570 (ต.ค.–ธ.ค. 2569)"."""
    first, _, last = quarter.periods
    thai = locale == "th"
    names = [SHORT_NAMES[m.month - 1] if thai else f"{m.first_day:%b}" for m in (first, last)]
    year = last.year + (BUDDHIST_OFFSET if thai else 0)
    return phrases("figures", locale)(
        "quarter.name",
        number=quarter.number,
        year=quarter.fiscal_year,
        months=f"{names[0]}–{names[1]} {year}",
    )


def open_quarters(project: Assigned, world: World) -> tuple[Quarter, ...]:
    """Give the quarters of which results of a project are taken today.

    They are taken from the last month of the quarter on, for as long as that month takes reports.
    """
    if project.status is ProjectStatus.CANCELLED:
        return ()
    months = {world.period, world.period.previous, *project.late}
    if project.last is not None:
        months.add(project.last.period)
    return tuple(
        sorted(
            month.quarter
            for month in months - project.locked
            if month.ends_quarter
            and month <= world.period
            and month.fiscal_year == project.fiscal_year
        )
    )


def find_gauge(world: World, place: Place) -> Gauge | None:
    """Give an indicator whose result is taken today."""
    return next((one for one in world.gauges if (one.indicator_id, one.quarter) == place), None)


def due_gauges(world: World, *, besides: Place | None = None) -> tuple[Gauge, ...]:
    """Give the indicators that have no result yet, without one that was just reported."""
    return tuple(
        one
        for one in world.gauges
        if one.result is None and (one.indicator_id, one.quarter) != besides
    )


def known_gauge(world: World, about: Measurement) -> Gauge:
    """Give the indicator that a question is about; raises ValueError if it is taken no more."""
    gauge = find_gauge(world, about.place)
    if gauge is None:
        raise ValueError(f"no result of indicator {about.indicator_id} is taken")
    return gauge


def listed_places(world: World, *, besides: Place | None = None) -> tuple[Place, ...]:
    """Give what a list of indicators shows: those without a result first."""
    due = due_gauges(world, besides=besides)
    others = (one for one in world.gauges if one not in due)
    return tuple((one.indicator_id, one.quarter) for one in (*due, *others))


def target_of(gauge: Gauge) -> Decimal | None:
    return read_target(gauge.target, gauge.measure)


def say_measured(figure: str, measure: str) -> str:
    """Write a figure with its unit, which stands apart where it has figures of its own."""
    if not (figure and measure):
        return figure or measure
    if _HAS_DIGITS.search(measure):
        return f"{figure} ({measure})"
    return f"{measure} {figure}" if is_percent(measure) else f"{figure} {measure}"


def before_of(gauge: Gauge) -> Decimal | None:
    """Give the newest result of an earlier quarter."""
    return gauge.earlier[-1][1] if gauge.earlier else None


def suspects_of(result: Decimal, gauge: Gauge) -> Iterator[Suspect]:
    """Give the reasons to ask back before a result counts; none for most results."""
    target, before = target_of(gauge), before_of(gauge)
    if is_percent(gauge.measure) and result > FULL:
        yield Suspect.ABOVE_HUNDRED
    elif target is not None and target > 0 and result > 2 * target:
        counts = not is_percent(gauge.measure)
        yield Suspect.LIKE_PERCENT if counts and result == FULL else Suspect.FAR_ABOVE
    if before is not None and result < before:
        yield Suspect.LOWER
