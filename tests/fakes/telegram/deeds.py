"""What people do on Telegram."""

from __future__ import annotations

import base64
from dataclasses import asdict, replace

from tests.fakes.chats import NotOnScreen
from tests.fakes.delivery import Delivery
from tests.fakes.telegram.events import TelegramEvents
from tests.fakes.telegram.people import Group, Person, user_id
from tests.fakes.telegram.sending import keep_file
from tests.fakes.telegram.state import Json, as_key

BLOCKED = "bot was blocked by the user"


class TelegramDeeds(TelegramEvents):
    """Each deed changes the screen, and makes the update that Telegram would send."""

    def do_delivery(self, delivery: Json) -> None:
        self.updates.use(Delivery(**delivery))

    def do_hold(self, on: bool) -> None:
        self.updates.hold(on=on)

    def do_undelivered(self) -> int:
        return len(self.updates.pending)

    def do_posted(self) -> list[Json]:
        return [asdict(posted) for posted in self.updates.posted]

    def do_webhook(self) -> Json:
        updates = self.updates
        return {"url": updates.url, "secret": updates.secret, "allowed": updates.allowed}

    def do_commands(self, scope: Json, language: str) -> list[Json]:
        return self.commands.get((as_key(scope), language), [])

    def do_queries(self, person: int) -> list[Json]:
        return [asdict(query) for query in self.queries.values() if query.person == person]

    def do_actions(self) -> list[str]:
        return self.actions

    def do_raw(self, kind: str, content: Json, queue: str) -> None:
        self.updates.put(kind, content, queue=queue)

    # --- people ---

    def do_person(self, name: str, language: str, started: bool) -> int:
        person = user_id(name)
        self.people.setdefault(person, Person(person, name, language, started))
        return person

    def do_refuse(self, chat: str, words: str) -> None:
        """From now on Telegram answers 403 with these words for this chat."""
        number = int(chat)
        (self.people.get(number) or self.groups[number]).refuses = words

    def do_block(self, person: int, on: bool) -> None:
        who = self.people[person]
        who.refuses = BLOCKED if on else ""
        old, new = ("member", "kicked") if on else ("kicked", "member")
        self.membership(str(person), who.as_user(), old=old, new=new)

    def do_say(
        self,
        person: int,
        chat: str,
        *,
        text: str,
        thread: int | None = None,
        anonymous: bool = False,
        reply_to: int | None = None,
    ) -> int:
        content = self.text_content(text)
        replied = self.messages.get((chat, reply_to or 0))
        if replied is not None:
            content["reply_to_message"] = replied
        message = self.write(
            person,
            chat,
            content,
            thread=thread,
            anonymous=anonymous,
            seen_by_bot=self.is_for_bot(chat, text, replied),
        )
        return int(message["message_id"])

    def do_send_files(
        self, person: int, chat: str, kind: str, files: list[dict[str, str]], caption: str
    ) -> None:
        album = str(13_800_000_000 + len(self.files))
        for number, file in enumerate(files, 1):
            content = base64.b64decode(file["content"])
            photo = kind == "picture"
            field = "photo" if photo else "document"
            message: Json = {field: keep_file(self, content, file["name"], photo=photo)}
            if caption and number == 1:
                message["caption"] = caption
            if len(files) > 1:
                message["media_group_id"] = album
            self.write(
                person,
                chat,
                message,
                kind=field,
                seen_by_bot=self.is_for_bot(chat, "", None),
            )

    def do_file(self, file: str) -> dict[str, str]:
        kept = self.files[file]
        return {"name": kept.name, "content": base64.b64encode(kept.content).decode()}

    def do_sticker(self, person: int, chat: str) -> None:
        sticker = {"file_id": "Sticker1", "file_unique_id": "S1", "type": "regular"}
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        self.write(person, chat, {"sticker": {**sticker, **size}}, kind="sticker")

    def do_press(
        self, person: int, chat: str, label: str, times: int = 1, lost: bool = False
    ) -> str:
        bubble, button = self.chat(chat).newest_button(label)
        match button.kind:
            case "postback":
                message = self.messages[chat, int(bubble.id)]
                # An impatient finger, or a bad line: several presses with numbers of their own.
                for _ in range(times):
                    self.press_button(person, message, button.data, lost=lost)
                return ""
            case "message":
                self.do_say(person, chat, text=button.data)
                return ""
            case "link" | "copy":
                return button.data
            case _:
                raise NotOnScreen(f"The button {label!r} cannot be pressed.")

    def do_edit(self, person: int, chat: str, message: int, text: str) -> None:
        old = self.messages[chat, message]
        if old["from"]["id"] != person:
            raise NotOnScreen("People edit their own messages only.")
        edited = {**old, **self.text_content(text), "edit_date": int(self.clock.now())}
        self.messages[chat, message] = edited
        bubble = self.chat(chat).find(str(message))
        if bubble is not None:
            self.chat(chat).change(replace(bubble, text=text, edited=True))
        if self.is_for_bot(chat, text, None):
            self.updates.put("edited_message", edited, queue=f"chat {chat}")

    # --- groups ---

    def do_group(
        self, person: int, title: str, members: list[int], supergroup: bool, forum: bool
    ) -> int:
        base = -1_000_000_000_000 if supergroup or forum else 0
        number = base - 4_000_000_001 - len(self.groups)
        self.groups[number] = Group(number, title, list(members), forum=forum)
        sender = self.people[person].as_user()
        self.membership(str(number), sender, old="left", new="member")
        self.notice(str(number), {"new_chat_members": [self.as_user()]}, sender)
        return number

    def do_topic(self, person: int, chat: str, name: str) -> int:
        group = self.groups[int(chat)]
        number = self.last_message.get(chat, 0) + 1
        group.topics[number] = name
        topic = {"name": name, "icon_color": 7322096}
        self.write(person, chat, {"forum_topic_created": topic}, thread=number, kind="topic")
        return number

    def do_delete_topic(self, chat: str, topic: int) -> None:
        del self.groups[int(chat)].topics[topic]

    def do_close_topic(self, chat: str, topic: int) -> None:
        self.groups[int(chat)].closed_topics.add(topic)

    def do_promote(self, person: int, chat: str) -> None:
        self.groups[int(chat)].bot_is_admin = True
        sender = self.people[person].as_user()
        self.membership(chat, sender, old="member", new="administrator")

    def do_remove_bot(self, person: int, chat: str) -> None:
        group = self.groups[int(chat)]
        group.refuses = f"bot was kicked from the {group.kind} chat"
        self.membership(chat, self.people[person].as_user(), old="member", new="kicked")

    def do_migrate(self, person: int, chat: str) -> int:
        old = self.groups[int(chat)]
        number = -1_000_000_000_000 - 4_000_000_001 - len(self.groups)
        self.groups[number] = Group(number, old.title, list(old.members))
        sender = self.people[person].as_user()
        self.notice(chat, {"migrate_to_chat_id": number}, sender)
        old.moved_to = number
        self.notice(str(number), {"migrate_from_chat_id": old.id}, sender)
        return number
