"""The curve of a project over its fiscal year, as the values that draw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from bot.papers.wording import Wording
from handlers.summaries.project import NOTHING_YET, Month, ProjectSummary
from handlers.summaries.project_text import say_short_month
from handlers.timeliness.classes import Class
from handlers.wording import say_percent
from storage.periods import Period, period_of

Json = Mapping[str, Any]
"""What a template is filled with; it can be written as JSON."""


def curve_content(year: ProjectSummary, day: date, wording: Wording) -> Json:
    """Give the curve of the twelve months of `year` as they stood on a day.

    A point stands at the end of its month. Months without a report have none: what leads over
    them is dashed, and months that owed one are hatched.
    """
    months = year.months
    return {
        "months": [_month(one, wording) for one in months],
        "lines": [*_lines(months)],
        "gaps": [*_gaps(months)],
        "today": _position(day, [one.period for one in months]),
        "today_label": wording.own(wording.say("picture.today", date=wording.day(day))),
        "scale": [wording.own(str(percent)) for percent in (0, 25, 50, 75, 100)],
        "key": {
            "on_time": wording.summary("class.on_time"),
            "late": wording.summary("class.late"),
            "missing": wording.summary("class.missing"),
            "plan": wording.say("picture.plan"),
        },
        "nothing": None if year.entries else wording.say("picture.nothing"),
        "said": _said(months, wording),
    }


def _month(month: Month, wording: Wording) -> Json:
    percent = month.percent
    return {
        "name": say_short_month(month.period, wording.locale),
        "class": month.became.value,
        "percent": None if percent is None else float(percent),
        "label": None if percent is None else wording.own(say_percent(percent)),
    }


def _lines(months: Sequence[Month]) -> Iterator[Json]:
    """Lead from each report to the next one, and from nothing to the first."""
    at, percent = 0, NOTHING_YET
    for number, month in enumerate(months, start=1):
        if month.percent is not None:
            yield {
                "from": [at, float(percent)],
                "to": [number, float(month.percent)],
                "whole": number == at + 1,
            }
            at, percent = number, month.percent


def _gaps(months: Sequence[Month]) -> Iterator[tuple[int, int]]:
    """Give where months without the report they owed begin and end."""
    for missing, numbered in groupby(enumerate(months), lambda pair: _is_missing(pair[1])):
        if missing:
            numbers = [number for number, _ in numbered]
            yield numbers[0], numbers[-1] + 1


def _position(day: date, periods: Sequence[Period]) -> float | None:
    """Give how many months of the year have passed; None of another year."""
    month = period_of(day)
    if month not in periods:
        return None
    return periods.index(month) + day.day / month.last_day.day


def _said(months: Sequence[Month], wording: Wording) -> str:
    """Say the curve to whoever cannot see it."""
    told = [
        wording.say(
            "picture.curve_month", month=say_short_month(one.period, wording.locale), percent=said
        )
        for one in months
        if (said := _percent_or_gap(one, wording)) is not None
    ]
    return wording.own(wording.say("picture.curve", months=", ".join(told)))


def _percent_or_gap(month: Month, wording: Wording) -> str | None:
    if month.percent is not None:
        return say_percent(month.percent)
    return wording.summary("class.missing") if _is_missing(month) else None


def _is_missing(month: Month) -> bool:
    """Tell whether a report should have come that did not; what is not due yet may still come."""
    return month.became is Class.MISSING and month.due_on is None
