"""People report on Telegram: from the update to the bubble, through a database of either kind."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from storage.db import reading
from storage.tables import contact_change, inbox, outbox, report
from tests.channels.telegram.process import hire, process, until
from tests.fakes.delivery import Delivery
from tests.fakes.telegram.fake import TelegramFake, TelegramPhone

WORDS = "ปลูกต้นไม้ริมคลองแล้ว ๒๐ ต้น <b> & 😀"


@pytest.fixture(autouse=True)
def _no_rule_is_broken(telegram: TelegramFake) -> Iterator[None]:
    yield
    assert telegram.violations == []


def narratives(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return list(tx.execute(select(report.c.narrative)).scalars())


def count(engine: Engine, table: object) -> int:
    with reading(engine) as tx:
        return len(tx.execute(select(table.c.id)).all())  # type: ignore[attr-defined]  # any table


def changes(engine: Engine) -> list[str]:
    """What became of the accounts, in order."""
    with reading(engine) as tx:
        changed = select(contact_change.c.change).order_by(contact_change.c.id)
        return list(tx.execute(changed).scalars())


def report_on(malee: TelegramPhone) -> None:
    malee.say("/report")
    malee.wait_for("ร้อยละเท่าใด")
    malee.say("๔๕")
    malee.wait_for("ดำเนินการอะไร")
    malee.say(WORDS)
    malee.wait_for("รับข้อความแล้ว")
    malee.press("ครบแล้ว")
    malee.wait_for("ปัญหาอะไร")
    malee.press("ไม่มี")
    malee.wait_for("อุปสรรคอะไร")
    malee.press("ไม่มี")
    malee.wait_for("ตรวจก่อนส่ง")
    malee.press("ส่งรายงาน")
    malee.wait_for("เลขที่")


@pytest.mark.parametrize("by_webhook", [True, False], ids=["webhook", "polling"])
async def test_a_report_is_filed_once_word_for_word_and_receipted(
    database: Engine, telegram: TelegramFake, *, by_webhook: bool
) -> None:
    malee = telegram.phone("มาลี")
    hire(database, malee)
    async with process(telegram, database, by_webhook=by_webhook):
        await asyncio.to_thread(report_on, malee)
        await until(lambda: malee.spinning == 0)
    assert narratives(database) == [WORDS]


async def test_every_update_comes_twice_and_shuffled_and_one_report_is_filed(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    telegram.use(Delivery(doubled=True, shuffled=True, seed=7))
    malee = telegram.phone("มาลี")
    hire(sqlite, malee)
    async with process(telegram, sqlite, by_webhook=True):
        await asyncio.to_thread(report_on, malee)
        await until(lambda: telegram.undelivered == 0)
    assert narratives(sqlite) == [WORDS]


async def test_a_button_pressed_three_times_at_once_counts_once(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    hire(sqlite, malee, projects=9)
    async with process(telegram, sqlite):
        malee.say("/report")
        await asyncio.to_thread(malee.wait_for, "1. โครงการที่ 1")
        malee.press("ยกเลิก", times=3)
        await until(lambda: malee.spinning == 0)
    assert sum("ยกเลิกแล้ว" in bubble.text or "หยุด" in bubble.text for bubble in malee.seen) == 1


async def test_the_list_of_projects_is_turned_in_place(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    hire(sqlite, malee, projects=10)
    async with process(telegram, sqlite):
        malee.say("/report")
        first = await asyncio.to_thread(malee.wait_for, "1. ")
        more = first.labels[-2]
        malee.press(more)
        await until(lambda: malee.seen[-1].edited)
        (turned,) = malee.seen
    assert turned.id == first.id
    assert turned.labels != first.labels


async def test_a_stranger_joins_by_the_link(sqlite: Engine, telegram: TelegramFake) -> None:
    somchai = telegram.phone("สมชาย", started=False)
    async with process(telegram, sqlite):
        somchai.start("NOSUCHCODE")
        await asyncio.to_thread(somchai.answer)
    assert len(somchai.seen) == 1


async def test_who_blocked_the_bot_is_unreachable_until_they_come_back(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    hire(sqlite, malee)
    async with process(telegram, sqlite):
        malee.block()
        await until(lambda: count(sqlite, inbox) == 1)
        malee.unblock()
        malee.say("/help")
        await asyncio.to_thread(malee.answer)
    assert len(malee.seen) == 1


async def test_who_unblocks_the_bot_without_a_word_is_within_reach_again_and_told_nothing(
    database: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    hire(database, malee)
    async with process(telegram, database):
        malee.block()
        await until(lambda: changes(database) == ["left"])
        malee.unblock()
        await until(lambda: changes(database) == ["left", "returned"])
    assert malee.seen == []
    assert count(database, outbox) == 0


async def test_in_a_group_only_commands_are_kept_and_answered_in_their_topic(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    group = telegram.group("กอง", malee, forum=True)
    group.promote()  # so that it hears everything
    topic = group.topic("งาน")
    in_topic = group.phone(malee, topic=topic)
    async with process(telegram, sqlite):
        await until(lambda: len(in_topic.seen) == 1)  # the greeting
        in_topic.say("กินข้าวหรือยัง")
        in_topic.say("/help@another_bot")
        in_topic.say("/help@khuepna_bot")
        await until(lambda: len(in_topic.seen) == 2)
    assert in_topic.seen[-1].thread == topic
    assert count(sqlite, inbox) == 2


async def test_an_anonymous_admin_is_answered_as_nobody(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    hire(sqlite, malee)
    group = telegram.group("กอง", malee, supergroup=True)
    phone = group.phone(malee)
    async with process(telegram, sqlite):
        await until(lambda: len(phone.seen) == 1)
        phone.say("/report@khuepna_bot", anonymous=True)
        await until(lambda: len(phone.seen) == 2)
    assert malee.seen == []


async def test_a_group_that_moves_is_answered_where_it_is_now(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    group = telegram.group("กอง", malee)
    async with process(telegram, sqlite, by_webhook=True):
        await until(lambda: len(group.phone(malee).seen) == 1)
        telegram.hold()
        group.phone(malee).say("/help@khuepna_bot")
        new = group.migrate()
        telegram.let_go()
        await until(lambda: len(new.phone(malee).seen) == 1)
    with reading(sqlite) as tx:
        assert new.id in set(tx.execute(select(outbox.c.lane)).scalars())


async def test_a_message_that_is_changed_afterwards_is_not_read_again(
    sqlite: Engine, telegram: TelegramFake
) -> None:
    malee = telegram.phone("มาลี")
    hire(sqlite, malee)
    async with process(telegram, sqlite):
        malee.say("/report")
        await asyncio.to_thread(malee.wait_for, "ร้อยละเท่าใด")
        malee.say("๔๕")
        await asyncio.to_thread(malee.wait_for, "ดำเนินการอะไร")
        malee.edit("๔๖")
        await asyncio.to_thread(malee.wait_for, "แก้")
    assert narratives(sqlite) == []
