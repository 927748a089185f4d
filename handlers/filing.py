"""Filing what a person gives: a report, the result of an indicator, or a score."""

from __future__ import annotations

from datetime import date, datetime
from typing import assert_never

from sqlalchemy import Connection

from handlers.dialogue.effects import File
from handlers.dialogue.figure_effects import FileResult, FileScore
from handlers.timeliness.classes import timeliness_of
from handlers.timeliness.policies import deadlines_for_project
from storage import evidence, figures, filing
from storage.figures import Giving
from storage.filing import Filing
from storage.records import Claimed, Person


def file_report(
    tx: Connection, given: File, claimed: Claimed, person: Person, *, today: date, now: datetime
) -> None:
    """File a report that was sent `today`, with what came along, and judge if it is in time."""
    deadlines = deadlines_for_project(tx, given.project_id, given.period)
    by = Filing(
        reporter_id=person.id,
        channel=claimed.channel,
        inbox_id=claimed.id,
        reported_on=today,
        timeliness=timeliness_of(deadlines, today),
        now=now,
    )
    if given.entry:
        filing.file_revision(
            tx,
            given.content,
            project_id=given.project_id,
            period=given.period,
            entry=given.entry,
            revision=given.revision + 1,
            by=by,
        )
    else:
        filing.file_entry(
            tx, given.content, project_id=given.project_id, period=given.period, by=by
        )
    evidence.add_to_report(tx, given.evidence, filed_by=claimed.id)


def file_figure(
    tx: Connection,
    given: FileResult | FileScore,
    claimed: Claimed,
    person: Person,
    *,
    now: datetime,
) -> None:
    """File the result of an indicator, or a score, as its next revision."""
    by = Giving(person.id, claimed.channel, claimed.id, now)
    match given:
        case FileResult(about):
            assert about.result is not None
            figures.file_result(
                tx,
                about.indicator_id,
                about.quarter.number,
                about.result,
                about.narrative or "",
                seen=about.seen,
                by=by,
            )
        case FileScore(about, score, note, reason):
            figures.file_score(
                tx,
                about.project_id,
                about.quarter,
                score,
                note,
                reason=reason,
                seen=about.seen,
                by=by,
            )
        case _:
            assert_never(given)
