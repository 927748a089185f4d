"""Reports: what is said of a project, when and by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from storage.periods import Period


class Timeliness(StrEnum):
    ON_TIME = "on_time"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Content:
    """What an officer says of a project in one report. None means that there is none."""

    percent: Decimal
    narrative: str
    problems: str | None
    obstacles: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One revision of one entry of a project's log; revisions are only ever added.

    A month may hold several entries, numbered from 1 in `entry`; `revision` counts from 1.
    `text_date` is the date written at the head of the narrative, on imported pages.
    `timeliness`, `filed_at`, `reporter` and `channel` are None for imported reports.
    """

    id: int
    project_id: int
    period: Period
    entry: int
    revision: int
    content: Content
    reported_on: date
    text_date: date | None = None
    timeliness: Timeliness | None = None
    filed_at: datetime | None = None
    reporter_id: int | None = None
    reporter: str | None = None
    channel: str | None = None


def newest_of(log: Iterable[Report]) -> Report | None:
    """Give the report that says how far a project is: the last entry of its latest month.

    It need not be the one that was sent last, for earlier months are reported and corrected late.
    """
    return max(log, key=lambda one: (one.period, one.entry), default=None)


@dataclass(frozen=True, slots=True)
class ImportedReport:
    """One entry of a page's log, before it is part of the record."""

    content: Content
    reported_on: date
    text_date: date | None
