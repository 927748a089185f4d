"""Telegram's chats: who may not be written to, groups, topics, migration, and rates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from telegram import Bot, Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.fakes.telegram.fake import TelegramFake, fake_telegram
from tests.fakes.telegram.state import Bot as BotAccount

Ask = Callable[..., dict[str, Any]]


async def heard(bot: Bot) -> list[Update]:
    """Everything that waits, and confirm it."""
    updates = list(await bot.get_updates())
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


async def test_who_blocks_the_bot_is_not_written_to(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    phone.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(phone.id, "ก")
    phone.unblock()
    await bot.send_message(phone.id, "ก")
    blocked, unblocked = await heard(bot)
    assert blocked.my_chat_member
    assert unblocked.my_chat_member
    assert blocked.my_chat_member.new_chat_member.status == "kicked"
    assert unblocked.my_chat_member.new_chat_member.status == "member"
    assert telegram.violations == []


async def test_nobody_is_written_to_first(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี", started=False)
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(phone.id, "ก")
    assert "never wrote to the bot" in telegram.violations[0]
    phone.start("CODE123")
    await bot.send_message(phone.id, "ก")
    [update] = await heard(bot)
    assert update.message
    assert update.message.text == "/start CODE123"
    assert update.message.entities[0].type == "bot_command"


async def test_telegrams_other_refusals_can_be_had(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    telegram.refuse(phone.chat, "user is deactivated")
    with pytest.raises(Forbidden, match="user is deactivated"):
        await bot.send_message(phone.id, "ก")


async def test_a_group_that_removed_the_bot_is_closed(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    group = telegram.group("กลุ่ม", phone, supergroup=True)
    await bot.send_message(group.id, "ก")
    group.remove_bot()
    with pytest.raises(Forbidden, match="bot was kicked from the supergroup chat"):
        await bot.send_message(group.id, "ก")
    kinds = [update.my_chat_member for update in await heard(bot) if update.my_chat_member]
    assert [change.new_chat_member.status for change in kinds] == ["member", "kicked"]
    assert telegram.violations == []


async def test_a_group_becomes_a_supergroup(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    group = telegram.group("กลุ่ม", phone)
    await heard(bot)
    new = group.migrate()
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(group.id, "ก")
    assert str(moved.value.new_chat_id) == new.id
    told = {update.message.chat.id: update.message for update in await heard(bot) if update.message}
    assert str(told[int(group.id)].migrate_to_chat_id) == new.id
    assert str(told[int(new.id)].migrate_from_chat_id) == group.id
    await bot.send_message(new.id, "ก")
    assert new.phone(phone).seen[-1].text == "ก"
    assert telegram.violations == []


async def test_in_privacy_mode_a_bot_hears_what_is_meant_for_it(
    telegram: TelegramFake, bot: Bot
) -> None:
    phone = telegram.phone("มาลี")
    group = telegram.group("กลุ่ม", phone)
    here = group.phone(phone)
    await bot.send_message(group.id, "ถาม")
    asked = here.seen[-1]
    here.say("คุยกันเอง")
    here.say("/status")
    here.say("/status@khuepna_bot")
    here.say("/status@another_bot")
    here.say("ตอบ", reply_to=asked)
    heard_texts = [u.message.text for u in await heard(bot) if u.message and u.message.text]
    assert heard_texts == ["/status", "/status@khuepna_bot", "ตอบ"]
    group.promote()
    here.say("คุยกันเอง")
    heard_texts = [u.message.text for u in await heard(bot) if u.message and u.message.text]
    assert heard_texts == ["คุยกันเอง"]


async def test_without_privacy_mode_it_hears_everything() -> None:
    with fake_telegram(BotAccount(privacy=False)) as telegram:
        address = f"{telegram.url}/bot"
        async with Bot(telegram.bot.token, base_url=address) as bot:
            phone = telegram.phone("มาลี")
            telegram.group("กลุ่ม", phone).phone(phone).say("คุยกันเอง")
            assert (await bot.get_me()).can_read_all_group_messages
            assert [u.message.text for u in await heard(bot) if u.message][-1] == "คุยกันเอง"


async def test_an_anonymous_admin_is_the_group(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    group = telegram.group("กลุ่ม", phone, supergroup=True)
    group.phone(phone).say("/status", anonymous=True)
    message = (await heard(bot))[-1].message
    assert message
    assert message.from_user
    assert message.sender_chat
    assert message.from_user.id == 1087968824
    assert str(message.sender_chat.id) == group.id


async def test_topics(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    group = telegram.group("กลุ่ม", phone, forum=True)
    topic = group.topic("งานก่อสร้าง")
    group.phone(phone, topic=topic).say("/status")
    message = (await heard(bot))[-1].message
    assert message
    assert (message.message_thread_id, message.is_topic_message) == (topic, True)
    await bot.send_message(group.id, "ก", message_thread_id=topic)
    assert group.phone(phone).seen[-1].thread == topic
    group.delete_topic(topic)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "ก", message_thread_id=topic)
    assert telegram.violations == []
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group.id, "ก", message_thread_id=1)
    assert "General topic" in telegram.violations[0]


async def test_a_person_edits_what_they_wrote(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    phone.say("45")
    phone.edit("54")
    first, second = await heard(bot)
    assert first.message
    assert second.edited_message
    assert first.message.message_id == second.edited_message.message_id
    assert second.edited_message.text == "54"
    assert [(b.text, b.edited) for b in phone.screen] == [("54", True)]


async def test_a_reply_needs_what_it_replies_to(telegram: TelegramFake, bot: Bot) -> None:
    phone = telegram.phone("มาลี")
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(phone.id, "ก", reply_to_message_id=9)
    await bot.send_message(phone.id, "ก", reply_to_message_id=9, allow_sending_without_reply=True)
    assert telegram.violations == []


async def test_a_closed_topic_takes_messages_of_admins_only(
    telegram: TelegramFake, bot: Bot
) -> None:
    phone = telegram.phone("มาลี")
    group = telegram.group("กลุ่ม", phone, forum=True)
    topic = group.topic("งาน")
    group.close_topic(topic)
    with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
        await bot.send_message(group.id, "ก", message_thread_id=topic)
    group.promote()
    await bot.send_message(group.id, "ก", message_thread_id=topic)
    assert telegram.violations == []
