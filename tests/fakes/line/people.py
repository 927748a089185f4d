"""Who is on LINE: people, groups, and what they sent."""

from __future__ import annotations

from dataclasses import dataclass, field

REACHABLE = 7 * 24 * 60 * 60.0  # seconds after a message of somebody who is no friend


@dataclass(slots=True)
class Person:
    """`wrote_at` is when they last wrote to the bot in their own chat."""

    id: str
    name: str
    language: str = "th"
    friend: bool = False
    blocks: bool = False
    wrote_at: float | None = None
    menu: str = ""

    def is_reachable(self, now: float) -> bool:
        """Whether a push comes through."""
        wrote = self.wrote_at is not None and now - self.wrote_at <= REACHABLE
        return not self.blocks and (self.friend or wrote)


@dataclass(slots=True)
class Group:
    """A group chat, with the bot in it or no more."""

    id: str
    name: str
    members: list[str] = field(default_factory=list)
    has_bot: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """A file that somebody sent."""

    content: bytes
    media_type: str


@dataclass(slots=True)
class Town:
    """Everybody and everything that has an id."""

    people: dict[str, Person] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)
    unsent: set[str] = field(default_factory=set)
    standby: set[str] = field(default_factory=set)

    def exists(self, chat: str) -> bool:
        """Whether one may send there at all."""
        return chat in self.people or (chat in self.groups and self.groups[chat].has_bot)

    def reached(self, chat: str, now: float) -> int:
        """How many people a push there counts for."""
        if chat in self.groups:
            return len(self.groups[chat].members)
        return int(self.people[chat].is_reachable(now))
