"""What python-telegram-bot puts on a screen, edits, and answers."""

from __future__ import annotations

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from telegram.error import BadRequest

from tests.fakes.faults import At, LateAnswer, Script
from tests.fakes.telegram.fake import TelegramFake


def keyboard(label: str = "ใช่", data: str = "1.yes") -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


async def test_html_is_shown_without_its_tags(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    text = "<b>ร้อยละ</b> 45 &lt; 60"
    sent = await bot.send_message(phone.id, text, parse_mode="HTML", reply_markup=keyboard())
    [bubble] = phone.seen
    assert (bubble.text, bubble.labels) == ("ร้อยละ 45 < 60", ["ใช่"])
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 6)]
    assert telegram.violations == []


async def test_an_edit_is_in_place(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    sent = await bot.send_message(phone.id, "หนึ่ง", reply_markup=keyboard())
    await bot.send_message(phone.id, "สอง")
    await bot.edit_message_reply_markup(phone.id, sent.message_id, reply_markup=keyboard("ไม่"))
    assert phone.seen[0].labels == ["ไม่"]
    await bot.edit_message_text("แก้แล้ว", chat_id=phone.id, message_id=sent.message_id)
    assert [(b.text, b.edited, b.labels) for b in phone.seen] == [
        ("แก้แล้ว", True, []),
        ("สอง", False, []),
    ]
    assert telegram.violations == []


async def test_an_edit_that_changes_nothing_is_refused(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    sent = await bot.send_message(phone.id, "<b>ก</b>", parse_mode="HTML", reply_markup=keyboard())
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_text("<b>ก</b>", parse_mode="HTML", reply_markup=keyboard())
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(keyboard())
    assert telegram.violations == []


async def test_only_what_is_there_and_its_own_is_edited(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    sent = await bot.send_message(phone.id, "ก")
    await sent.delete()
    assert phone.seen == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("ข")
    assert telegram.violations == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("ข", chat_id=phone.id, message_id=99)
    phone.say("ค")
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("ข", chat_id=phone.id, message_id=2)
    assert len(telegram.violations) == 2


async def test_a_press_is_answered_once_in_time(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    await bot.send_message(phone.id, "ก", reply_markup=keyboard())
    phone.press("ใช่", times=2)
    first, second = await bot.get_updates(timeout=5)
    assert first.callback_query
    assert second.callback_query
    assert first.callback_query.data == "1.yes"
    assert phone.spinning == 2
    await first.callback_query.answer("รับแล้ว")
    assert (phone.toasts, phone.spinning) == (["รับแล้ว"], 1)
    with pytest.raises(BadRequest, match=r"(?i)message_too_long"):
        await second.callback_query.answer("ก" * 201)
    telegram.forward(16)
    with pytest.raises(BadRequest, match="Query is too old"):
        await second.callback_query.answer()
    assert len(telegram.violations) == 1
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("1")
    assert "there was no such press" in telegram.violations[1]


async def test_a_press_may_be_on_a_message_that_is_lost(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    await bot.send_message(phone.id, "ก", reply_markup=keyboard())
    phone.press("ใช่", lost=True)
    [update] = await bot.get_updates(timeout=5)
    assert update.callback_query
    assert update.callback_query.message
    assert not update.callback_query.message.is_accessible


async def test_a_repeated_edit_after_a_late_answer_is_no_sin(
    telegram: TelegramFake, bot: Bot
) -> None:
    phone = telegram.phone("มาลี")
    sent = await bot.send_message(phone.id, "ก")
    telegram.play(Script(listed=(At("editMessageText", LateAnswer(0.01), times=2),)))
    await sent.edit_text("ข")
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_text("ข")
    assert telegram.violations == []
