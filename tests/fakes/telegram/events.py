"""Updates as Telegram words them, and which queue each goes through."""

from __future__ import annotations

import re
from typing import Any

from tests.fakes.telegram.people import ANONYMOUS_ADMIN, as_member
from tests.fakes.telegram.state import Json, Query, TelegramState
from tests.fakes.telegram.updates import CALLBACK_LIFE
from tests.fakes.writing import utf16_units

COMMAND = re.compile(r"/(?P<name>\w+)(?:@(?P<bot>\w+))?")


class TelegramEvents(TelegramState):
    """Makes updates, and gives them to whoever the bot wants them by."""

    def write(
        self,
        person: int,
        chat: str,
        content: Json,
        *,
        thread: int | None = None,
        anonymous: bool = False,
        kind: str = "text",
        seen_by_bot: bool = True,
    ) -> Json:
        """A person's message: on the screen, and to the bot if it may see it."""
        sender: Json = self.people[person].as_user()
        more: Json = {}
        if anonymous:
            sender, more = dict(ANONYMOUS_ADMIN), {"sender_chat": self.as_chat(chat)}
        message = self.new_message(chat, sender, {**content, **more}, thread=thread)
        name = "Group" if anonymous else self.people[person].name
        self.chat(chat).show(self.bubble(message, by=name, kind=kind))
        if chat == str(person):
            self.people[person].started = True
        if seen_by_bot:
            self.updates.put("message", message, queue=f"chat {chat}")
        return message

    def press_button(self, person: int, message: Json, data: str, *, lost: bool) -> None:
        """A press; `lost` if Telegram no longer has the message it is on."""
        number = str(9_000_000_000_000 + len(self.queries) + 1)
        self.queries[number] = Query(person, self.clock.now())
        if lost:
            message = {"chat": message["chat"], "message_id": message["message_id"], "date": 0}
        query = {
            "id": number,
            "from": self.people[person].as_user(),
            "message": message,
            "chat_instance": str(hash(message["chat"]["id"])),
            "data": data,
        }
        self.updates.put("callback_query", query, queue=f"user {person}", life=CALLBACK_LIFE)

    def notice(self, chat: str, content: Json, sender: Json) -> None:
        """A message that Telegram itself writes into a group."""
        message = self.new_message(chat, sender, content, thread=None)
        self.updates.put("message", message, queue=f"chat {chat}")

    def membership(self, chat: str, sender: Json, *, old: str, new: str) -> None:
        """The bot was blocked, removed, let in or promoted."""
        me = self.as_user()
        content = {
            "chat": self.as_chat(chat),
            "from": sender,
            "date": int(self.clock.now()),
            "old_chat_member": as_member(me, old),
            "new_chat_member": as_member(me, new),
        }
        self.updates.put("my_chat_member", content, queue=f"member {chat}")

    def is_for_bot(self, chat: str, text: str, replied: Json | None) -> bool:
        """Whether privacy mode lets the bot see a text in a group."""
        group = self.groups.get(int(chat))
        if group is None or group.bot_is_admin or not self.bot.privacy:
            return True
        if found := COMMAND.match(text):
            return found["bot"] in (None, self.bot.username)
        return replied is not None and replied["from"]["id"] == self.bot.id

    def text_content(self, text: str) -> Json:
        """A text with the command in it marked, as Telegram does."""
        content: dict[str, Any] = {"text": text}
        if found := COMMAND.match(text):
            length = utf16_units(found[0])
            content["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return content
