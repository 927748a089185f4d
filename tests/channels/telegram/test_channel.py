"""What is sent, by the real client, to a Telegram that holds every published rule."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from bot.channels.base import Gone, Held, Moved, Refused, Result, Retry, Sent, Unknown
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.telegram.pace import Rates
from handlers.messages import Card, Choice, Occasion, Outgoing, Row
from storage.records import Dispatch
from tests.channels.telegram.contract import make_nothing
from tests.fakes.faults import (
    AcceptedThenDropped,
    AcceptedThenError,
    At,
    ClosedConnection,
    RateLimited,
    Script,
    ServerError,
    WrongJson,
)
from tests.fakes.telegram.fake import TelegramFake, TelegramPhone

QUESTION = Outgoing("ปัญหา <มี> ไหม & อะไร", ask=7, choices=(Choice("none", "ไม่มี"),))
PAGE = Outgoing("หน้า 2", ask=8, choices=(Choice("p.9", "9. สวน"),), instead=True)
LONG = Outgoing("ก่อสร้างถนน 😀 แล้วเสร็จ\n" * 400, ask=7, choices=QUESTION.choices)


@pytest.fixture
def malee(telegram: TelegramFake) -> TelegramPhone:
    return telegram.phone("มาลี")


@pytest.fixture
def expected_sins() -> list[str]:
    """Words of the rules that a test breaks, for it is about their being broken."""
    return []


@pytest.fixture(autouse=True)
def _no_other_rule_is_broken(telegram: TelegramFake, expected_sins: list[str]) -> Iterator[None]:
    yield
    assert len(telegram.violations) == len(expected_sins), telegram.violations
    for sin, expected in zip(telegram.violations, expected_sins, strict=True):
        assert expected in sin


class Clock:
    """The real one, which a test may put forward."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


class Desk:
    """A channel and the requests that a test gives it."""

    def __init__(self, bot: Client) -> None:
        self.clock = Clock()
        self.clock.ahead = -timedelta(hours=1)  # the process did not begin just now
        self.channel = TelegramChannel(bot, clock=self.clock, rates=Rates(), make=make_nothing)
        self.clock.ahead = timedelta()

    async def say(
        self,
        lane: str,
        message: Outgoing,
        *,
        upon: object = None,
        age: int = 0,
        attempts: int = 1,
    ) -> list[Result]:
        occasion = (
            Occasion(json.dumps(upon), self.clock() - timedelta(seconds=age)) if upon else None
        )
        written = TelegramCodec().write(lane, (message,), occasion)
        return [await self.send(lane, one, attempts) for one in written]

    async def send(self, lane: str, payload: str, attempts: int = 1) -> Result:
        now = self.clock()
        return await self.channel.send(Dispatch(1, "telegram", lane, payload, "k", attempts, now))


@pytest.fixture
def desk(bot: Client) -> Desk:
    return Desk(bot)


async def update_of(bot: Client) -> object:
    """The newest update that waits for the bot."""
    return (await bot.call("getUpdates", {"offset": -1, "timeout": 5}))[-1]


async def test_a_question_is_shown_with_its_buttons(desk: Desk, malee: TelegramPhone) -> None:
    card = Card("ตรวจก่อนส่ง", (Row("ผลงาน", "ปลูก <ต้นไม้>"),))
    question = Outgoing(QUESTION.text, card, 7, QUESTION.choices)
    assert await desk.say(malee.chat, question) == [Sent()]
    (bubble,) = malee.seen
    assert bubble.text == "ปัญหา <มี> ไหม & อะไร\n\nตรวจก่อนส่ง\nผลงาน: ปลูก <ต้นไม้>"
    assert [(button.label, button.data) for button in bubble.buttons] == [("ไม่มี", "7.none")]


async def test_a_long_text_arrives_whole_in_several_bubbles(
    desk: Desk, malee: TelegramPhone
) -> None:
    assert set(await desk.say(malee.chat, LONG)) == {Sent()}
    assert "\n".join(bubble.text for bubble in malee.seen) == LONG.text.strip()
    assert [bool(bubble.buttons) for bubble in malee.seen] == [False, False, True]


async def test_a_press_is_acknowledged_and_a_page_turned_in_place(
    desk: Desk, bot: Client, malee: TelegramPhone
) -> None:
    await desk.say(malee.chat, QUESTION)
    malee.press("ไม่มี")
    assert await desk.say(malee.chat, PAGE, upon=await update_of(bot)) == [Sent()]
    (bubble,) = malee.seen
    assert (bubble.text, bubble.edited, bubble.labels) == ("หน้า 2", True, ["9. สวน"])
    assert malee.spinning == 0


async def test_an_edit_that_is_repeated_changes_nothing_and_is_sent(
    desk: Desk, bot: Client, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    await desk.say(malee.chat, QUESTION)
    malee.press("ไม่มี")
    press = await update_of(bot)
    telegram.expect_repeats()
    assert await desk.say(malee.chat, PAGE, upon=press) == [Sent()]
    assert await desk.say(malee.chat, PAGE, upon=press, attempts=2) == [Sent()]
    assert len(malee.seen) == 1
    assert telegram.calls["answerCallbackQuery"] == 1


@pytest.mark.parametrize("lost", [True, False], ids=["too old", "deleted meanwhile"])
async def test_a_page_whose_message_is_out_of_reach_is_sent_anew(
    desk: Desk, bot: Client, malee: TelegramPhone, *, lost: bool
) -> None:
    await desk.say(malee.chat, QUESTION)
    malee.press("ไม่มี", lost=lost)
    press = await update_of(bot)
    if not lost:
        shown = {"chat_id": malee.chat, "message_id": int(malee.seen[-1].id)}
        await bot.call("deleteMessage", shown)
    assert await desk.say(malee.chat, PAGE, upon=press) == [Sent()]
    assert malee.seen[-1].text == "หน้า 2"
    assert not malee.seen[-1].edited


async def test_an_old_press_is_not_acknowledged_and_still_answered(
    desk: Desk, bot: Client, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    await desk.say(malee.chat, QUESTION)
    malee.press("ไม่มี")
    assert await desk.say(malee.chat, QUESTION, upon=await update_of(bot), age=16) == [Sent()]
    assert "answerCallbackQuery" not in telegram.calls


@pytest.mark.parametrize(
    "fault", [ServerError(), RateLimited(), ClosedConnection(), WrongJson(), AcceptedThenError()]
)
async def test_a_press_that_cannot_be_acknowledged_is_answered_all_the_same(
    desk: Desk, bot: Client, telegram: TelegramFake, malee: TelegramPhone, fault: ServerError
) -> None:
    await desk.say(malee.chat, QUESTION)
    malee.press("ไม่มี")
    press = await update_of(bot)
    telegram.play(Script(listed=(At("answerCallbackQuery", fault, times=9),)))
    assert await desk.say(malee.chat, QUESTION, upon=press) == [Sent()]
    assert telegram.calls["answerCallbackQuery"] == 1


@pytest.mark.parametrize(
    ("fault", "result"),
    [
        (RateLimited(1), Retry(timedelta(seconds=1), "rate limited")),
        (ServerError(), Unknown("no proper answer")),
        (AcceptedThenError(), Unknown("no proper answer")),
        (AcceptedThenDropped(), Unknown("no proper answer")),
        (ClosedConnection(), Unknown("no proper answer")),
        (WrongJson(), Unknown("no proper answer")),
    ],
)
async def test_each_fault_has_its_result(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone, fault: ServerError, result: Result
) -> None:
    telegram.play(Script(listed=(At("sendMessage", fault),)))
    assert await desk.say(malee.chat, QUESTION) == [result]


async def test_without_a_connection_nothing_went_out(malee: TelegramPhone) -> None:
    bot = Client("123456789:AA", api_url="http://127.0.0.1:9")
    assert (await Desk(bot).say(malee.chat, QUESTION)) == [Retry(timedelta(), "no connection")]
    await bot.close_connections()


async def test_one_429_slows_its_chat_and_no_other(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    somchai = telegram.phone("สมชาย")
    telegram.play(Script(listed=(At("sendMessage", RateLimited(30)),)))
    await desk.say(malee.chat, QUESTION)
    (held,) = await desk.say(malee.chat, QUESTION)
    assert isinstance(held, Held)
    assert timedelta(seconds=25) < held.after <= timedelta(seconds=30)
    assert await desk.say(somchai.chat, QUESTION) == [Sent()]


async def test_a_chat_that_is_too_fast_is_held_back_and_not_refused(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    results = [(await desk.say(malee.chat, Outgoing(str(number))))[0] for number in range(6)]
    assert results[:4] == [Sent()] * 4
    assert all(isinstance(result, Held) for result in results[4:])
    assert telegram.calls["sendMessage"] == 4


@pytest.mark.parametrize(
    "words", ["bot was blocked by the user", "user is deactivated", "bot was kicked"]
)
async def test_whoever_cannot_be_reached_is_gone(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone, words: str
) -> None:
    telegram.refuse(malee.chat, words)
    assert await desk.say(malee.chat, QUESTION) == [Gone("forbidden")]


async def test_a_request_follows_its_group_to_the_supergroup(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    group = telegram.group("กอง", malee)
    new = group.migrate()
    (written,) = TelegramCodec().write(group.id, (QUESTION,))
    assert await desk.send(group.id, written) == Moved(new.id)
    assert await desk.send(new.id, written) == Sent()
    assert new.phone(malee).seen[-1].text == QUESTION.text


async def test_an_answer_goes_to_the_topic_and_without_it_where_it_is_gone(
    desk: Desk, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    group = telegram.group("กอง", malee, forum=True)
    topic = group.topic("งาน")
    assert await desk.say(f"{group.id}/{topic}", QUESTION) == [Sent()]
    group.delete_topic(topic)
    assert await desk.say(f"{group.id}/{topic}", QUESTION) == [Sent()]
    assert [bubble.thread for bubble in group.phone(malee).seen] == [topic, None]


async def test_a_page_in_a_topic_is_turned_in_place(
    desk: Desk, bot: Client, telegram: TelegramFake, malee: TelegramPhone
) -> None:
    group = telegram.group("กอง", malee, forum=True)
    topic = group.topic("งาน")
    phone = group.phone(malee, topic=topic)
    await desk.say(f"{group.id}/{topic}", QUESTION)
    phone.press("ไม่มี")
    page = await desk.say(f"{group.id}/{topic}", PAGE, upon=await update_of(bot))
    assert page == [Sent()]
    assert [(bubble.text, bubble.thread) for bubble in phone.seen] == [("หน้า 2", topic)]


async def test_a_text_that_cannot_be_parsed_is_shown_plain(
    desk: Desk, malee: TelegramPhone, expected_sins: list[str]
) -> None:
    broken = {"method": "sendMessage", "parameters": {"text": "<b>1 &lt; 2", "parse_mode": "HTML"}}
    assert await desk.send(malee.chat, json.dumps(broken)) == Sent()
    assert malee.seen[-1].text == "1 < 2"
    expected_sins.append("end tag")


async def test_a_wrong_token_loses_no_message_and_is_logged(
    telegram: TelegramFake, malee: TelegramPhone, expected_sins: list[str]
) -> None:
    expected_sins.append("token")
    bot = Client("123456789:AAwrong", api_url=telegram.url)
    with structlog.testing.capture_logs() as lines:
        (result,) = await Desk(bot).say(malee.chat, QUESTION)
    await bot.close_connections()
    assert isinstance(result, Retry)
    assert result.after >= timedelta(minutes=1)
    assert [line["event"] for line in lines] == ["telegram_token_refused"]
    assert "AAwrong" not in str(lines)


@pytest.mark.parametrize(
    "payload",
    ["", "{}", '{"method": "sendMessage"}', '{"method": "close", "parameters": {}}', "[" * 99999],
)
async def test_what_is_no_request_is_refused(desk: Desk, payload: str) -> None:
    assert isinstance(await desk.send("5", payload), Refused)


async def test_many_chats_are_served_side_by_side(desk: Desk, telegram: TelegramFake) -> None:
    phones = [telegram.phone(f"คน {number}") for number in range(4)]
    results = await asyncio.gather(*(desk.say(phone.chat, QUESTION) for phone in phones))
    assert results == [[Sent()]] * 4
