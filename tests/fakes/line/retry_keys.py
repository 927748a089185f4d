"""X-Line-Retry-Key: which were accepted, and with what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

LIFE = 24 * 60 * 60.0
TAKE_A_KEY = {"pushMessage", "multicast", "narrowcast", "broadcast"}
UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


@dataclass(frozen=True, slots=True)
class Accepted:
    """`asked` is all that a repetition must say again: the method and the body."""

    asked: tuple[str, bytes]
    request_id: str
    answer: dict[str, Any]
    at: float


class RetryKeys:
    """Every key seen, accepted or not."""

    def __init__(self) -> None:
        self._first_asked: dict[str, tuple[str, bytes]] = {}
        self._accepted: dict[str, Accepted] = {}

    def is_other(self, key: str, asked: tuple[str, bytes]) -> bool:
        """Whether this key came before with another body or recipient."""
        return self._first_asked.setdefault(key, asked) != asked

    def accepted(self, key: str, now: float) -> Accepted | None:
        known = self._accepted.get(key)
        return known if known and now - known.at <= LIFE else None

    def accept(self, key: str, accepted: Accepted) -> None:
        self._accepted[key] = accepted
