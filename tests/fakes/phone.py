"""A person's phone, the same for both platforms: what they do, and what they see."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any, Protocol

from tests.fakes.delivery import Delivery, Posted
from tests.fakes.faults import Script
from tests.fakes.link import Link
from tests.fakes.screen import Bubble, Received
from tests.fakes.walking import Step

Attached = tuple[bytes, str]  # the bytes of a file, and its name


class NoAnswer(AssertionError):
    """The bot said nothing in time. The sentence shows the screen."""


class Phone(Protocol):
    """What a test may ask of a phone, whatever the platform."""

    @property
    def seen(self) -> list[Bubble]: ...
    @property
    def screen(self) -> list[Bubble]: ...
    def say(self, text: str) -> None: ...
    def press(self, label: str) -> None: ...
    def send_picture(self, content: bytes, name: str = ..., caption: str = ...) -> None: ...
    def send_file(self, content: bytes, name: str, caption: str = ...) -> None: ...
    def send_album(self, pictures: list[Attached]) -> None: ...
    def answer(self, seconds: float = ...) -> Bubble: ...
    def wait_for(self, text: str, seconds: float = ...) -> Bubble: ...


class PhoneOnLink:
    """The part of a phone that is the same on both platforms.

    `person` is who holds it and `chat` what they look at: their chat with the bot, or a group.
    """

    def __init__(self, link: Link, *, person: str, chat: str) -> None:
        self.link = link
        self.person = person
        self.chat = chat
        self._before = 0

    @property
    def screen(self) -> list[Bubble]:
        """Everything in the chat, oldest first."""
        return [Bubble.from_json(bubble) for bubble in self.link.ask("screen", chat=self.chat)]

    @property
    def seen(self) -> list[Bubble]:
        """What the bot said and still stands there, oldest first."""
        return [bubble for bubble in self.screen if bubble.by_bot]

    def say(self, text: str) -> None:
        """Type a text."""
        self._do("say", text=text)

    def press(self, label: str) -> None:
        """Press the newest button of that label; NotOnScreen if there is none."""
        self._do("press", label=label)

    def link_of(self, label: str) -> str:
        """Where a button leads that opens an address, or what it copies."""
        return str(self._do("press", label=label))

    def open(self, url: str) -> Received:
        """Open a link in a browser."""
        return self._received("open", url=url)

    def _received(self, verb: str, **arguments: Any) -> Received:
        answer = self.link.ask(verb, **arguments)
        content = base64.b64decode(answer["content"])
        return Received(content, media_type=answer["media_type"], status=answer["status"])

    def send_sticker(self) -> None:
        self._do("sticker")

    def send_picture(self, content: bytes, name: str = "picture.jpg", caption: str = "") -> None:
        """Send a photo, as the app's camera does."""
        self._send("picture", [(content, name)], caption)

    def send_file(self, content: bytes, name: str, caption: str = "") -> None:
        """Send a file with its name."""
        self._send("file", [(content, name)], caption)

    def send_album(self, pictures: list[Attached]) -> None:
        """Send several photos at once, which arrive as several events."""
        self._send("picture", pictures, "")

    def answer(self, seconds: float = 10) -> Bubble:
        """Wait until the bot changed the screen since the last deed; gives its newest bubble."""
        if not self.link.ask("wait", chat=self.chat, beyond=self._before, seconds=seconds):
            texts = [f"{bubble.by}: {bubble.text}" for bubble in self.screen[-5:]]
            raise NoAnswer(f"No answer within {seconds} s. The screen ends with {texts}.")
        self._before = self.link.ask("changes", chat=self.chat)
        return self.seen[-1]

    def wait_for(self, text: str, seconds: float = 10) -> Bubble:
        """Wait until a bubble of the bot with this text in it stands there; gives the newest."""
        while True:
            changes = self.link.ask("changes", chat=self.chat)
            screen = self.screen
            for bubble in reversed(screen):
                if bubble.by_bot and text in bubble.text:
                    return bubble
            if not self.link.ask("wait", chat=self.chat, beyond=changes, seconds=seconds):
                texts = [f"{bubble.by}: {bubble.text}" for bubble in screen[-5:]]
                raise NoAnswer(f"No {text!r} within {seconds} s. The screen ends with {texts}.")

    @property
    def whereabouts(self) -> dict[str, Any]:
        """Who and where, as the fake knows it."""
        return {"person": self.person, "chat": self.chat}

    def _own(self) -> Bubble:
        """The newest message of this person."""
        return [bubble for bubble in self.screen if not bubble.by_bot][-1]

    def _do(self, verb: str, **arguments: Any) -> Any:
        self._before = self.link.ask("changes", chat=self.chat)
        return self.link.ask(verb, **self.whereabouts, **arguments)

    def _send(self, kind: str, files: list[Attached], caption: str) -> None:
        packed = [
            {"content": base64.b64encode(content).decode(), "name": name} for content, name in files
        ]
        self._do("send_files", kind=kind, files=packed, caption=caption)


class FakeOnLink:
    """The part of a fake that is the same on both platforms, as a test holds it."""

    def __init__(self, port: int) -> None:
        self.link = Link(port)
        self.url = f"http://127.0.0.1:{port}"

    @property
    def violations(self) -> list[str]:
        """Every rule that the bot broke, a sentence each."""
        return list(self.link.ask("violations"))

    def forgive(self) -> None:
        """Forget the rules that were broken so far: a test was about their being broken."""
        self.link.ask("forgive")

    @property
    def calls(self) -> dict[str, int]:
        """How often each method was called, failed calls included."""
        return dict(self.link.ask("calls"))

    @property
    def undelivered(self) -> int:
        """How many deliveries or updates are still under way."""
        return int(self.link.ask("undelivered"))

    @property
    def posted(self) -> list[Posted]:
        """What came of each call of the webhook."""
        return [Posted(**posted) for posted in self.link.ask("posted")]

    def use(self, delivery: Delivery) -> None:
        """Deliver in this way from now on."""
        self.link.ask("delivery", delivery=delivery.as_json())

    def hold(self) -> None:
        """Keep what people do back, until `let_go`; LINE then sends it all in one call."""
        self.link.ask("hold", on=True)

    def let_go(self) -> None:
        self.link.ask("hold", on=False)

    def play(self, script: Script) -> None:
        """Let faults happen from now on."""
        self.link.ask("script", script=script.as_json())

    def forward(self, seconds: float) -> None:
        """Put the fake's clock forward."""
        self.link.ask("forward", seconds=seconds)

    def walk(
        self, walks: Sequence[tuple[PhoneOnLink, list[Step]]], *, seconds: float = 60
    ) -> list[list[float]]:
        """Play conversations of several people at once, inside the fake: seconds of each step.

        NotOnScreen if one answer takes longer than `seconds`.
        """
        told = [
            {**phone.whereabouts, "steps": [step.as_json() for step in steps]}
            for phone, steps in walks
        ]
        return list(self.link.ask("walks", walks=told, seconds=seconds))

    def freeze(self) -> None:
        """Let the fake's clock stand still, so that a slow machine changes nothing."""
        self.link.ask("freeze")

    def expect_repeats(self, *, on: bool = True) -> None:
        """Processes will be killed: the same bytes sent once more are no broken rule."""
        self.link.ask("expect_repeats", on=on)

    def route(self, public: str, *local: str) -> None:
        """Where addresses that begin with `public` really are; several are served in turn."""
        self.link.ask("route", public=public, local=list(local))
