"""Each limit of Telegram's messages, broken once, and once kept just so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from telegram import (
    Bot,
)

from tests.fakes.telegram.fake import TelegramFake

Json = dict[str, Any]
Ask = Callable[..., Json]


def keys(*rows: list[Json]) -> Json:
    return {"inline_keyboard": list(rows)}


def key(text: str = "ใช่", **does: Any) -> Json:
    return {"text": text, **(does or {"callback_data": "1.yes"})}


BROKEN: list[tuple[str, str, Json]] = [
    ("text has 4097 UTF-16 units", "message is too long", {"text": "ก" * 4097}),
    ("text has 4098 UTF-16 units", "message is too long", {"text": "😀" * 2049}),
    ("text is empty", "message text is empty", {"text": " \n"}),
    ("text is empty", "message text is empty", {"text": "<b></b>", "parse_mode": "HTML"}),
    ("text is no string", "text is no string", {"text": 5}),
    ("Unsupported start tag", "can't parse entities", {"text": "<p>a</p>", "parse_mode": "HTML"}),
    ("Unmatched end tag", "can't parse entities", {
        "text": "<b><i>a</b></i>", "parse_mode": "HTML"}),
    ("reads HTML only", "unsupported parse_mode", {"text": "*a*", "parse_mode": "Markdown"}),
    ("reaches beyond the text", "can't parse entities", {
        "text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]}),
    ("101 entities", "too many entities", {"text": "<b>a</b> " * 101, "parse_mode": "HTML"}),
    ("callback_data of 65 bytes", "BUTTON_DATA_INVALID", {
        "reply_markup": keys([key(callback_data="x" * 65)])}),
    ("callback_data of 66 bytes", "BUTTON_DATA_INVALID", {
        "reply_markup": keys([key(callback_data="ก" * 22)])}),
    ("callback_data of 0 bytes", "BUTTON_DATA_INVALID", {
        "reply_markup": keys([key(callback_data="")])}),
    ("more than 100 buttons", "reply markup is too long", {
        "reply_markup": keys(*[[key()] * 8] * 13)}),
    ("has 9 buttons", "row is invalid", {"reply_markup": keys([key()] * 9)}),
    ("does nothing", "Text buttons are not allowed", {"reply_markup": keys([{"text": "ก"}])}),
    ("not one thing", "Text buttons are not allowed", {
        "reply_markup": keys([key(callback_data="1", url="https://a")])}),
    ("has no text", "must be non-empty", {"reply_markup": keys([key("")])}),
    ("opens 'a'", "BUTTON_URL_INVALID", {"reply_markup": keys([key(url="a")])}),
    ("style 'green'", "BUTTON_STYLE_INVALID", {
        "reply_markup": keys([key(callback_data="1", style="green")])}),
    ("copies too much", "BUTTON_COPY_TEXT_INVALID", {
        "reply_markup": keys([key(copy_text={"text": "x" * 257})])}),
    ("placeholder is too long", "placeholder is too long", {
        "reply_markup": {"force_reply": True, "input_field_placeholder": "ก" * 65}}),
    ("inline_keyboard[0][0].text is missing", "text is missing", {
        "reply_markup": keys([{"callback_data": "1"}])}),
    ("there is no chat '1'", "chat not found", {"chat_id": 1}),
    ("General topic", "message thread not found", {"message_thread_id": 1}),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "said", "change"), BROKEN, ids=[e[0] for e in BROKEN])
def test_what_breaks_a_limit_is_refused_and_remembered(
    telegram: TelegramFake, ask: Ask, sentence: str, said: str, change: Json
) -> None:
    phone = telegram.phone("มาลี")
    answer = ask("sendMessage", **({"chat_id": phone.id, "text": "ก"} | change))
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert answer["description"].startswith("Bad Request: ")
    assert said in answer["description"]
    assert [each for each in telegram.violations if sentence in each], telegram.violations
    assert phone.seen == []


@pytest.mark.parametrize(
    "kept",
    [
        {"text": "ก" * 4096},
        {"text": "<b>" + "ก" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "&lt;" * 4096, "parse_mode": "HTML"},
        {"reply_markup": keys([key(callback_data="x" * 64)])},
        {"reply_markup": keys([key(callback_data="ก" * 21)])},
        {"reply_markup": keys(*[[key()] * 8] * 12, [key()] * 4)},
        {"reply_markup": keys([key(copy_text={"text": "6911-000123"}), key(disabled={})])},
        {"reply_markup": keys([key(callback_data="1", style="danger")])},
        {"reply_markup": {"keyboard": [[{"text": "ก"}]], "resize_keyboard": True}},
        {"chat_id": "PHONE"},
    ],
)
def test_what_keeps_the_limits_passes(telegram: TelegramFake, ask: Ask, kept: Json) -> None:
    phone = telegram.phone("มาลี")
    asked = {"chat_id": phone.id, "text": "ก"} | kept
    if "chat_id" in kept:
        asked["chat_id"] = phone.chat
    assert ask("sendMessage", **asked)["ok"], telegram.violations
    assert telegram.violations == []
    assert len(phone.seen) == 1


def test_a_misspelt_parameter_passes_as_on_telegram_but_is_remembered(
    telegram: TelegramFake, ask: Ask
) -> None:
    phone = telegram.phone("มาลี")
    assert ask("sendMessage", chat_id=phone.id, text="ก", parsemode="HTML")["ok"]
    assert telegram.violations == ["sendMessage: parsemode is not known."]


def test_a_parameter_may_not_be_missing(telegram: TelegramFake, ask: Ask) -> None:
    assert ask("sendMessage", chat_id=telegram.phone("มาลี").id)["error_code"] == 400
    assert telegram.violations == ["sendMessage: text is missing."]


def test_only_methods_that_exist_are_called(telegram: TelegramFake, ask: Ask) -> None:
    assert ask("sendMesage", chat_id=1, text="ก")["error_code"] == 404
    assert "there is no such method" in telegram.violations[0]


async def test_the_token_is_the_bots(telegram: TelegramFake) -> None:
    async with Bot(telegram.bot.token, base_url=f"{telegram.url}/bot") as bot:
        assert (await bot.get_me()).username == telegram.bot.username
    stranger = Bot("1:AA", base_url=f"{telegram.url}/bot")
    with pytest.raises(Exception, match="rejected"):
        await stranger.initialize()
    await stranger.shutdown()
    assert "the token is not this bot's" in telegram.violations[0]
