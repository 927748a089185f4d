"""A test's hold on the fake Telegram: `with fake_telegram() as telegram: …`."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.fakes.host import running
from tests.fakes.phone import FakeOnLink, PhoneOnLink
from tests.fakes.screen import Bubble, Received
from tests.fakes.telegram.server import TelegramPlatform
from tests.fakes.telegram.state import Bot

DEFAULT_BOT = Bot()


class TelegramPhone(PhoneOnLink):
    """A person on Telegram, in their chat with the bot or, as `group.phone(person)`, in a group."""

    def __init__(self, fake: TelegramFake, *, person: int, chat: str, topic: int | None = None):
        super().__init__(fake.link, person=str(person), chat=chat)
        self.id = person
        self.topic = topic

    def say(self, text: str, *, anonymous: bool = False, reply_to: Bubble | None = None) -> None:
        """Type a text; in groups as an anonymous admin, or in reply to a bubble."""
        number = int(reply_to.id) if reply_to else None
        more = {"thread": self.topic, "anonymous": anonymous, "reply_to": number}
        self._do("say", text=text, **more)

    def press(self, label: str, *, times: int = 1, lost: bool = False) -> None:
        """Press the newest button of that label, several times at once, or on a lost message."""
        self._do("press", label=label, times=times, lost=lost)

    def start(self, payload: str = "") -> None:
        """Press Start, as the link https://t.me/<bot>?start=PAYLOAD has it."""
        self.say(f"/start {payload}".strip())

    def edit(self, text: str) -> None:
        """Change the newest message of this person."""
        self._do("edit", message=int(self._own().id), text=text)

    def block(self) -> None:
        """Block the bot."""
        self.link.ask("block", person=self.id, on=True)

    def unblock(self) -> None:
        self.link.ask("block", person=self.id, on=False)

    def received(self, bubble: Bubble) -> Received:
        """Give the picture or the document of a bubble, as the bot uploaded it."""
        file = self.link.ask("file", file=bubble.file)
        return Received(base64.b64decode(file["content"]), file["name"])

    @property
    def toasts(self) -> list[str]:
        """What each answered press showed over the chat; empty texts included."""
        return [query["toast"] for query in self._queries() if query["answered"]]

    @property
    def spinning(self) -> int:
        """How many pressed buttons still wait for an answer."""
        return sum(not query["answered"] for query in self._queries())

    def _queries(self) -> list[dict[str, Any]]:
        return list(self.link.ask("queries", person=self.id))

    @property
    def whereabouts(self) -> dict[str, Any]:
        return {"person": self.id, "chat": self.chat}


class TelegramGroup:
    """A group that the bot is in; `id` is a number as a text, as chats are named here."""

    def __init__(self, fake: TelegramFake, group: int, owner: int) -> None:
        self._fake = fake
        self.id = str(group)
        self._owner = owner

    def phone(self, who: TelegramPhone, *, topic: int | None = None) -> TelegramPhone:
        """The group, or one of its topics, on the phone of a member."""
        return TelegramPhone(self._fake, person=who.id, chat=self.id, topic=topic)

    def topic(self, name: str) -> int:
        """A new topic's number; in forums."""
        return int(self._ask("topic", person=self._owner, name=name))

    def delete_topic(self, topic: int) -> None:
        self._ask("delete_topic", topic=topic)

    def close_topic(self, topic: int) -> None:
        self._ask("close_topic", topic=topic)

    def promote(self) -> None:
        """Make the bot an admin, who sees everything."""
        self._ask("promote", person=self._owner)

    def remove_bot(self) -> None:
        self._ask("remove_bot", person=self._owner)

    def migrate(self) -> TelegramGroup:
        """Become a supergroup, whose id is another."""
        return TelegramGroup(self._fake, self._ask("migrate", person=self._owner), self._owner)

    def _ask(self, verb: str, **arguments: Any) -> Any:
        return self._fake.link.ask(verb, chat=self.id, **arguments)


class TelegramFake(FakeOnLink):
    """Telegram's Bot API: base_url is `url` + "/bot", base_file_url `url` + "/file/bot"."""

    def __init__(self, port: int, bot: Bot) -> None:
        super().__init__(port)
        self.bot = bot

    def phone(self, name: str, *, language: str = "th", started: bool = True) -> TelegramPhone:
        """The phone of a person, who wrote to the bot before unless said otherwise."""
        person = self.link.ask("person", name=name, language=language, started=started)
        return TelegramPhone(self, person=person, chat=str(person))

    def group(
        self,
        title: str,
        owner: TelegramPhone,
        *members: TelegramPhone,
        supergroup: bool = False,
        forum: bool = False,
    ) -> TelegramGroup:
        """A new group to which the owner adds the bot."""
        people = [member.id for member in (owner, *members)]
        kind = {"supergroup": supergroup, "forum": forum}
        group = self.link.ask("group", person=owner.id, title=title, members=people, **kind)
        return TelegramGroup(self, group, owner.id)

    def refuse(self, chat: str, words: str) -> None:
        """Answer 403 for a chat, with these words after "Forbidden: "; none opens it again."""
        self.link.ask("refuse", chat=chat, words=words)

    def send_update(self, kind: str, content: dict[str, Any], *, queue: str = "raw") -> None:
        """Deliver an update as it is, however odd."""
        self.link.ask("raw", kind=kind, content=content, queue=queue)

    def commands(self, scope: dict[str, Any] | None = None, language: str = "") -> dict[str, str]:
        """The commands set for a scope and a language, with their descriptions."""
        found = self.link.ask("commands", scope=scope or {"type": "default"}, language=language)
        return {command["command"]: command["description"] for command in found}

    @property
    def webhook(self) -> dict[str, Any]:
        """What the bot set: `url`, `secret`, and the kinds that are `allowed`."""
        return dict(self.link.ask("webhook"))

    @property
    def actions(self) -> list[str]:
        """Every chat that was told "typing" and the like, in order."""
        return list(self.link.ask("actions"))


@contextmanager
def fake_telegram(bot: Bot = DEFAULT_BOT) -> Iterator[TelegramFake]:
    """Telegram in a thread of this process."""
    with running(lambda: TelegramPlatform(bot), (0,)) as ports:
        yield TelegramFake(ports[0], bot)
