"""Telegram's methods that change what is on a screen, or answer a press."""

from __future__ import annotations

import json
from collections.abc import Callable

from tests.fakes.platform import Answer, Call
from tests.fakes.telegram.doors import refuse_chat
from tests.fakes.telegram.limits import TEXT, TOAST, Broken, TooMuch, shown_text
from tests.fakes.telegram.sending import refuse_markup
from tests.fakes.telegram.state import Json, TelegramState, give, refuse
from tests.fakes.writing import utf16_units

ANSWER_WITHIN = 15.0  # seconds from the press
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def edit(telegram: TelegramState, call: Call) -> Answer:
    """New text with its keyboard, or a new keyboard; without one it goes away."""
    asked = call.fields
    changed: Json = {}
    if call.method == "editMessageText":
        if "text" not in asked:
            raise TooMuch(Broken("text is missing", "message text is empty"))
        text, entities = shown_text(
            asked["text"], asked.get("parse_mode"), asked.get("entities"), most=TEXT
        )
        changed = {"text": text} | ({"entities": entities} if entities else {})
    refuse_markup(asked.get("reply_markup"))
    if refused := refuse_chat(telegram, call):
        return refused
    number = asked.get("message_id", 0)
    message = telegram.messages.get((call.chat, number))
    if message is None:
        if number > telegram.last_message.get(call.chat, 0):
            telegram.sin(f"{call.method}: message {number} never was in chat {call.chat}.")
        return refuse(400, "Bad Request: message to edit not found")
    if message["from"]["id"] != telegram.bot.id:
        return telegram.break_rule(
            call, Broken("it is not the bot's own", "message can't be edited")
        )
    kept = {name: message[name] for name in message if name not in ("entities", "reply_markup")}
    if call.method == "editMessageReplyMarkup" and "entities" in message:
        kept["entities"] = message["entities"]
    markup = asked.get("reply_markup", {})
    inline = {"reply_markup": markup} if markup.get("inline_keyboard") else {}
    new = {**kept, **changed, **inline}
    if _without_date(new) == _without_date(message):
        return refuse(400, f"Bad Request: {NOT_MODIFIED}")
    new["edit_date"] = int(telegram.clock.now())
    telegram.messages[call.chat, number] = new
    telegram.chat(call.chat).change(telegram.bubble(new, by="bot"))
    return give(new)


def _without_date(message: Json) -> str:
    return json.dumps({k: v for k, v in message.items() if k != "edit_date"}, sort_keys=True)


def delete(telegram: TelegramState, call: Call) -> Answer:
    number = call.fields["message_id"]
    if refused := refuse_chat(telegram, call):
        return refused
    if telegram.messages.pop((call.chat, number), None) is None:
        return refuse(400, "Bad Request: message to delete not found")
    telegram.chat(call.chat).remove(str(number))
    return give(True)


def answer_query(telegram: TelegramState, call: Call) -> Answer:
    """Stops the little clock on a pressed button, and may show a word."""
    query = telegram.queries.get(call.fields["callback_query_id"])
    toast = call.fields.get("text", "")
    if utf16_units(toast) > TOAST:
        what = f"text has {utf16_units(toast)} UTF-16 units, and {TOAST} is the most"
        raise TooMuch(Broken(what, "MESSAGE_TOO_LONG"))
    if query is None:
        raise TooMuch(Broken("there was no such press", TOO_OLD))
    if telegram.clock.now() - query.at > ANSWER_WITHIN:
        return refuse(400, f"Bad Request: {TOO_OLD}")
    query.answered, query.toast = True, toast
    return give(True)


CALLS: dict[str, Callable[[TelegramState, Call], Answer]] = {
    "editMessageText": edit,
    "editMessageReplyMarkup": edit,
    "deleteMessage": delete,
    "answerCallbackQuery": answer_query,
}
