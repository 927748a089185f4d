"""Sending on LINE: replies first, pushes where they are paid for, and every kind of failure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.channels.base import Gone, Refused, Result, Retry, Sent, Unknown, Unpaid
from bot.channels.line import channel as sending
from bot.channels.line.channel import LineChannel
from bot.channels.line.client import LineClient
from bot.channels.line.tokens import GivenToken
from storage.records import Worth
from tests.channels.line.desk import Desk
from tests.fakes.faults import (
    AcceptedThenDropped,
    AcceptedThenError,
    At,
    ClosedConnection,
    Fault,
    LateAnswer,
    RateLimited,
    Script,
    ServerError,
    WrongJson,
)

REPLY, PUSH = "replyMessage", "pushMessage"
SAID_AND_UNHEARD = [AcceptedThenDropped(), AcceptedThenError(), WrongJson()]
NOT_SAID = [ClosedConnection(), ServerError()]


def play(desk: Desk, method: str, fault: Fault, times: int = 1) -> None:
    desk.line.play(Script(listed=(At(method, fault, times=times),)))


def by_name(fault: Fault) -> str:
    return type(fault).__name__


# --- replies ----------------------------------------------------------------------------------


async def test_an_answer_is_a_reply_and_costs_nothing(desk: Desk) -> None:
    assert await desk.send(desk.answer(desk.hear())) == Sent()
    assert desk.seen == ["คำตอบ"]
    assert desk.sounds == ["reply"]
    assert desk.line.spent_pushes == {}


@pytest.mark.parametrize("fault", [*SAID_AND_UNHEARD, *NOT_SAID], ids=by_name)
async def test_an_answer_of_which_nothing_is_known_is_tried_again_with_the_same_token(
    desk: Desk, fault: Fault
) -> None:
    row = desk.answer(desk.hear())
    play(desk, REPLY, fault)
    assert isinstance(await desk.send(row), Unknown)
    assert await desk.send(row, attempt=2) == Sent()
    assert desk.seen == ["คำตอบ"]


async def test_a_platform_that_is_too_slow_is_not_waited_for(desk: Desk) -> None:
    tokens = GivenToken(SecretStr(desk.line.channel.access_token))
    hasty = LineClient(tokens, api_url=desk.line.url, data_url=desk.line.data_url, patience=0.1)
    row = desk.answer(desk.hear())
    play(desk, REPLY, LateAnswer(1))
    result = await LineChannel(hasty, desk.budget, desk.clock).send(row)
    await hasty.close()
    assert isinstance(result, Unknown)
    assert await desk.send(row, attempt=2) == Sent()
    assert desk.seen == ["คำตอบ"]


async def test_a_reply_that_came_too_often_goes_out_later(desk: Desk) -> None:
    row = desk.answer(desk.hear())
    play(desk, REPLY, RateLimited())
    assert isinstance(await desk.send(row), Retry)
    assert await desk.send(row, attempt=2) == Sent()
    assert desk.sounds == ["reply"]


async def test_a_process_that_died_after_replying_says_nothing_twice(desk: Desk) -> None:
    row = desk.answer(desk.hear())
    desk.line.expect_repeats()
    assert await desk.send(row) == Sent()
    assert await desk.send(row, attempt=2) == Sent()
    assert desk.seen == ["คำตอบ"]


@pytest.mark.parametrize("attempt", [1, 2])
async def test_an_old_token_is_not_tried_and_nobody_pays(desk: Desk, attempt: int) -> None:
    row = desk.answer(desk.hear())
    desk.forward(51)
    assert await desk.send(row, attempt=attempt) == Unpaid()
    assert desk.line.calls.get(REPLY) is None


@pytest.mark.parametrize("attempt", [1, 2])
async def test_an_old_token_is_no_hindrance_where_it_is_paid_for(desk: Desk, attempt: int) -> None:
    row = desk.answer(desk.hear(), worth=Worth.URGENT)
    desk.forward(51)
    assert await desk.send(row, attempt=attempt) == Sent()
    assert desk.sounds == ["push"]


@pytest.mark.parametrize(("worth", "result"), [(Worth.FREE, Unpaid()), (Worth.REMINDER, Sent())])
async def test_a_token_that_ended_early_counts_as_old(
    desk: Desk, worth: Worth, result: Result
) -> None:
    row = desk.answer(desk.hear(), worth=worth)
    desk.line.forward(61)  # LINE's clock only: the token is fresh by ours
    assert await desk.send(row) == result
    desk.sins = ["s old, and 60 s is its life"]
    assert desk.seen == (["คำตอบ"] if result == Sent() else [])


async def test_what_waited_is_said_with_the_next_reply(desk: Desk) -> None:
    row = desk.answer(desk.hear(), "แรก")
    desk.forward(51)
    assert await desk.send(row) == Unpaid()
    assert await desk.send(desk.answer(desk.hear(), "ต่อมา", unsaid=row.payload)) == Sent()
    assert desk.seen == ["แรก", "ต่อมา"]
    assert desk.line.calls == {REPLY: 1}


async def test_an_answer_in_a_group_is_a_reply_too(desk: Desk) -> None:
    before = len(desk.webhook.received)
    group = desk.line.group("กองช่าง", desk.phone)
    desk.webhook.wait(before + 1)
    desk.phone = group.phone(desk.phone)
    row = desk.answer(desk.hear("/help"))
    assert row.lane == group.id
    assert await desk.send(row) == Sent()
    assert desk.line.spent_pushes == {}


# --- pushes -----------------------------------------------------------------------------------


async def test_what_the_bot_says_first_waits_unless_it_is_paid_for(desk: Desk) -> None:
    assert await desk.send(desk.letter(worth=Worth.FREE)) == Unpaid()
    assert desk.line.calls == {}
    assert await desk.send(desk.letter()) == Sent()
    assert desk.line.spent_pushes == {desk.phone.chat: 1}


@pytest.mark.parametrize("fault", [*SAID_AND_UNHEARD, *NOT_SAID], ids=by_name)
async def test_a_push_of_which_nothing_is_known_is_repeated_under_its_key(
    desk: Desk, fault: Fault
) -> None:
    row = desk.letter()
    play(desk, PUSH, fault)
    assert isinstance(await desk.send(row), Unknown)
    assert await desk.send(row, attempt=2) == Sent()
    assert desk.seen == ["จดหมาย"]
    assert desk.line.spent_pushes == {desk.phone.chat: 1}


async def test_a_process_that_died_after_pushing_pays_once(desk: Desk) -> None:
    row = desk.letter()
    for attempt in (1, 2):
        assert await desk.send(row, attempt=attempt) == Sent()
    assert desk.line.spent_pushes == {desk.phone.chat: 1}
    assert desk.counted == [row.id]


async def test_a_rate_limit_is_waited_out_and_costs_once(desk: Desk) -> None:
    row = desk.letter()
    play(desk, PUSH, RateLimited())
    assert isinstance(await desk.send(row), Retry)
    assert desk.line.calls["getMessageQuota"] == 1  # before the push, and not because of it
    assert await desk.send(row, attempt=2) == Sent()
    assert desk.counted == [row.id]


async def test_nothing_is_ever_pushed_to_a_group(desk: Desk) -> None:
    group = desk.line.group("กองช่าง", desk.phone, desk.line.phone("มานะ"))
    assert await desk.send(desk.letter(to=group.id)) == Unpaid()
    assert desk.line.calls == {}
    assert desk.counted == []


async def test_whom_the_bot_never_met_is_gone(desk: Desk) -> None:
    result = await desk.send(desk.letter(to="U" + "f" * 32))
    assert isinstance(result, Gone)
    assert desk.counted == []
    desk.sins = ["to is nobody here"]


async def test_what_may_not_be_pushed_waits_and_holds_up_no_reply(desk: Desk) -> None:
    desk.line.stand_by(desk.phone.chat)
    assert await desk.send(desk.letter()) == Unpaid()
    assert desk.counted == []
    desk.sins = ["the bot stands by in this chat"]


async def test_a_message_that_line_will_never_take_is_refused(desk: Desk) -> None:
    row = replace(desk.letter(), payload='{"messages": [{"type": "text", "text": ""}]}')
    assert isinstance(await desk.send(row), Refused)
    assert desk.counted == []
    desk.sins = ["may not be empty"]


@pytest.mark.parametrize(
    "payload", ["", "{}", "[]", '{"messages": []}', '{"messages": {}}', "null"]
)
async def test_what_is_no_request_is_refused_unasked(desk: Desk, payload: str) -> None:
    assert isinstance(await desk.send(replace(desk.letter(), payload=payload)), Refused)
    assert desk.line.calls == {}


async def test_a_token_that_line_does_not_know_waits_for_an_operator(desk: Desk) -> None:
    wrong = GivenToken(SecretStr("of-another-channel"))
    client = LineClient(wrong, api_url=desk.line.url, data_url=desk.line.data_url)
    result = await LineChannel(client, desk.budget, desk.clock).send(desk.letter())
    await client.close()
    assert isinstance(result, Retry)
    assert result.after == sending.LONG_PAUSE
    assert "another" not in repr(result)
    desk.sins = ["the access token is none of this channel's"]
