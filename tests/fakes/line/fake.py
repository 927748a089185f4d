"""A test's hold on the fake LINE: `with fake_line() as line: …`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.fakes.host import running
from tests.fakes.line.server import LinePlatform
from tests.fakes.line.state import Channel
from tests.fakes.phone import FakeOnLink, PhoneOnLink
from tests.fakes.screen import Bubble, Received

DEFAULT_CHANNEL = Channel()


class LinePhone(PhoneOnLink):
    """A person on LINE, in their chat with the bot or, as `group.phone(person)`, in a group."""

    def press(self, label: str, *, value: str = "", known: bool = True) -> None:
        """Press a button, a quick reply or a place of the rich menu; `value` is a date picked."""
        self._do("press", label=label, value=value, known=known)

    def say(self, text: str, *, mention: bool = False, known: bool = True) -> None:
        """Type a text; in groups it may mention the bot, or not tell the bot who wrote."""
        self._do("say", text=text, mention=mention, known=known)

    def follow(self) -> None:
        """Become a friend of the bot, or unblock it."""
        self._before = self.link.ask("changes", chat=self.chat)
        self.link.ask("follow", person=self.person)

    def unfollow(self) -> None:
        """Block the bot."""
        self.link.ask("unfollow", person=self.person)

    def unsend(self) -> None:
        """Take back the newest message of this person."""
        self._do("unsend", message=self._own().id)

    def edit(self, text: str) -> None:
        """Change the newest message of this person; in groups only."""
        self._do("edit", message=self._own().id, text=text)

    def look_at(self, bubble: Bubble) -> Received:
        """Look at a picture: only now LINE fetches it, and its preview, from where they are."""
        return self._received("look", file=bubble.file, preview=bubble.preview)

    @property
    def menu(self) -> list[str]:
        """The labels of the rich menu that this person sees."""
        menu = self.link.ask("menu", person=self.person) or {"areas": []}
        return [area["action"].get("label", "") for area in menu["areas"]]


class LineGroup:
    """A group chat that the bot is in."""

    def __init__(self, fake: LineFake, group: str) -> None:
        self._fake = fake
        self.id = group

    def phone(self, who: LinePhone) -> LinePhone:
        """The group on the phone of one of its members."""
        return LinePhone(self._fake.link, person=who.person, chat=self.id)

    def enter(self, who: LinePhone) -> None:
        self._fake.link.ask("enter", person=who.person, chat=self.id)

    def leave(self, who: LinePhone) -> None:
        self._fake.link.ask("exit", person=who.person, chat=self.id)

    def remove_bot(self) -> None:
        self._fake.link.ask("remove_bot", chat=self.id)


class LineFake(FakeOnLink):
    """LINE's Messaging API at `url`, its content at `data_url`."""

    def __init__(self, port: int, data_port: int, channel: Channel) -> None:
        super().__init__(port)
        self.data_url = f"http://127.0.0.1:{data_port}"
        self.channel = channel

    def deliver_to(self, url: str, *, active: bool = True, chat_mode: str = "bot") -> None:
        """Set in the console where events go, whether they do, and "chat" if staff may answer."""
        self.link.ask("console", url=url, active=active, chat_mode=chat_mode)

    def set_quota(self, quota: int | None) -> None:
        """The messages of this month that may be pushed; None is without limit."""
        self.link.ask("quota", quota=quota)

    def phone(self, name: str, *, language: str = "th", friend: bool = True) -> LinePhone:
        """The phone of a person, who is a friend of the bot already unless said otherwise."""
        person = self.link.ask("person", name=name, language=language, friend=friend)
        return LinePhone(self.link, person=person, chat=person)

    def group(self, name: str, *members: LinePhone) -> LineGroup:
        """A new group with the bot, which gets a join event."""
        people = [member.person for member in members]
        return LineGroup(self, self.link.ask("group", name=name, members=people))

    def send_event(self, event: dict[str, Any]) -> None:
        """Deliver an event as it is, however odd."""
        self.link.ask("raw", event=event)

    def stand_by(self, chat: str, *, on: bool = True) -> None:
        """Give a chat to another channel: its events are `standby`, and the bot must be silent."""
        self.link.ask("standby", chat=chat, on=on)

    @property
    def spent_pushes(self) -> dict[str, int]:
        """What pushes cost, by recipient; replies cost nothing."""
        return dict(self.link.ask("spent"))

    @property
    def loading(self) -> list[str]:
        """Every chat in which the loading animation was begun, in order."""
        return list(self.link.ask("loading"))


@contextmanager
def fake_line(channel: Channel = DEFAULT_CHANNEL) -> Iterator[LineFake]:
    """LINE in a thread of this process."""
    with running(lambda: LinePlatform(channel), (0, 0)) as ports:
        yield LineFake(ports[0], ports[1], channel)
