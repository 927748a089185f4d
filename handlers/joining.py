"""The one-time codes that people join with: how they are written, read and protected."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from handlers.thai.text import comparable

# The digits and letters of Crockford's base 32: none of them is easily taken for another.
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SYMBOLS_IN_A_CODE = 8
_HALF = SYMBOLS_IN_A_CODE // 2

_MEANT = str.maketrans("OIL", "011")
_COMMAND = re.compile(r"/(?:start|link)(?:@\w+)?\s+(.+)", re.IGNORECASE | re.DOTALL)
_GAPS = re.compile(r"[\s\-\u2010-\u2015_.]+")
_CODE = re.compile(f"[{SYMBOLS}]{{{SYMBOLS_IN_A_CODE}}}")
_PRINTED = re.compile(r"(?<![0-9A-Za-z-])[0-9A-Za-z]{4}-[0-9A-Za-z]{4}(?![0-9A-Za-z-])")


def write_code(symbols: Sequence[str]) -> str:
    """Write eight symbols, drawn at random from SYMBOLS, as people see them: `7K3M-Q9XD`."""
    code = "".join(symbols)
    if _CODE.fullmatch(code) is None:
        raise ValueError(f"a code has {SYMBOLS_IN_A_CODE} symbols of {SYMBOLS}")
    return f"{code[:_HALF]}-{code[_HALF:]}"


def find_code(text: str) -> str | None:
    """Give the code in a message, as `write_code` wrote it; None where there is none.

    It may come bare, after `/start` or `/link`, or as printed among other words; in small
    letters, with spaces, without its hyphen, with O for 0, I or L for 1, or with Thai digits.
    """
    command = _COMMAND.fullmatch(text.strip())
    whole = _read(command[1] if command else text)
    printed = _PRINTED.findall(text)
    return whole or (_read(printed[0]) if len(printed) == 1 else None)


def find_certain_code(text: str) -> str | None:
    """Give the code of a message that is nothing but a code: after a command, or as printed.

    Eight letters or digits in another shape may well be an answer to a question.
    """
    stripped = text.strip()
    certain = _COMMAND.fullmatch(stripped) or _PRINTED.fullmatch(stripped)
    return find_code(text) if certain else None


def _read(typed: str) -> str | None:
    symbols = _GAPS.sub("", comparable(typed)).upper().translate(_MEANT)
    return write_code(symbols) if _CODE.fullmatch(symbols) else None


# --- the throttle ---------------------------------------------------------------------------

MEMORY = timedelta(days=1)
FREE_ATTEMPTS = 5
FIRST_PAUSE = timedelta(minutes=15)

FLOOD = 100
FLOOD_MEMORY = timedelta(hours=1)
FLOOD_PAUSE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A code may be tried now."""


@dataclass(frozen=True, slots=True)
class Wait:
    """No code is looked at before `until`."""

    until: datetime


def may_try(own: Sequence[datetime], everybody: int, *, now: datetime) -> Allowed | Wait:
    """Decide whether a sender may try a code, so that guessing is hopeless and a slip is not.

    `own` are the sender's wrong codes within MEMORY, oldest first, and `everybody` counts those
    of all senders within FLOOD_MEMORY. After FREE_ATTEMPTS wrong codes a pause follows each one,
    twice as long each time; in a flood everybody pauses for FLOOD_PAUSE after each one.
    """
    if not own:
        return Allowed()
    until = own[-1] + max(_own_pause(len(own)), FLOOD_PAUSE if everybody >= FLOOD else timedelta())
    return Wait(until) if now < until else Allowed()


def _own_pause(wrong: int) -> timedelta:
    if wrong < FREE_ATTEMPTS:
        return timedelta()
    # No longer than the memory, and no power so high that it overflows.
    doublings = min(wrong - FREE_ATTEMPTS, 10)
    return min(FIRST_PAUSE * (1 << doublings), MEMORY)
