"""After a week without any clock each thing that is still of use is said once, the rest never."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from reminders.tick import tick
from storage.db import reading
from storage.records import Role
from storage.tables import occurrence, person
from tests.reminders.office import CODECS, Office, at

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 11), date(2026, 12, 16)
HOURS = (9, 17)
CLOCKS = 3


@pytest.fixture
def office(postgresql: Engine) -> Office:
    """November is due on Wednesday the 25th, and locked after 10 December, which is a holiday."""
    office = Office(postgresql)
    office.open()
    office.hire("มาลี", "04010000", "สวนริมคลอง", "เรือนเพาะชำ")
    office.hire("สมชาย", "04010000", "ตัดแต่งกิ่ง")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR)
    office.hire("ผอ.", "04000000", role=Role.SUPERVISOR)
    for project in ("สวนริมคลอง", "เรือนเพาะชำ", "ตัดแต่งกิ่ง"):
        who = "สมชาย" if project == "ตัดแต่งกิ่ง" else "มาลี"
        office.report(who, project, now=at(date(2026, 10, 20), 9))
    office.report("สมชาย", "ตัดแต่งกิ่ง", now=at(date(2026, 11, 10), 9))
    return office


def noted(office: Office, *, since: int = 0) -> list[str]:
    """What clocks noted, without what they found no need to say."""
    with reading(office.engine) as tx:
        rows = tx.execute(
            select(person.c.name, occurrence.c.kind, occurrence.c.subject, occurrence.c.period)
            .join(person)
            .where(occurrence.c.fate == "said")
            .order_by(occurrence.c.id)
        ).all()
    said = [
        f"{name} {kind} {subject}" + (f" of {period}" if period != "2026-11" else "")
        for name, kind, subject, period in rows
    ]
    return sorted(said[since:])


def run(office: Office, first: datetime, last: datetime) -> None:
    """Let one clock tick through the days, until just before `last`."""
    day = first.date()
    while day <= last.date():
        for hour in HOURS:
            if first <= at(day, hour) < last:
                assert tick(office.engine, CODECS, now=at(day, hour)) == ()
        day += DAY


SILENT = [
    # Nothing fell into it.
    (13, 20, ["มาลี remind -3"]),
    # The first step, late.
    (16, 23, ["มาลี remind -3"]),
    # On the due day itself the first step is moot.
    (18, 25, ["มาลี remind 0"]),
    # The digest of the due day is still of use in the next days, the steps before are not.
    (19, 26, ["ผอ. digest_due 04000000", "มาลี remind 1", "หัวหน้า digest_due 04010000"]),
    # By then the digest is moot, and the unit's supervisor has to hear.
    (24, 31, ["มาลี remind 1", "หัวหน้า late_unit 04010000"]),
    # Both levels.
    (27, 34, ["ผอ. late_above 04010000", "หัวหน้า late_unit 04010000"]),
    # It is locked: nobody can send it any more, and the digest of the lock day says how it ended.
    (34, 41, ["ผอ. digest_lock 04000000", "หัวหน้า digest_lock 04010000"]),
]


@pytest.mark.parametrize(("silent", "back", "said"), SILENT)
def test_what_a_week_without_clocks_missed_is_said_once_as_far_as_it_is_of_use(
    office: Office, silent: int, back: int, said: list[str]
) -> None:
    begin, end = (at(date(2026, 11, 1) + (day - 1) * DAY, 9) for day in (silent, back))
    run(office, at(FIRST, 0), begin)
    known = len(noted(office))
    office.heard()

    def wake(_clock: int) -> tuple[object, ...]:
        return tick(office.engine, CODECS, now=end)

    with ThreadPoolExecutor(CLOCKS) as clocks:
        assert set(clocks.map(wake, range(2 * CLOCKS))) == {()}
    assert noted(office, since=known) == said
    assert len(office.heard()) == len(said)
    run(office, end, at(LAST, 9))
    everything = noted(office)
    assert len(set(everything)) == len(everything)
    assert len(office.heard()) == len(everything) - known - len(said)
