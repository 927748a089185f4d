"""The tick: what is due is done once, by whichever of many clocks comes first."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, event, func, select
from sqlalchemy.exc import OperationalError

from bot.failures import place_of
from bot.health import TOO_LONG, complaints
from handlers.messages import Outgoing
from handlers.oversight.failing import LONG, with_failing
from handlers.texts import LOCALES, phrases
from reminders.tick import _PARTS, RETENTION_APART, tick
from storage import inbox, outbox
from storage.db import reading, transaction
from storage.failing_parts import note_failing
from storage.heartbeats import beat, last_beat
from storage.inbox import receive
from storage.periods import local_date
from storage.records import Grant, Person, ProjectStatus, Role
from storage.retention import ASIDE_KEPT, BATCH, KEPT
from storage.statuses import set_status
from storage.tables import inbox as inbox_table
from storage.tables import outbox as outbox_table
from storage.tables import policy, report, waiting_nudge
from tests.queues.rows import arrival
from tests.reminders.office import break_a_policy
from tests.turns.office import CODECS, NOW, answers, open_office, tell

DAY = timedelta(days=1)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def counts(engine: Engine) -> tuple[int, int]:
    """How many events and requests there are."""
    with reading(engine) as tx:
        events, requests = (
            tx.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (inbox_table, outbox_table)
        )
    return events, requests


# --- work that is done once -----------------------------------------------------------------


def test_work_is_begun_once_in_its_time(database: Engine) -> None:
    with transaction(database) as tx:
        begun = [beat(tx, "work", now=NOW + n * SECOND, apart=10 * SECOND) for n in range(21)]
        assert [n for n, yes in enumerate(begun) if yes] == [0, 10, 20]
        assert last_beat(tx, "work") == NOW + 20 * SECOND
        assert last_beat(tx, "other work") is None


def test_a_clock_that_ran_ahead_keeps_nobody_from_working(database: Engine) -> None:
    with transaction(database) as tx:
        assert beat(tx, "work", now=NOW + 40 * DAY, apart=DAY)
        begun = [beat(tx, "work", now=NOW + n * DAY / 2, apart=DAY) for n in range(5)]
        assert begun == [True, False, True, False, True]


def test_clocks_that_differ_a_little_do_not_do_it_twice(database: Engine) -> None:
    with transaction(database) as tx:
        assert beat(tx, "work", now=NOW + SECOND, apart=DAY)
        assert not beat(tx, "work", now=NOW, apart=DAY)


def test_of_many_clocks_one_begins(postgresql: Engine) -> None:
    def begin(_clock: int) -> bool:
        with transaction(postgresql) as tx:
            return beat(tx, "work", now=NOW, apart=SECOND)

    with ThreadPoolExecutor(5) as clocks:
        assert sum(clocks.map(begin, range(40))) == 1


# --- letting go -----------------------------------------------------------------------------


def test_what_was_said_long_ago_is_forgotten_and_reports_stay(database: Engine) -> None:
    [officer] = open_office(database)
    tell(
        database, officer.chat, "/report", "45", "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี", "ส่งรายงาน"
    )
    with transaction(database) as tx:
        # It owes nothing any more, of which the clock would remind.
        set_status(
            tx,
            officer.project_id,
            ProjectStatus.DONE,
            since=local_date(NOW),
            set_by=None,
            now=NOW,
        )
        for one in outbox.claim_due(tx, channels=["webchat"], now=NOW, lease=SECOND, limit=1):
            outbox.record_sent(tx, [one], now=NOW)
    before = counts(database)
    tick(database, CODECS, now=NOW + KEPT)
    assert counts(database) == before
    tick(database, CODECS, now=NOW + KEPT + DAY)
    # What was not sent yet waits on, however old it is.
    assert counts(database) == (0, before[1] - 1)
    with reading(database) as tx:
        assert tx.execute(select(report.c.narrative)).scalars().all() == ["ขุดลอกคลองแล้ว"]
    assert answers(database, officer.chat)


def test_what_still_waits_is_never_forgotten(database: Engine) -> None:
    with transaction(database) as tx:
        receive(tx, [arrival("waits")], now=NOW)
    tick(database, CODECS, now=NOW + 10 * KEPT)
    assert counts(database) == (1, 0)


def test_what_was_set_aside_is_kept_longer(database: Engine) -> None:
    with transaction(database) as tx:
        receive(tx, [arrival("aside")], now=NOW)
        while not inbox.record_failure(tx, 1, now=NOW):
            pass
    tick(database, CODECS, now=NOW + ASIDE_KEPT)
    assert counts(database) == (1, 0)
    tick(database, CODECS, now=NOW + ASIDE_KEPT + DAY)
    assert counts(database) == (0, 0)


def test_however_much_there_is_goes_in_batches(sqlite: Engine) -> None:
    many = 2 * BATCH + 1
    with transaction(sqlite) as tx:
        receive(tx, [arrival(f"e{n}", lane=f"{n}") for n in range(many)], now=NOW)
        tx.execute(inbox_table.update().values(state="done"))
    removed: list[int] = []

    @event.listens_for(sqlite, "after_cursor_execute")
    def note(_connection: object, cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("DELETE FROM inbox"):
            removed.append(getattr(cursor, "rowcount"))  # noqa: B009 - of whichever driver

    tick(sqlite, CODECS, now=NOW + 2 * KEPT)
    assert counts(sqlite) == (0, 0)
    assert removed == [BATCH, BATCH, 1, 0]


def test_it_is_done_once_a_day(sqlite: Engine) -> None:
    looks = 0

    @event.listens_for(sqlite, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal looks
        looks += statement.startswith("DELETE FROM inbox")

    for minutes in range(0, 1440, 60):
        tick(sqlite, CODECS, now=NOW + timedelta(minutes=minutes))
    assert looks == 1
    tick(sqlite, CODECS, now=NOW + RETENTION_APART)
    assert looks == 2


# --- parts that fail --------------------------------------------------------------------------


def test_parts_that_fail_stop_no_other(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        break_a_policy(tx)
        receive(tx, [arrival("old")], now=NOW - 10 * KEPT)
        tx.execute(inbox_table.update().values(state="done"))
    failed = tick(sqlite, CODECS, now=NOW)
    assert [one.part for one in failed] == ["plan", "say_digests"]
    assert {place_of(one.cause).partition(":")[0] for one in failed} == {"storage/policies.py"}
    assert said(sqlite, NOW) == []
    assert counts(sqlite) == (0, 0), "what is old is let go of"


def test_what_sqlite_can_never_do_stops_one_part_and_not_the_clock(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        waiting_nudge.drop(tx)  # to every one of its statements SQLite has an OperationalError
        receive(tx, [arrival("old")], now=NOW - 10 * KEPT)
        tx.execute(inbox_table.update().values(state="done"))
    failed = tick(sqlite, CODECS, now=NOW)
    assert [(one.part, type(one.cause)) for one in failed] == [("say_nudges", OperationalError)]
    assert counts(sqlite) == (0, 0), "what is old is let go of"


def test_a_part_that_fails_is_complained_of_until_it_works_again(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        break_a_policy(tx)
    ticks = [NOW + each * MINUTE for each in range(7)]
    for now in ticks:
        tick(sqlite, CODECS, now=now)
    assert said(sqlite, ticks[5]) == []
    assert said(sqlite, ticks[6]) == [
        f"{part}, a part of the clock, has failed for 360 s" for part in ("plan", "say_digests")
    ]
    with transaction(sqlite) as tx:
        tx.execute(policy.delete())
    assert tick(sqlite, CODECS, now=ticks[6]) == ()
    assert said(sqlite, ticks[6]) == []


def test_only_an_admin_reads_of_a_part_that_fails_for_an_hour(sqlite: Engine) -> None:
    admin, supervisor = (
        Person(1, "อารี", "04010000", "th", frozenset({Grant(role, "04010000")}))
        for role in (Role.ADMIN, Role.SUPERVISOR)
    )
    say, digest = phrases("digest", "th"), Outgoing("สรุป")
    with transaction(sqlite) as tx:
        note_failing(tx, ["plan", "of_a_newer_release"], now=NOW)
        note_failing(tx, ["plan"], now=NOW + MINUTE)

        def told(person: Person, now: datetime) -> list[str]:
            return with_failing(tx, digest, person, say, now=now).text.split("\n")

        assert told(admin, NOW + LONG - SECOND) == ["สรุป"]
        assert told(supervisor, NOW + LONG) == ["สรุป"]
        head, first, second = told(admin, NOW + LONG)
    assert head == "สรุป"
    assert "“of_a_newer_release”" in first
    assert "“การเตือนและการแจ้งหัวหน้า” ทำงานไม่สำเร็จทุกครั้งตั้งแต่" in second


def test_every_part_has_a_name_that_people_read() -> None:
    names = {part.__name__.strip("_") for part in _PARTS}
    for locale in LOCALES:
        known = phrases("digest", locale)
        assert all(known.get(f"clock.{name}") for name in names)


def test_a_tick_reminds(database: Engine) -> None:
    open_office(database)
    assert tick(database, CODECS, now=NOW) == ()
    assert counts(database) == (0, 1)
    assert tick(database, CODECS, now=NOW) == ()
    assert counts(database) == (0, 1)


# --- a clock that is silent -----------------------------------------------------------------


def said(engine: Engine, now: datetime) -> list[str]:
    with reading(engine) as tx:
        return list(complaints(tx, channels=["line"], now=now))


def test_a_clock_that_falls_silent_is_complained_of(database: Engine) -> None:
    assert said(database, NOW) == []
    tick(database, CODECS, now=NOW)
    assert said(database, NOW + TOO_LONG) == []
    assert said(database, NOW + TOO_LONG + SECOND) == ["the clock has been silent for 301 s"]
    tick(database, CODECS, now=NOW + TOO_LONG + SECOND)
    assert said(database, NOW + TOO_LONG + SECOND) == []


def test_a_tick_that_fails_leaves_its_work_to_the_next(sqlite: Engine) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "heartbeat" in statement and statement.startswith("INSERT"):
            raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(sqlite, "before_cursor_execute", fail)
    with pytest.raises(OperationalError):
        tick(sqlite, CODECS, now=NOW)
    event.remove(sqlite, "before_cursor_execute", fail)
    assert said(sqlite, NOW + 2 * TOO_LONG) == []
    tick(sqlite, CODECS, now=NOW)
    assert said(sqlite, NOW) == []
