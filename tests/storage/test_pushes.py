"""The ledger of pushes: each message once, by month and worth, beside what the platform tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

from storage.db import transaction
from storage.erasure import erase_person
from storage.people import find_or_add_person, grant_role, link_address
from storage.periods import Period
from storage.pushes import (
    Reading,
    count_pushed,
    count_pushes,
    counted_of,
    last_reading,
    pushed_by_worth,
    pushes_and_officers,
    record_reading,
    record_spent,
    take_off,
)
from storage.records import Dispatch, MonthOfPushes, Role, Unit, Worth
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
NOVEMBER, DECEMBER = Period(2026, 11), Period(2026, 12)
UNIT = Unit("04160200", "กองทดลองใช้")


def row(number: int, worth: Worth = Worth.REMINDER, *, channel: str = "line") -> Dispatch:
    return Dispatch(number, channel, "U1", "{}", f"key {number}", 1, NOW, worth)


def count(tx: Connection, *rows: Dispatch, month: Period = NOVEMBER, recipients: int = 1) -> None:
    count_pushes(tx, rows, month=month, recipients=recipients, now=NOW)


def test_pushes_are_counted_by_recipients_channel_and_month(database: Engine) -> None:
    with transaction(database) as tx:
        assert count_pushed(tx, channel="line", month=NOVEMBER) == 0
        count(tx, row(1), row(2, Worth.URGENT))
        count(tx, row(3), recipients=5)
        count(tx, row(4), month=DECEMBER)
        count(tx, row(5, channel="other"))
        count(tx)
        assert count_pushed(tx, channel="line", month=NOVEMBER) == 7
        assert pushed_by_worth(tx, channel="line", month=NOVEMBER) == {
            Worth.REMINDER: 6,
            Worth.URGENT: 1,
        }
        assert pushed_by_worth(tx, channel="line", month=NOVEMBER.previous) == {}
        assert counted_of(tx, [1, 4, 9]) == {1, 4}


def test_a_message_stands_in_the_ledger_once(database: Engine) -> None:
    with transaction(database) as tx:
        count(tx, row(1))
        with pytest.raises(IntegrityError), tx.begin_nested():
            count(tx, row(1), month=DECEMBER)
        take_off(tx, 1)
        assert counted_of(tx, [1]) == frozenset()
        take_off(tx, 1)


def test_what_the_platform_told_last_stands(database: Engine) -> None:
    first = Reading(NOVEMBER, 300, 10, 8, NOW)
    later = Reading(DECEMBER, None, 0, 0, NOW + timedelta(minutes=5))
    with transaction(database) as tx:
        assert last_reading(tx, "line") is None
        record_reading(tx, "line", first)
        assert last_reading(tx, "line") == first
        record_reading(tx, "line", later)
        record_reading(tx, "line", first)  # a process that was slow to write
        assert last_reading(tx, "line") == later


def test_a_quota_that_was_refused_is_spent_until_the_platform_tells_more(database: Engine) -> None:
    with transaction(database) as tx:
        record_reading(tx, "line", Reading(NOVEMBER, 300, 298, 8, NOW))
        record_spent(tx, "line")
        assert last_reading(tx, "line") == Reading(NOVEMBER, 300, 300, 8, NOW)
        raised = Reading(NOVEMBER, 15_000, 298, 8, NOW)
        record_reading(tx, "line", raised)
        assert last_reading(tx, "line") == raised


def test_no_limit_is_never_spent(database: Engine) -> None:
    endless = Reading(NOVEMBER, None, 298, 8, NOW)
    with transaction(database) as tx:
        record_reading(tx, "line", endless)
        record_spent(tx, "line")
        assert last_reading(tx, "line") == endless


def test_pushes_per_officer_are_of_officers_with_a_chat(database: Engine) -> None:
    with transaction(database) as tx:
        save_unit(tx, UNIT)
        people = [
            find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=NOW).id
            for name in ("มาลี", "มานะ", "ชูใจ", "ปิติ", "สมคิด")
        ]
        malee, mana, chujai, piti, gone = people
        for one in (malee, mana, piti, gone):
            grant_role(tx, person_id=one, role=Role.OFFICER, unit_code=UNIT.code)
        grant_role(tx, person_id=chujai, role=Role.SUPERVISOR, unit_code=UNIT.code)
        for one, channel in (
            (malee, "line"),
            (malee, "telegram"),
            (mana, "line"),
            (chujai, "line"),
            (gone, "line"),
        ):
            link_address(
                tx, person_id=one, channel=channel, account=f"{one}", lane=f"{one}", now=NOW
            )
        erase_person(tx, gone, now=NOW)
        count(tx, row(1), row(2), row(3))
        assert pushes_and_officers(tx, channel="line", month=NOVEMBER) == MonthOfPushes(3, 2)
