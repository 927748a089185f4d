"""What Telegram sends: to a webhook, each queue in order, or to whoever polls."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot
from telegram.error import Conflict, RetryAfter

from tests.fakes.delivery import Delivery
from tests.fakes.receiver import Receiver
from tests.fakes.telegram.fake import TelegramFake, TelegramPhone

Json = dict[str, Any]
Ask = Callable[..., Json]
PUBLIC = "https://bot.example"
HOOK = f"{PUBLIC}/webhook/telegram"


def texts(webhook: Receiver, count: int) -> list[str]:
    return [call.content["message"]["text"] for call in webhook.wait(count)]


async def deliver(telegram: TelegramFake, bot: Bot, webhook: Receiver) -> None:
    telegram.route(PUBLIC, webhook.url)
    await bot.set_webhook(HOOK, secret_token="s3cret", allowed_updates=["message"])


# --- polling ---


async def test_polling_gives_each_update_until_it_is_confirmed(
    telegram: TelegramFake, bot: Bot
) -> None:
    phone = telegram.phone("มาลี")
    phone.say("หนึ่ง")
    phone.say("สอง")
    first, second = await bot.get_updates(timeout=5)
    assert len(await bot.get_updates(limit=1)) == 1
    assert second.update_id == first.update_id + 1
    [left] = await bot.get_updates(offset=second.update_id)
    assert left.message
    assert left.message.text == "สอง"
    assert await bot.get_updates(offset=second.update_id + 1) == ()


async def test_a_long_poll_ends_when_something_happens(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    polled = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.to_thread(wait_for_call, telegram, "getUpdates")
    phone.say("สวัสดี")
    [update] = await polled
    assert update.message
    assert update.message.text == "สวัสดี"


def wait_for_call(telegram: TelegramFake, method: str) -> None:
    """Ask again and again, which takes a moment each time; what is asked for is under way."""
    for _ in range(10_000):
        if telegram.calls.get(method):
            return
    raise AssertionError(f"nobody called {method}")


async def test_of_two_that_poll_the_first_is_ended(
    telegram: TelegramFake, bot: Bot, ask: Ask
) -> None:
    polled = asyncio.create_task(bot.get_updates(timeout=30))
    await asyncio.to_thread(wait_for_call, telegram, "getUpdates")
    assert ask("getUpdates")["result"] == []
    with pytest.raises(Conflict, match="terminated by other getUpdates"):
        await polled


async def test_polling_and_a_webhook_exclude_each_other(telegram: TelegramFake, bot: Bot) -> None:
    await bot.set_webhook(HOOK)
    with pytest.raises(Conflict, match="while webhook is active"):
        await bot.get_updates()
    assert telegram.violations == ["getUpdates: a webhook is set."]
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_only_allowed_kinds_arrive(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    await bot.get_updates(allowed_updates=["message"])
    phone.block()
    phone.unblock()
    phone.say("สวัสดี")
    [update] = await bot.get_updates(timeout=5)
    assert update.message
    await bot.get_updates(allowed_updates=["mesage"])
    assert telegram.violations == ["allowed_updates: 'mesage' is no kind of update."]


def test_a_poll_has_limits(telegram: TelegramFake, ask: Ask) -> None:
    ask("getUpdates", limit=101)
    ask("getUpdates", offset="1")
    assert len(telegram.violations) == 1
    ask("getUpdates", offset="one")
    assert "offset is no integer" in telegram.violations[1]


# --- the webhook ---


async def test_the_webhook_gets_its_secret(
    telegram: TelegramFake, bot: Bot, webhook: Receiver
) -> None:
    await deliver(telegram, bot, webhook)
    telegram.phone("มาลี").say("สวัสดี")
    [call] = webhook.wait(1)
    assert call.headers["x-telegram-bot-api-secret-token"] == "s3cret"
    assert call.content["message"]["from"]["first_name"] == "มาลี"
    assert telegram.webhook == {"url": HOOK, "secret": "s3cret", "allowed": ["message"]}
    assert telegram.violations == []


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("HTTPS URL must be provided", {"url": "http://bot.example"}),
        ("only on ports 80, 88, 443 or 8443", {"url": "https://bot.example:8080/a"}),
        ("unallowed characters", {"url": HOOK, "secret_token": "s.t"}),
        ("unallowed characters", {"url": HOOK, "secret_token": ""}),
        ("max_connections", {"url": HOOK, "max_connections": 101}),
    ],
)
def test_a_webhook_has_limits(telegram: TelegramFake, ask: Ask, said: str, asked: Json) -> None:
    answer = ask("setWebhook", **asked)
    assert answer["error_code"] == 400
    assert said in answer["description"]
    assert len(telegram.violations) == 1


async def test_a_webhook_is_set_once_a_second(telegram: TelegramFake, bot: Bot) -> None:
    telegram.freeze()
    await bot.set_webhook(HOOK)
    with pytest.raises(RetryAfter):
        await bot.set_webhook(HOOK)


async def test_one_chat_is_served_in_order_and_the_next_waits(
    telegram: TelegramFake, bot: Bot, webhook: Receiver
) -> None:
    await deliver(telegram, bot, webhook)
    webhook.answers = [500, 503]
    phone = telegram.phone("มาลี")
    for word in ("หนึ่ง", "สอง", "สาม"):
        phone.say(word)
    assert texts(webhook, 5) == ["หนึ่ง", "หนึ่ง", "หนึ่ง", "สอง", "สาม"]
    told = await bot.get_webhook_info()
    assert told.last_error_message == "Wrong response from the webhook: 503"


async def test_a_chat_that_is_stuck_holds_up_no_other(
    telegram: TelegramFake, bot: Bot, webhook: Receiver
) -> None:
    telegram.use(Delivery(pause=60))
    await deliver(telegram, bot, webhook)
    webhook.answers = [500, 500]
    telegram.phone("มาลี").say("ติด")
    webhook.wait(2)
    telegram.phone("วิชัย").say("ไม่ติด")
    assert texts(webhook, 3)[2] == "ไม่ติด"
    # The webhook has received it before Telegram has its answer.
    async with asyncio.timeout(20):
        while (await bot.get_webhook_info()).pending_update_count != 1:
            continue


async def test_doubled_updates_come_twice_before_the_next(
    telegram: TelegramFake, bot: Bot, webhook: Receiver
) -> None:
    telegram.use(Delivery(doubled=True, shuffled=True, seed=3, window=0.02))
    await deliver(telegram, bot, webhook)
    phone = telegram.phone("มาลี")
    phone.say("หนึ่ง")
    phone.say("สอง")
    assert texts(webhook, 4) == ["หนึ่ง", "หนึ่ง", "สอง", "สอง"]
    assert webhook.received[0].content == webhook.received[1].content


async def test_a_press_and_a_message_may_overtake_each_other(
    telegram: TelegramFake, bot: Bot, webhook: Receiver
) -> None:
    telegram.use(Delivery(shuffled=True, seed=2, window=0.1))
    telegram.route(PUBLIC, webhook.url)
    await bot.set_webhook(HOOK)
    people = [telegram.phone(f"คนที่ {number}") for number in range(20)]
    telegram.hold()
    for phone in people:
        await ask_something(bot, phone)
        phone.press("ใช่")
        phone.say("พิมพ์")
    telegram.let_go()
    calls = await asyncio.to_thread(webhook.wait, 40)
    firsts: dict[int, str] = {}
    for call in calls:
        kind, content = next((k, v) for k, v in call.content.items() if k != "update_id")
        firsts.setdefault(content["from"]["id"], kind)
    assert set(firsts.values()) == {"message", "callback_query"}


async def ask_something(bot: Bot, phone: TelegramPhone) -> None:
    key = {"text": "ใช่", "callback_data": "1.yes"}
    await bot.send_message(
        phone.id, "ถาม", api_kwargs={"reply_markup": {"inline_keyboard": [[key]]}}
    )


async def test_a_press_is_forgotten_after_150_seconds_a_message_after_a_day(
    telegram: TelegramFake, bot: Bot
) -> None:
    phone = telegram.phone("มาลี")
    await ask_something(bot, phone)
    phone.press("ใช่")
    phone.say("สวัสดี")
    telegram.forward(151)
    [update] = await bot.get_updates(timeout=5)
    assert update.message
    telegram.forward(24 * 60 * 60)
    assert await bot.get_updates() == ()


async def test_pending_updates_are_dropped_when_asked(telegram: TelegramFake, bot: Bot) -> None:
    telegram.phone("มาลี").say("สวัสดี")
    assert telegram.undelivered == 1
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
