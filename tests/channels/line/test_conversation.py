"""People report on LINE: from the webhook to the bubble, through a database of either kind."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, select

from storage.db import reading
from storage.tables import address, contact_change, inbox, outbox, report
from tests.channels.line.process import hire, process
from tests.channels.line.words import text_event
from tests.fakes.delivery import Delivery
from tests.fakes.faults import ClosedConnection, RateLimited, Script, ServerError
from tests.fakes.line.fake import LineFake, LinePhone

WORDS = "ปลูกต้นไม้ริมคลองแล้ว ๒๐ ต้น <b> & 😀"


@pytest.fixture(autouse=True)
def _no_rule_is_broken_and_nothing_is_paid(line: LineFake) -> Iterator[None]:
    yield
    assert line.violations == []
    assert line.spent_pushes == {}


def narratives(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return list(tx.execute(select(report.c.narrative)).scalars())


def stored_text(engine: Engine) -> str:
    with reading(engine) as tx:
        rows = [*tx.execute(select(inbox)).all(), *tx.execute(select(outbox)).all()]
    return repr(rows)


def report_on(malee: LinePhone) -> None:
    malee.say("รายงาน")
    malee.wait_for("ร้อยละเท่าใด", 20)
    malee.say("๔๕")
    malee.wait_for("ดำเนินการอะไร", 20)
    malee.say(WORDS)
    malee.wait_for("รับข้อความแล้ว", 20)
    malee.press("ครบแล้ว")
    malee.wait_for("ปัญหาอะไร", 20)
    malee.press("ไม่มี")
    malee.wait_for("อุปสรรคอะไร", 20)
    malee.say("ไม่มี")
    malee.wait_for("ตรวจก่อนส่ง", 20)
    malee.press("ส่งรายงาน")
    malee.wait_for("เลขที่รับ", 20)


@pytest.mark.parametrize("given_token", [False, True], ids=["issued", "given"])
async def test_a_report_is_filed_once_word_for_word_and_receipted(
    database: Engine, line: LineFake, *, given_token: bool
) -> None:
    malee = line.phone("มาลี")
    hire(database, malee)
    async with process(line, database, given_token=given_token):
        await asyncio.to_thread(report_on, malee)
    assert narratives(database) == [WORDS]
    assert {bubble.sound for bubble in malee.seen} == {"reply"}
    looked_up = {"issueStatelessChannelToken", "getRichMenuAlias"}
    assert set(line.calls) <= {"replyMessage", *looked_up}
    assert line.channel.access_token not in stored_text(database)


async def test_every_event_comes_twice_and_shuffled_and_one_report_is_filed(
    sqlite: Engine, line: LineFake
) -> None:
    line.use(Delivery(doubled=True, shuffled=True, seed=7, batch=3))
    malee = line.phone("มาลี")
    hire(sqlite, malee)
    async with process(line, sqlite):
        await asyncio.to_thread(report_on, malee)
    assert narratives(sqlite) == [WORDS]


async def test_a_platform_that_fails_now_and_then_loses_nothing(
    sqlite: Engine, line: LineFake
) -> None:
    ways = (ClosedConnection(), RateLimited(), ServerError())
    line.play(Script(share=0.15, ways=ways, seed=3, only=("replyMessage",)))
    malee = line.phone("มาลี")
    hire(sqlite, malee)
    async with process(line, sqlite):
        await asyncio.to_thread(report_on, malee)
    assert narratives(sqlite) == [WORDS]


async def test_the_review_stays_on_the_screen_whatever_is_said_after_it(
    sqlite: Engine, line: LineFake
) -> None:
    malee = line.phone("มาลี")
    hire(sqlite, malee)

    def talk() -> None:
        malee.say("รายงาน")
        malee.wait_for("ร้อยละเท่าใด")
        for words, answer in [
            ("45", "ดำเนินการอะไร"),
            (WORDS, "รับข้อความแล้ว"),
            ("ครบแล้ว", "ปัญหาอะไร"),
            ("ไม่มี", "อุปสรรคอะไร"),
            ("ไม่มี", "ตรวจก่อนส่ง"),
        ]:
            malee.say(words)
            malee.wait_for(answer)
        review = next(bubble for bubble in malee.seen if bubble.kind == "flex")
        assert "ส่งรายงาน" in review.labels
        assert {button.place for button in review.buttons} == {"inline"}
        malee.press("ส่งรายงาน")
        malee.wait_for("เลขที่รับ")

    async with process(line, sqlite):
        await asyncio.to_thread(talk)


async def test_who_blocked_the_bot_is_within_reach_again_as_soon_as_they_follow_it(
    database: Engine, line: LineFake
) -> None:
    malee = line.phone("มาลี")
    hire(database, malee)
    async with process(line, database):
        malee.unfollow()
        malee.follow()
        await asyncio.to_thread(malee.answer)
    with reading(database) as tx:
        changed = select(contact_change.c.change).order_by(contact_change.c.id)
        changes = list(tx.execute(changed).scalars())
        assert tx.execute(select(address.c.unreachable_at)).scalar_one() is None
    assert changes == ["left", "returned"]


async def test_a_bot_that_stands_by_says_nothing(sqlite: Engine, line: LineFake) -> None:
    malee, mana = line.phone("มาลี"), line.phone("มานะ")
    hire(sqlite, malee)
    line.stand_by(malee.chat)
    async with process(line, sqlite):
        malee.say("รายงาน")
        mana.say("สวัสดี")
        await asyncio.to_thread(mana.answer)
    assert malee.seen == []


async def test_people_in_a_group_talk_to_each_other_and_nothing_of_it_is_kept(
    sqlite: Engine, line: LineFake
) -> None:
    malee = line.phone("มาลี")
    async with process(line, sqlite):
        group = line.group("กองช่าง", malee)
        here = group.phone(malee)
        await asyncio.to_thread(here.answer)
        here.say("พรุ่งนี้ประชุมกี่โมง")
        here.say("ช่วยเหลือ", mention=True, known=False)
        await asyncio.to_thread(here.answer)
    assert len(here.seen) == 2
    assert "ประชุม" not in stored_text(sqlite)
    assert line.calls["replyMessage"] == 2


async def test_a_broken_event_is_set_aside_and_the_next_one_answered(
    sqlite: Engine, line: LineFake
) -> None:
    mana = line.phone("มานะ")
    async with process(line, sqlite):
        line.hold()
        line.send_event({"type": "message", "timestamp": "?"})
        line.send_event(text_event("x") | {"type": "telepathy"})
        mana.say("สวัสดี")
        line.let_go()
        await asyncio.to_thread(mana.answer)
    with reading(sqlite) as tx:
        states = tx.execute(select(inbox.c.state).order_by(inbox.c.id)).scalars().all()
    assert states == ["aside", "done"]
    assert [posted.status for posted in line.posted] == [200]


async def test_what_is_taken_back_is_hidden(sqlite: Engine, line: LineFake) -> None:
    malee = line.phone("มาลี")
    hire(sqlite, malee)
    async with process(line, sqlite):
        malee.say("ความลับ")
        await asyncio.to_thread(malee.answer)
        malee.unsend()
        malee.say("ช่วยเหลือ")
        await asyncio.to_thread(malee.answer)
    with reading(sqlite) as tx:
        payloads = list(tx.execute(select(inbox.c.payload)).scalars())
    assert "ความลับ" not in repr([json.loads(payload) for payload in payloads])


def test_who_has_no_line_does_not_pay_for_its_library() -> None:
    code = """
import sys, bot.channels.line.start, bot.channels.line.codec
print([name for name in sys.modules if name.startswith("linebot")])
"""
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert loaded.stdout == "[]\n"
