"""Identifiers in LINE's forms, the same in every run."""

from __future__ import annotations

import hashlib
import re
from itertools import count

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
USER_ID = re.compile(r"U[0-9a-f]{32}")


def user_id(name: str) -> str:
    return "U" + hashlib.md5(f"person {name}".encode()).hexdigest()


def group_id(name: str) -> str:
    return "C" + hashlib.md5(f"group {name}".encode()).hexdigest()


class Numbers:
    """Gives each message, event and token its own."""

    def __init__(self) -> None:
        self._count = count(1)

    def message(self) -> str:
        return str(468_789_577_898_262_000 + next(self._count))

    def event(self) -> str:
        """A ULID: 26 letters."""
        number = next(self._count)
        letters = ""
        while number:
            number, rest = divmod(number, 32)
            letters = CROCKFORD[rest] + letters
        return "01H" + letters.rjust(23, "0")

    def token(self, kind: str) -> str:
        return hashlib.md5(f"{kind} {next(self._count)}".encode()).hexdigest()
