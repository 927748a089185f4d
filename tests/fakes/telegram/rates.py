"""Telegram's rates: per chat, per group, and of the whole bot."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field

CHAT_A_SECOND, CHAT_BURST = 1.0, 5.0
GROUP_A_MINUTE = 20
OVERALL_A_SECOND = 30
# A bot waits from when it hears, and its clock has a grain.
GRACE = 0.1


@dataclass(slots=True)
class Bucket:
    """Fills by one a second up to the burst."""

    level: float = CHAT_BURST
    at: float = 0.0


@dataclass(slots=True)
class TooOften:
    """What is too often, and for how many seconds to be quiet."""

    what: str
    retry_after: int


@dataclass(slots=True)
class Rates:
    """What was sent lately."""

    _chats: dict[str, Bucket] = field(default_factory=dict)
    _groups: dict[str, deque[float]] = field(default_factory=dict)
    _all: deque[float] = field(default_factory=deque)
    _quiet_until: dict[str, float] = field(default_factory=dict)

    def be_quiet(self, chat: str, retry_after: int, now: float) -> None:
        """A chat was told to wait."""
        self._quiet_until[chat] = now + retry_after

    def breaks_quiet(self, chat: str, now: float) -> bool:
        """Whether somebody sends there who was told to wait."""
        return now + GRACE < self._quiet_until.get(chat, 0.0)

    def take(self, chat: str, now: float) -> TooOften | None:
        """Count a message to a chat, unless it is too often."""
        too_often = self._too_often(chat, now)
        if too_often is None:
            self._chats[chat].level -= 1
            self._all.append(now)
            if chat.startswith("-"):
                self._groups[chat].append(now)
        return too_often

    def _too_often(self, chat: str, now: float) -> TooOften | None:
        bucket = self._chats.setdefault(chat, Bucket(at=now))
        filled = bucket.level + (now - bucket.at) * CHAT_A_SECOND
        bucket.level, bucket.at = min(CHAT_BURST, filled), now
        if bucket.level < 1:
            wait = math.ceil((1 - bucket.level) / CHAT_A_SECOND)
            return TooOften("more than one message a second to a chat", wait)
        if chat.startswith("-"):
            sent = self._groups.setdefault(chat, deque())
            if _full(sent, GROUP_A_MINUTE, span=60, now=now):
                wait = math.ceil(60 - (now - sent[0]))
                return TooOften("more than 20 messages a minute to a group", wait)
        if _full(self._all, OVERALL_A_SECOND, span=1, now=now):
            return TooOften("more than 30 messages a second in all", 1)
        return None


def _full(sent: deque[float], most: int, *, span: float, now: float) -> bool:
    while sent and now - sent[0] >= span:
        sent.popleft()
    return len(sent) >= most
