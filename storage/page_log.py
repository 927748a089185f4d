"""The log of a page on its way into the record: what is known already adds nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, insert

from storage.filing import hold_project, next_entry
from storage.last_reports import keep_last_report
from storage.periods import Period, period_of
from storage.records import ImportedReport, Report
from storage.reports import entries_of
from storage.tables import report


@dataclass(frozen=True, slots=True)
class Added:
    """What a page's log brought: entries not known before, known ones that changed, the rest."""

    new: int
    revised: int
    unchanged: int


def add_imported(tx: Connection, project_id: int, reports: Sequence[ImportedReport]) -> Added:
    """Merge the log of a page, oldest entry first; a page read twice adds nothing.

    1. An entry of which any revision says the same on the same day is known, whether it came
       from a page or was filed in chat: an exported page may come back.
    2. Of the rest, an entry that was imported on the same day is known as well, in their order;
       it becomes its next revision, unless a correction in chat stands, which is kept.
    3. What is left is new.
    """
    hold_project(tx, project_id)
    known = list(entries_of(tx, project_id))
    differing = [arriving for arriving in reports if not _take_same(known, arriving)]
    new = revised = 0
    for arriving in differing:
        before = _take_imported(known, arriving)
        if before is None:
            period = period_of(arriving.reported_on)
            entry = next_entry(tx, project_id, period)
            _insert(tx, arriving, project_id=project_id, period=period, entry=entry, revision=1)
            new += 1
        elif before.channel is None:
            _insert(
                tx,
                arriving,
                project_id=project_id,
                period=before.period,
                entry=before.entry,
                revision=before.revision + 1,
            )
            revised += 1
    if new or revised:
        keep_last_report(tx, project_id)
    return Added(new, revised, len(reports) - new - revised)


def _take_same(known: list[tuple[Report, ...]], arriving: ImportedReport) -> bool:
    for revisions in known:
        if any(_says(revision, arriving) for revision in revisions):
            known.remove(revisions)
            return True
    return False


def _says(revision: Report, arriving: ImportedReport) -> bool:
    return (
        revision.reported_on == arriving.reported_on
        and revision.content == arriving.content
        and revision.text_date == arriving.text_date
    )


def _take_imported(known: list[tuple[Report, ...]], arriving: ImportedReport) -> Report | None:
    for revisions in known:
        first = revisions[0]
        if first.channel is None and first.reported_on == arriving.reported_on:
            known.remove(revisions)
            return revisions[-1]
    return None


def _insert(
    tx: Connection,
    arriving: ImportedReport,
    *,
    project_id: int,
    period: Period,
    entry: int,
    revision: int,
) -> None:
    tx.execute(
        insert(report).values(
            project_id=project_id,
            period=period,
            entry=entry,
            revision=revision,
            percent=arriving.content.percent,
            narrative=arriving.content.narrative,
            problems=arriving.content.problems,
            obstacles=arriving.content.obstacles,
            reported_on=arriving.reported_on,
            text_date=arriving.text_date,
        )
    )
