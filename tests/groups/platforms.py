"""What people do in a group, as each platform tells it: through its real intake and its codec.

What the bot says goes through the codec as well, which refuses what the platform would; shown is
the form of the transcripts.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zlib import crc32

from bot.channels.line.codec import LineCodec
from bot.channels.line.intake import LineIntake
from bot.channels.telegram.addressing import Identity
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.telegram.intake import TelegramIntake
from bot.channels.terminal import TerminalCodec
from handlers.messages import Codec, Event, Occasion, Outgoing, Press, Text
from storage.records import Arrival
from tests.channels.line.words import event as line_event
from tests.channels.line.words import text_event
from tests.channels.telegram import updates

MENTION = "@คืบหน้า "
"""How the bot is addressed by its name in a transcript."""


@dataclass(frozen=True)
class Deed:
    """Something in a chat: an event, or the bot that `joins` or `leaves`.

    `who` is None for whom the platform does not name.
    """

    who: str | None
    chat: str
    group: bool
    event: Event | str
    number: int
    now: datetime


class Platform(ABC):
    """One platform."""

    name: str

    @property
    @abstractmethod
    def codec(self) -> Codec: ...

    @abstractmethod
    def account(self, who: str) -> str: ...

    @abstractmethod
    def lane(self, chat: str) -> str: ...

    @abstractmethod
    def take(self, deed: Deed) -> Sequence[Arrival]:
        """Give what is stored of a deed."""


class ShownByTelegram(TelegramCodec):
    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        assert super().write(lane, messages, occasion)
        return TerminalCodec().write(lane, messages)


class ShownByLine(LineCodec):
    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        calls = super().write(lane, messages, occasion)
        assert len(calls) == 1, "in a group there is one reply, and nothing is pushed"
        return TerminalCodec().write(lane, messages)


class OnTelegram(Platform):
    name = "telegram"

    @property
    def codec(self) -> Codec:
        return ShownByTelegram()

    def account(self, who: str) -> str:
        return str(5_000_000_000 + crc32(who.encode()))

    def lane(self, chat: str) -> str:
        return str(-1_000_000_000_000 - crc32(chat.encode()))

    def take(self, deed: Deed) -> Sequence[Arrival]:
        lane = int(self.lane(deed.chat))
        chat = updates.group(number=lane)
        if not deed.group:
            assert deed.who is not None
            chat = updates.private(int(self.account(deed.who)))
        account = updates.ANONYMOUS if deed.who is None else int(self.account(deed.who))
        told = self._update(deed, chat, account)
        told["update_id"] = 1000 + deed.number
        me = Identity(updates.BOT, updates.BOT_NAME)
        intake = TelegramIntake(me, secret="s", clock=lambda: deed.now)
        return intake.read_updates([told]).arrivals

    def _update(self, deed: Deed, chat: updates.Json, account: int) -> updates.Json:
        by = {"from": updates.user(account), "date": int(deed.now.timestamp())}
        if deed.who is None:
            by["sender_chat"] = chat
        match deed.event:
            case "joins":
                return updates.membership(chat, "left", "member")
            case "leaves":
                return updates.membership(chat, "member", "left")
            case Text(text) if text.startswith(MENTION):
                name = f"@{updates.BOT_NAME}"
                entity = {"type": "mention", "offset": 0, "length": len(name)}
                words = f"{name} {text.removeprefix(MENTION)}"
                return updates.said(words, chat, entities=[entity], **by)
            case Text(text):
                return updates.said(text, chat, **by)
            case Press(ask, choice):
                pressed = updates.pressed(f"{ask}.{choice}", chat)
                pressed["callback_query"]["from"] = by["from"]
                return pressed
        raise AssertionError(deed)


class OnLine(Platform):
    name = "line"

    @property
    def codec(self) -> Codec:
        return ShownByLine()

    def account(self, who: str) -> str:
        return f"U{crc32(who.encode()):032x}"

    def lane(self, chat: str) -> str:
        return f"C{crc32(chat.encode()):032x}"

    def take(self, deed: Deed) -> Sequence[Arrival]:
        account = None if deed.who is None else self.account(deed.who)
        told = self._event(deed, account)
        told["webhookEventId"] = f"event-{deed.number}"
        told["timestamp"] = int(deed.now.timestamp() * 1000) + deed.number
        if deed.group:
            told["source"] |= {"type": "group", "groupId": self.lane(deed.chat)}
        body = json.dumps({"events": [told]}).encode()
        return LineIntake("secret").read(body).arrivals

    def _event(self, deed: Deed, account: str | None) -> updates.Json:
        parts: updates.Json = {"group": deed.group, "account": account}
        match deed.event:
            case "joins":
                return line_event("join", group=True, account=None)
            case "leaves":
                return line_event("leave", group=True, account=None)
            case Text(text) if text.startswith(MENTION):
                mentioned = {"index": 0, "length": len(MENTION) - 1, "isSelf": True}
                mention = {"mention": {"mentionees": [mentioned]}}
                return text_event(text, message=mention, **parts)
            case Text(text):
                return text_event(text, **parts)
            case Press(ask, choice):
                return line_event("postback", postback={"data": f"{ask}.{choice}"}, **parts)
        raise AssertionError(deed)


PLATFORMS = {one.name: one for one in (OnTelegram(), OnLine())}
