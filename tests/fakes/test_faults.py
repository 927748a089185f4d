"""Scripted faults, as the real client libraries meet them; and what they leave behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from linebot.v3.messaging import AsyncMessagingApi, PushMessageRequest, TextMessage
from linebot.v3.messaging.exceptions import ApiException
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut

from tests.fakes.faults import (
    EVERY_FAULT,
    AcceptedThenDropped,
    AcceptedThenError,
    At,
    ClosedConnection,
    Delay,
    Director,
    Fault,
    LateAnswer,
    RateLimited,
    Script,
    ServerError,
    WrongJson,
)
from tests.fakes.line.fake import LineFake
from tests.fakes.telegram.fake import TelegramFake

LONG = 30.0  # seconds; the client gives up long before, and the fake is ended with the test


def patience(fault: Fault) -> float:
    """Seconds: short only for a fault that would outlast it anyway."""
    return 0.3 if getattr(fault, "seconds", 0) == LONG else 20


def once(method: str, fault: Fault, chat: str = "") -> Script:
    return Script(listed=(At(method, fault, chat),))


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (ServerError(), NetworkError),
        (AcceptedThenError(), NetworkError),
        (AcceptedThenDropped(), NetworkError),
        (ClosedConnection(), NetworkError),
        (WrongJson(), TelegramError),
        (RateLimited(3), RetryAfter),
        (LateAnswer(LONG), TimedOut),
        (Delay(LONG), TimedOut),
    ],
)
async def test_a_fault_of_telegram_is_an_error_of_the_library(
    telegram: TelegramFake, bot: Bot, fault: Fault, error: type[Exception]
) -> None:
    phone = telegram.phone("มาลี")
    telegram.play(once("sendMessage", fault))
    with pytest.raises(error):
        await bot.send_message(phone.id, "ก", read_timeout=patience(fault))
    # What waits is not worked yet; of all others the fault says whether it was.
    worked = fault.may_be_accepted and not isinstance(fault, Delay)
    assert [bubble.text for bubble in phone.seen] == (["ก"] if worked else [])
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (ServerError(), 500),
        (AcceptedThenError(), 500),
        (RateLimited(), 429),
        (AcceptedThenDropped(), 0),
        (ClosedConnection(), 0),
        (WrongJson(), 0),
        (LateAnswer(LONG), 0),
    ],
)
async def test_a_fault_of_line_is_healed_by_the_retry_key(
    line: LineFake, line_api: AsyncMessagingApi, fault: Fault, status: int
) -> None:
    phone = line.phone("มาลี")
    key = "123e4567-e89b-12d3-a456-426614174000"
    request = PushMessageRequest(to=phone.person, messages=[TextMessage(text="ก")])
    line.play(once("pushMessage", fault))
    with pytest.raises(Exception) as failed:  # noqa: PT011 - each fault has another error
        await line_api.push_message(request, x_line_retry_key=key, _request_timeout=patience(fault))
    assert getattr(failed.value, "status", 0) in (status, 200)
    if fault.may_be_accepted:
        with pytest.raises(ApiException) as again:
            await line_api.push_message(request, x_line_retry_key=key)
        assert again.value.status == 409
    else:
        await line_api.push_message(request, x_line_retry_key=key)
    assert len(phone.seen) == 1
    assert line.spent_pushes == {phone.person: 1}
    assert line.violations == []


async def test_a_delayed_call_is_worked_in_the_end(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    telegram.play(once("sendMessage", Delay(0.05)))
    await bot.send_message(phone.id, "ก")
    assert [bubble.text for bubble in phone.seen] == ["ก"]


async def test_a_listed_fault_is_for_its_method_its_chat_and_its_times(
    telegram: TelegramFake, bot: Bot
) -> None:
    mali, wichai = telegram.phone("มาลี"), telegram.phone("วิชัย")
    telegram.play(Script(listed=(At("sendMessage", ServerError(), mali.chat, times=2),)))
    await bot.get_me()
    await bot.send_message(wichai.id, "ก")
    for _ in range(2):
        with pytest.raises(NetworkError):
            await bot.send_message(mali.id, "ก")
    await bot.send_message(mali.id, "ก")
    assert telegram.calls["sendMessage"] == 4


def test_a_share_of_calls_fails_in_every_way_in_turn() -> None:
    director = Director(Script(share=0.2, seed=7))
    faults = [director.fault_of("sendMessage", "1") for _ in range(1000)]
    found = [fault for fault in faults if fault is not None]
    assert 150 < len(found) < 250
    assert found[:8] == list(EVERY_FAULT)
    assert found[8:16] == list(EVERY_FAULT)


def test_a_seed_makes_a_script_repeatable() -> None:
    def played(seed: int) -> list[Fault | None]:
        director = Director(Script(share=0.2, seed=seed))
        return [director.fault_of("sendMessage", "1") for _ in range(50)]

    assert played(7) == played(7)
    assert played(7) != played(8)


def test_a_share_may_be_limited_to_methods() -> None:
    director = Director(Script(share=1, only=("sendMessage",)))
    assert director.fault_of("getUpdates", "") is None
    assert director.fault_of("sendMessage", "") is not None


def test_a_script_goes_through_json() -> None:
    script = Script(
        listed=(At("sendMessage", RateLimited(9), "1", times=2),),
        share=0.5,
        ways=(Delay(0.5), WrongJson()),
        seed=3,
        only=("sendMessage",),
    )
    assert Script.from_json(script.as_json()) == script
    assert Script.from_json(replace(script, share=0.1).as_json()) != script
