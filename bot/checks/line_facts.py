"""What LINE tells of the channel, as values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.checks.findings import Failure


@dataclass(frozen=True, slots=True)
class Info:
    """The account; `chats` is true while staff may answer in the account's own chat screen."""

    basic_id: str
    chats: bool


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where LINE sends events, and whether it does; an empty address is none."""

    url: str
    active: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What LINE met when it tried the address; `status` is 0 or less without an answer."""

    success: bool
    status: int
    reason: str


@dataclass(frozen=True, slots=True)
class Quota:
    """Paid messages of this month; `limit` is None where there is none."""

    limit: int | None
    used: int


@dataclass(frozen=True, slots=True)
class LineFacts:
    """All that was asked.

    `proof` is whether LINE takes the channel's ID and secret, None where no ID is set;
    `owner` the ID of the channel that the set token belongs to, None where that was not asked;
    `stale_menus` how many menus are not as they should be.
    """

    proof: bool | Failure | None
    owner: str | Failure | None
    info: Info | Failure
    endpoint: Endpoint | Failure
    trial: Trial | Failure | None
    quota: Quota | Failure
    stale_menus: int | Failure
