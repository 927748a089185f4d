"""What comes in, what goes out, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Arrival:
    """An event of a platform on its way into the inbox.

    `event_id` is unique within the channel; `lane` names the chat, whose events are taken one
    after another by `occurred_at`; `payload` is the event as the platform sent it. `message` is
    the platform's number of the message in it, by which it may be taken back. With `aside` it is
    kept for an operator to look at, and nobody answers it.
    """

    channel: str
    event_id: str
    lane: str
    occurred_at: datetime
    payload: str
    message: str | None = None
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Claimed:
    """An inbox event that the present transaction holds.

    With `news` it is not the person's: it tells them what became of what they sent along, and
    its payload is that of the event in which the last of it came. `has_unsaid` tells whether
    something waits to be said in its chat before the answer.
    """

    id: int
    channel: str
    lane: str
    payload: str
    attempts: int
    received_at: datetime
    news: bool = False
    has_unsaid: bool = False


class Worth(StrEnum):
    """Whether a message may cost money, where sending it does.

    FREE never: it waits until it can ride on a reply. REMINDER while more than the reserve of
    the month's quota is left. URGENT as long as anything is left.
    """

    FREE = "free"
    REMINDER = "reminder"
    URGENT = "urgent"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One platform request on its way out; `retry_key` stays the same over all attempts."""

    id: int
    channel: str
    lane: str
    payload: str
    retry_key: str
    attempts: int
    created_at: datetime
    worth: Worth = Worth.FREE


@dataclass(frozen=True, slots=True)
class MonthOfPushes:
    """What was pushed in a month, by recipients, and how many officers had a chat linked."""

    pushes: int
    officers: int

    @property
    def per_officer(self) -> Decimal | None:
        """Give how many there were for each of them, to two decimals; None without any officer."""
        return round(Decimal(self.pushes) / self.officers, 2) if self.officers else None
