"""The overview of a unit and all below it, as the values that draw it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.papers.wording import Wording
from handlers.oversight.standing import Bucket
from handlers.papers import PictureForm
from handlers.summaries.project_text import say_short_month
from handlers.summaries.totals import Counts
from handlers.timeliness.classes import Class, shares_of
from storage.periods import Period, fiscal_months

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitYear:
    """The buckets of a unit's projects on a day, and what became of the year's months so far."""

    name: str
    fiscal_year: int
    day: date
    buckets: Mapping[Bucket, int]
    counts: Counts


def overview_content(year: UnitYear, wording: Wording, form: PictureForm) -> Json:
    """Give what fills the picture of a unit's fiscal year."""
    say, count = wording.say, sum(year.buckets.values())
    months = fiscal_months(year.fiscal_year)
    title = say("picture.overview", year=year.fiscal_year, count=f"{count:,}")
    return {
        "only_months": form is PictureForm.SVG,
        "name": wording.words(year.name),
        "title": wording.own(title),
        "buckets_title": wording.own(say("picture.buckets", date=wording.day(year.day))),
        "buckets": [*_buckets(year.buckets, count, wording)],
        "shares_title": say("picture.shares"),
        "months": [_month(one, year, wording) for one in months],
        "key": {each.value: wording.summary(f"class.{each}") for each in Class},
        "nothing": None if count else say("picture.no_projects"),
    }


def _buckets(buckets: Mapping[Bucket, int], count: int, wording: Wording) -> Iterator[Json]:
    for bucket in Bucket:
        yield {
            "name": wording.say(f"bucket.{bucket}"),
            "share": buckets[bucket] / count if count else 0,
            "label": wording.own(f"{buckets[bucket]:,}"),
        }


def _month(period: Period, year: UnitYear, wording: Wording) -> Json:
    classes = year.counts.months.get(period)
    shares = None if classes is None else shares_of(classes)
    # What is not due yet is still to come.
    missing = 0 if shares is None or period in year.counts.not_due else shares.missing
    return {
        "name": say_short_month(period, wording.locale),
        "shares": None if shares is None else [shares.on_time, shares.late, missing],
        "label": None if shares is None else wording.own(str(shares.on_time)),
    }
