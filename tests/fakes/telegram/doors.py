"""Whether the bot may write to a chat, and what Telegram says if it may not."""

from __future__ import annotations

from tests.fakes.platform import Answer, Call
from tests.fakes.telegram.limits import Broken
from tests.fakes.telegram.state import TelegramState, refuse

GENERAL_TOPIC = 1
NO_START = "bot can't initiate conversation with a user"
MIGRATED = "Bad Request: group chat was upgraded to a supergroup chat"
NO_TOPIC = "message thread not found"


def refuse_chat(telegram: TelegramState, call: Call) -> Answer | None:
    """The refusal of a chat, or None if it is open."""
    chat = call.chat
    number = int(chat) if chat.lstrip("-").isdigit() else 0
    if person := telegram.people.get(number):
        if person.refuses:
            return refuse(403, f"Forbidden: {person.refuses}")
        if not person.started:
            telegram.sin(f"{call.method}: {person.name} never wrote to the bot.")
            return refuse(403, f"Forbidden: {NO_START}")
        return None
    group = telegram.groups.get(number)
    if group is None:
        return telegram.break_rule(call, Broken(f"there is no chat {chat!r}", "chat not found"))
    if group.moved_to is not None:
        return refuse(400, MIGRATED, {"migrate_to_chat_id": group.moved_to})
    if group.refuses:
        return refuse(403, f"Forbidden: {group.refuses}")
    return None


def refuse_thread(telegram: TelegramState, call: Call) -> Answer | None:
    """The refusal of a topic, or None if there is none or it is open."""
    thread = call.fields.get("message_thread_id")
    if thread is None:
        return None
    group = telegram.groups.get(int(call.chat))
    if thread == GENERAL_TOPIC or group is None:
        what = f"message_thread_id {thread} is the General topic's, or in a chat without topics"
        return telegram.break_rule(call, Broken(what, NO_TOPIC))
    if not group.forum or thread not in group.topics:
        return refuse(400, f"Bad Request: {NO_TOPIC}")
    if thread in group.closed_topics and not group.bot_is_admin:
        return refuse(400, "Bad Request: TOPIC_CLOSED")
    return None


def refuse_rate(telegram: TelegramState, call: Call, *, messages: int = 1) -> Answer | None:
    """429 if this chat, this group or the bot says too much at a time."""
    if not telegram.bot.rates:
        return None
    now = telegram.clock.now()
    if telegram.rates.breaks_quiet(call.chat, now) and not telegram.may_repeat(call):
        telegram.sin(f"{call.method}: chat {call.chat} was to be left alone for a while (429).")
    for _ in range(messages):
        if too_often := telegram.rates.take(call.chat, now):
            if telegram.is_fair():
                telegram.sin(f"{call.method}: {too_often.what}.")
            telegram.rates.be_quiet(call.chat, too_often.retry_after, now)
            return telegram.rate_limited(too_often.retry_after)
    return None
