"""Admins hear in time, and once, that the month's paid messages come to an end."""

from __future__ import annotations

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from bot.channels.line.codec import LineCodec
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.webchat import WebchatCodec
from handlers.messages import Codec
from reminders.quota_warnings import warn_of_quota
from storage.db import transaction
from storage.people import find_or_add_person, grant_role, link_address, set_locale
from storage.pushes import Reading, line_month, record_reading
from storage.reachability import mark_unreachable
from storage.records import Role, Unit, Worth
from storage.tables import outbox
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
MONTH = timedelta(days=31)
UNIT = Unit("04160200", "กองทดลองใช้")
CODECS: Mapping[str, Codec] = {
    codec.name: codec for codec in (LineCodec(), TelegramCodec(), WebchatCodec())
}


def appoint(
    tx: Connection, name: str, *channels: str, role: Role = Role.ADMIN, locale: str = "th"
) -> int:
    save_unit(tx, UNIT)
    one = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=NOW).id
    set_locale(tx, person_id=one, locale=locale)
    grant_role(tx, person_id=one, role=role, unit_code=UNIT.code)
    for channel in channels:
        lane = f"{one}" if channel == "telegram" else f"U{one}"
        link_address(tx, person_id=one, channel=channel, account=lane, lane=lane, now=NOW)
    return one


def spend(tx: Connection, told: int, *, most: int | None = 300, now: datetime = NOW) -> None:
    record_reading(tx, "line", Reading(line_month(now), most, told, 0, now))


def warn(tx: Connection, *, now: datetime = NOW) -> int:
    return warn_of_quota(tx, CODECS, now=now)


def said(tx: Connection) -> list[tuple[str, str, Worth]]:
    """To whom something was said, on which channel, and what it was worth."""
    rows = tx.execute(select(outbox.c.channel, outbox.c.lane, outbox.c.worth).order_by(outbox.c.id))
    return [(row.channel, row.lane, row.worth) for row in rows]


def words(tx: Connection) -> str:
    return "\n".join(
        json.dumps(json.loads(one), ensure_ascii=False)
        for one in tx.scalars(select(outbox.c.payload).order_by(outbox.c.id))
    )


def test_admins_are_told_at_eighty_and_at_ninety_five_percent_once_each(database: Engine) -> None:
    with transaction(database) as tx:
        malee = appoint(tx, "มาลี", "line", "telegram")
        mana = appoint(tx, "มานะ", "line")
        appoint(tx, "ปิติ", "line", role=Role.OFFICER)
        told = []
        for spent in (0, 239, 240, 241, 284, 285, 299, 300, 300):
            spend(tx, spent)
            told.append(warn(tx))
        assert told == [0, 0, 2, 0, 0, 2, 0, 0, 0]
        both = [("telegram", f"{malee}", Worth.URGENT), ("line", f"U{mana}", Worth.URGENT)]
        assert said(tx) == both * 2


def test_it_says_how_much_is_left_what_that_means_and_what_to_do(database: Engine) -> None:
    with transaction(database) as tx:
        appoint(tx, "มาลี", "line")
        appoint(tx, "Mana", "line", locale="en")
        spend(tx, 250)
        warn(tx)
        near = words(tx)
    assert "ใช้ไปแล้ว 83% คือ 250 จาก 300 ข้อความ เหลือ 50" in near
    assert "เจ้าหน้าที่ยังรายงานได้ตามปกติ" in near
    assert "83% of this month's paid LINE messages are spent: 250 of 300, 50 are left." in near
    assert "only the reserve is left" in near
    assert "larger plan" in near


def test_a_month_that_is_spent_says_that_messages_wait(database: Engine) -> None:
    with transaction(database) as tx:
        appoint(tx, "Mana", "line", locale="en")
        spend(tx, 300)
        warn(tx)
        assert "Nothing is lost" in words(tx)
        assert "only the reserve" not in words(tx)


def test_who_passes_both_at_once_hears_of_the_higher_alone(database: Engine) -> None:
    with transaction(database) as tx:
        appoint(tx, "มาลี", "line")
        spend(tx, 290)
        assert warn(tx) == 1
        spend(tx, 250)  # a larger count was corrected
        assert warn(tx) == 0


def test_another_month_is_told_anew(database: Engine) -> None:
    with transaction(database) as tx:
        appoint(tx, "มาลี", "line")
        spend(tx, 250)
        assert warn(tx) == 1
        assert warn(tx, now=NOW + MONTH) == 0  # nothing is known of it yet
        spend(tx, 250, now=NOW + MONTH)
        assert warn(tx, now=NOW + MONTH) == 1


@pytest.mark.parametrize("most", [None, 0])
def test_where_there_is_no_limit_to_reach_nobody_is_told(
    database: Engine, most: int | None
) -> None:
    with transaction(database) as tx:
        appoint(tx, "มาลี", "line")
        spend(tx, 900, most=most)
        assert warn(tx) == 0


def test_where_no_admin_can_be_reached_it_is_told_to_the_first_who_can(database: Engine) -> None:
    with transaction(database) as tx:
        gone = appoint(tx, "มาลี", "line")
        mark_unreachable(tx, channel="line", lane=f"U{gone}", now=NOW)
        spend(tx, 250)
        assert warn(tx) == 0
        appoint(tx, "มานะ", "telegram")
        assert warn(tx) == 1
        assert warn(tx) == 0


def test_many_clocks_tell_it_once(postgresql: Engine) -> None:
    with transaction(postgresql) as tx:
        appoint(tx, "มาลี", "line")
        spend(tx, 250)

    def tick(_clock: int) -> int:
        with transaction(postgresql) as tx:
            return warn(tx)

    with ThreadPoolExecutor(5) as clocks:
        assert sum(clocks.map(tick, range(30))) == 1
    with transaction(postgresql) as tx:
        assert len(said(tx)) == 1
