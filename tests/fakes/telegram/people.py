"""Who is on Telegram: people and groups, and why a bot may not write to them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

ANONYMOUS_ADMIN = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}

# What must be said of an admin, besides who it is.
ADMIN_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def as_member(user: dict[str, Any], status: str) -> dict[str, Any]:
    """A ChatMember with all that Telegram says of this status."""
    member: dict[str, Any] = {"user": user, "status": status}
    if status == "administrator":
        member |= dict.fromkeys(ADMIN_RIGHTS, False)
    return member | ({"until_date": 0} if status == "kicked" else {})


def user_id(name: str) -> int:
    """Always the same for a name, and above 32 bits as newer accounts are."""
    return 5_000_000_000 + int(hashlib.md5(name.encode()).hexdigest()[:7], 16)


@dataclass(slots=True)
class Person:
    """`started` is whether they ever wrote to the bot; `refuses` Telegram's words if it may not."""

    id: int
    name: str
    language: str = "th"
    started: bool = False
    refuses: str = ""

    def as_user(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "is_bot": False,
            "first_name": self.name,
            "language_code": self.language,
        }

    def as_chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": "private", "first_name": self.name}


@dataclass(slots=True)
class Group:
    """`refuses` is Telegram's words if the bot is out; `moved_to` the id after migration."""

    id: int
    title: str
    members: list[int] = field(default_factory=list)
    topics: dict[int, str] = field(default_factory=dict)
    closed_topics: set[int] = field(default_factory=set)
    forum: bool = False
    bot_is_admin: bool = False
    refuses: str = ""
    moved_to: int | None = None

    @property
    def kind(self) -> str:
        # Telegram gives supergroups ids below this one.
        return "supergroup" if self.id < -1_000_000_000_000 else "group"

    def as_chat(self) -> dict[str, Any]:
        chat: dict[str, Any] = {"id": self.id, "type": self.kind, "title": self.title}
        return chat | ({"is_forum": True} if self.forum else {})
