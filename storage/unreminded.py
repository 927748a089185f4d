"""Who may have to hear of a month, asked so that the usual answer, nobody, costs little."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, bindparam, or_, select

from storage.absences import away_on
from storage.owed import reported_in
from storage.periods import Period, local_date
from storage.records import ProjectStatus
from storage.statuses import status_on
from storage.tables import (
    absence,
    dialogue,
    occurrence,
    person,
    project,
    project_reporter,
    report,
    snooze,
    status_change,
)


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest step of a month by now in some units, as it is noted, and since when it is due."""

    kind: str
    subject: str
    at: datetime
    unit_codes: frozenset[str]


_period, _day, _now = (
    bindparam(name, type_=of.type)
    for name, of in (
        ("period", report.c.period),
        ("day", status_change.c.since),
        ("now", snooze.c.until),
    )
)
_is_noted = person.c.id.in_(
    select(occurrence.c.recipient_id).where(
        occurrence.c.period == bindparam("stored_period"),
        occurrence.c.kind == bindparam("kind"),
        occurrence.c.subject == bindparam("subject"),
    )
)
_wished_again = person.c.id.in_(
    select(snooze.c.person_id).where(snooze.c.until > bindparam("since"), snooze.c.until <= _now)
)
_is_today = away_on(bindparam("today", type_=absence.c.since.type))
_is_away = person.c.id.in_(select(absence.c.person_id).where(_is_today))


def _owes(*through: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say that a report is owed that somebody hears of through these conditions.

    A value and no EXISTS, for the same reason as in `reported_in`: it is looked up for each person.
    """
    owed = (
        select(project.c.id)
        .where(
            *through,
            project.c.id == project_reporter.c.project_id,
            project.c.fiscal_year == bindparam("fiscal_year"),
            project.c.unit_code.in_(bindparam("judging", expanding=True)),
            reported_in(_period).is_(None),
            status_on(_day).in_(bindparam("running", expanding=True)),
        )
        .limit(1)
        .correlate(person)
    )
    return owed.scalar_subquery().is_not(None)


_owes_own = _owes(project_reporter.c.person_id == person.c.id)
_owes_for_another = person.c.id.in_(select(absence.c.stand_in_id).where(_is_today)) & _owes(
    absence.c.stand_in_id == person.c.id,
    _is_today,
    project_reporter.c.person_id == absence.c.person_id,
)
_UNREMINDED = select(person.c.id).where(
    person.c.unit_code.in_(bindparam("units", expanding=True)),
    or_(~_is_noted, _wished_again),
    ~_is_away,
    or_(_owes_own, _owes_for_another),
)


def unreminded(
    tx: Connection,
    period: Period,
    newest: Newest,
    *,
    judged_on: date,
    judging: Collection[str],
    running: Collection[ProjectStatus],
    now: datetime,
) -> frozenset[int]:
    """Give the people of the step's units who may have to hear of the month now, and few others.

    Of them it is not noted, or they wished to hear again since; and they are here, and they or
    somebody for whom they stand in owe a report of a project of the units that judge the month on
    that day.
    """
    given = {
        "period": period,
        "stored_period": str(period),
        "fiscal_year": period.fiscal_year,
        "kind": newest.kind,
        "subject": newest.subject,
        "since": newest.at,
        "units": [*newest.unit_codes],
        "day": judged_on,
        "judging": [*judging],
        "running": [one.value for one in running],
        "today": local_date(now),
        "now": now,
    }
    return frozenset(tx.scalars(_UNREMINDED, given))


_TOUCHED = select(dialogue.c.person_id, dialogue.c.draft_since).where(
    dialogue.c.draft_since > bindparam("after"), dialogue.c.draft_since <= bindparam("until")
)


def drafts_between(tx: Connection, after: datetime, until: datetime) -> dict[int, datetime]:
    """Give who left a draft, last touched between two moments, the second included, and when."""
    rows = tx.execute(_TOUCHED, {"after": after, "until": until})
    return {row.person_id: row.draft_since for row in rows}
