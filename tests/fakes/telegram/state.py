"""All that Telegram knows of one bot, and the words in which it refuses."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from tests.fakes.platform import Answer, Call, Platform
from tests.fakes.screen import Bubble
from tests.fakes.shapes import Shapes
from tests.fakes.telegram.limits import Broken
from tests.fakes.telegram.looks import buttons_of
from tests.fakes.telegram.people import Group, Person
from tests.fakes.telegram.rates import Rates
from tests.fakes.telegram.updates import Updates

Json = dict[str, Any]
SHAPES = Shapes("telegram")


@dataclass(frozen=True, slots=True)
class Bot:
    """What BotFather knows. With `privacy` a group's talk is not for the bot."""

    token: str = "7000000001:AAFakeTokenOfTheLoopback-0123456789ab"
    username: str = "khuepna_bot"
    privacy: bool = True
    rates: bool = True

    @property
    def id(self) -> int:
        return int(self.token.partition(":")[0])


@dataclass(slots=True)
class Query:
    """A press that waits for its answer. `toast` is what the person was shown."""

    person: int
    at: float
    answered: bool = False
    toast: str = ""


@dataclass(slots=True)
class File:
    """A file that somebody sent, either way."""

    content: bytes
    name: str
    path: str
    asked_at: float | None = None


class TelegramState(Platform):
    """The part of the fake that remembers."""

    name = "telegram"

    def __init__(self, bot: Bot) -> None:
        super().__init__()
        self.bot = bot
        self.update_kinds = set(SHAPES.document["updates"])
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.messages: dict[tuple[str, int], Json] = {}
        self.last_message: dict[str, int] = {}
        self.queries: dict[str, Query] = {}
        self.files: dict[str, File] = {}
        self.commands: dict[tuple[str, str], list[Json]] = {}
        self.actions: list[str] = []
        self.rates = Rates()
        self.updates = Updates(self)
        self.webhook_set_at = float("-inf")

    def rate_limited(self, retry_after: int) -> Answer:
        said = f"Too Many Requests: retry after {retry_after}"
        return refuse(429, said, {"retry_after": retry_after})

    def broken(self) -> Answer:
        return refuse(500, "Internal Server Error")

    def break_rule(self, call: Call, broken: Broken) -> Answer:
        """Remember a broken rule, and answer as Telegram would."""
        self.sin(f"{call.method}: {broken.what}.")
        return refuse(400, f"Bad Request: {broken.said}")

    def as_user(self) -> Json:
        return {
            "id": self.bot.id,
            "is_bot": True,
            "first_name": "Khuepna",
            "username": self.bot.username,
        }

    def as_chat(self, chat: str) -> Json:
        number = int(chat)
        if number in self.groups:
            return self.groups[number].as_chat()
        return self.people[number].as_chat()

    def new_message(self, chat: str, sender: Json, content: Json, *, thread: int | None) -> Json:
        """A message with the chat's next number."""
        number = self.last_message.get(chat, 0) + 1
        self.last_message[chat] = number
        message: Json = {
            "message_id": number,
            "from": sender,
            "chat": self.as_chat(chat),
            "date": int(self.clock.now()),
            **content,
        }
        if thread is not None:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        self.messages[chat, number] = message
        return message

    def bubble(self, message: Json, *, by: str, kind: str = "text") -> Bubble:
        """A message as it is on the screen."""
        text = message.get("text", message.get("caption", ""))
        return Bubble(
            id=str(message["message_id"]),
            by=by,
            text=text or f"[{kind}]",
            buttons=buttons_of(message.get("reply_markup", {})),
            kind=kind,
            edited="edit_date" in message,
            at=self.clock.now(),
            thread=message.get("message_thread_id"),
            file=_file_in(message),
        )


def _file_in(message: Json) -> str:
    match message:
        case {"document": {"file_id": str(file)}} | {"photo": [*_, {"file_id": str(file)}]}:
            return file
    return ""


def give(result: Any) -> Answer:
    return Answer(200, {"ok": True, "result": result})


def refuse(status: int, said: str, parameters: Json | None = None) -> Answer:
    """An error in Telegram's form."""
    body: Json = {"ok": False, "error_code": status, "description": said}
    return Answer(status, body | ({"parameters": parameters} if parameters else {}))


def as_key(scope: Any) -> str:
    """A scope of commands, to tell it from others."""
    return json.dumps(scope or {"type": "default"}, sort_keys=True)
