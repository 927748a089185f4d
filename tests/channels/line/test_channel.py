"""Sending on LINE: replies first, pushes where they are paid for, and every kind of failure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from bot.channels.base import Gone, QuotaSpent, Refused, Result, Retry, Sent, Unknown, Unpaid
from bot.channels.line import channel as sending
from bot.channels.line.channel import LineChannel
from bot.channels.line.client import LineClient
from bot.channels.line.tokens import GivenToken
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
    result = await LineChannel(hasty, desk.clock).send(row)
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
    row = desk.answer(desk.hear(), paid=True)
    desk.forward(51)
    assert await desk.send(row, attempt=attempt) == Sent()
    assert desk.sounds == ["push"]


@pytest.mark.parametrize(("paid", "result"), [(False, Unpaid()), (True, Sent())])
async def test_a_token_that_ended_early_counts_as_old(
    desk: Desk, paid: bool, result: Result
) -> None:
    row = desk.answer(desk.hear(), paid=paid)
    desk.line.forward(61)  # LINE's clock only: the token is fresh by ours
    assert await desk.send(row) == result
    desk.sins = ["61 s old"]
    assert desk.seen == (["คำตอบ"] if paid else [])


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
    assert await desk.send(desk.letter(paid=False)) == Unpaid()
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


async def test_a_rate_limit_is_waited_out(desk: Desk) -> None:
    play(desk, PUSH, RateLimited())
    assert isinstance(await desk.send(desk.letter()), Retry)
    assert "getMessageQuota" not in desk.line.calls


async def test_a_spent_quota_is_told_apart_from_a_rate_limit(desk: Desk) -> None:
    desk.line.set_quota(0)
    assert await desk.send(desk.letter()) == QuotaSpent()
    assert desk.line.calls["getMessageQuota"] == 1


async def test_a_quota_too_small_for_a_group_is_spent_for_it(desk: Desk) -> None:
    group = desk.line.group("กองช่าง", desk.phone, desk.line.phone("มานะ"))
    desk.line.set_quota(1)
    assert await desk.send(desk.letter(to=group.id)) == QuotaSpent()
    assert await desk.send(desk.letter()) == Sent()


async def test_a_spent_quota_is_believed_when_nobody_confirms_it(desk: Desk) -> None:
    desk.line.set_quota(0)
    play(desk, "getMessageQuota", ServerError())
    assert await desk.send(desk.letter()) == QuotaSpent()


async def test_whom_the_bot_never_met_is_gone(desk: Desk) -> None:
    result = await desk.send(desk.letter(to="U" + "f" * 32))
    assert isinstance(result, Gone)
    desk.sins = ["to is nobody here"]


async def test_what_may_not_be_pushed_waits_and_holds_up_no_reply(desk: Desk) -> None:
    desk.line.stand_by(desk.phone.chat)
    assert await desk.send(desk.letter()) == Unpaid()
    desk.sins = ["the bot stands by in this chat"]


async def test_a_message_that_line_will_never_take_is_refused(desk: Desk) -> None:
    row = replace(desk.letter(), payload='{"messages": [{"type": "text", "text": ""}]}')
    assert isinstance(await desk.send(row), Refused)
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
    result = await LineChannel(client, desk.clock).send(desk.letter())
    await client.close()
    assert isinstance(result, Retry)
    assert result.after == sending.LONG_PAUSE
    assert "another" not in repr(result)
    desk.sins = ["the access token is none of this channel's"]
