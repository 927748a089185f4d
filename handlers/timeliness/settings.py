"""Reading the settings of a policy, as people write them, and writing them down again.

A number is a number or its digits, a day "2026-04-16", a time "08:30", a list either a list or
its parts between commas: so a setting reads the same from a file and from a command line.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from handlers.timeliness.policy import DigestDay, EmptyDigest, LockMonth, Policy
from handlers.timeliness.refusals import (
    DueAfterLock,
    EscalationDisordered,
    HoursReversed,
    Impossible,
    NoWorkingDay,
    PolicyRefusal,
    RemindersDisordered,
    UnknownKey,
    Unreadable,
)
from storage.periods import period_of

T = TypeVar("T")
Settings = Mapping[str, object]

INHERIT = "inherit"  # in place of a value: as in the unit above again


def read_policy(settings: Settings, *, beneath: Policy) -> Policy | Impossible:
    """Lay settings over the policy beneath them; what they do not name stays as it is there."""
    read, unread = _read(settings)
    laid = replace(beneath, **read)
    reasons = (*unread, *_contradictions(laid))
    return Impossible(reasons) if reasons else laid


def change_settings(settings: Settings, changes: Settings) -> Settings | Impossible:
    """Give settings with changes made, as JSON has them; INHERIT stays as it is.

    Whether they contradict each other or those above is for `read_policy` to say.
    """
    inherited = {key: INHERIT for key in changes if changes[key] == INHERIT}
    read, unread = _read({key: changes[key] for key in changes if key not in inherited})
    unread += tuple(UnknownKey(key) for key in inherited if key not in _READERS)
    if unread:
        return Impossible(unread)
    return {**settings, **{key: write_value(read[key]) for key in read}, **inherited}


def write_value(value: object) -> Any:
    """Give a setting of a policy as JSON has it; `read_policy` reads it as the same."""
    match value:
        case time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case list() | tuple():
            return [write_value(one) for one in value]
        case _:
            return value


def show_value(value: object) -> str:
    """Give a setting as it is written on a command line."""
    match write_value(value):
        case list() as several:
            return ",".join(show_value(one) for one in several)
        case bool() as answer:
            return "yes" if answer else "no"
        case other:
            return str(other)


def _read(settings: Settings) -> tuple[dict[str, Any], tuple[PolicyRefusal, ...]]:
    read: dict[str, Any] = {}
    unread: list[PolicyRefusal] = []
    for key, value in settings.items():
        if key not in _READERS:
            unread.append(UnknownKey(key))
            continue
        try:
            read[key] = _READERS[key](value)
        except ValueError:
            unread.append(Unreadable(key, show_value(value)))
    return read, tuple(unread)


def _contradictions(policy: Policy) -> tuple[PolicyRefusal, ...]:
    found: list[PolicyRefusal] = []
    if policy.lock_month is LockMonth.SAME and policy.due_day > policy.lock_day:
        found.append(DueAfterLock(policy.due_day, policy.lock_day))
    if policy.sending_from >= policy.sending_until:
        found.append(HoursReversed(policy.sending_from, policy.sending_until))
    if any(one >= other for one, other in pairwise(policy.reminders)):
        found.append(RemindersDisordered(policy.reminders))
    if 0 < policy.escalate_above < policy.escalate_unit:
        found.append(EscalationDisordered(policy.escalate_unit, policy.escalate_above))
    calendar = policy.calendar
    months = sorted({period_of(day) for day in policy.own_days})
    idle = (one for one in months if calendar.working_day_before(one.last_day) < one.first_day)
    return (*found, *map(NoWorkingDay, idle))


# --- one value ------------------------------------------------------------------------------


def _number(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not re.fullmatch(r"\s*[+-]?\d{1,4}\s*", str(value)):
            raise ValueError(f"{value!r} is no number")
        number = int(str(value))
        if not least <= number <= most:
            raise ValueError(f"{number} is not from {least} to {most}")
        return number

    return read


def _time(value: object) -> time:
    if isinstance(value, time):
        found = value
    elif re.fullmatch(r"\s*\d{1,2}[:.]\d{2}\s*", str(value)):
        hour, minute = re.split("[:.]", str(value))
        found = time(int(hour), int(minute))
    else:
        raise ValueError(f"{value!r} is no time")
    if found.tzinfo or found.second or found.microsecond:
        raise ValueError(f"{value!r} is more than hours and minutes")
    return found


def _day(value: object) -> date:
    day = date.fromisoformat(str(value).strip())
    # 2569-04-16 is a year of the other era.
    if not 2000 <= day.year < 2400:
        raise ValueError(f"{day} is no day of these centuries")
    return day


def _yes(value: object) -> bool:
    words = {"yes": True, "true": True, "no": False, "false": False}
    word = str(value).strip().lower()
    if word not in words:
        raise ValueError(f"{value!r} is neither yes nor no")
    return words[word]


def _word(among: type[StrEnum]) -> Callable[[object], StrEnum]:
    return lambda value: among(str(value).strip().lower())


def _list(read_one: Callable[[object], T]) -> Callable[[object], tuple[T, ...]]:
    def read(value: object) -> tuple[T, ...]:
        if isinstance(value, str):
            return tuple(read_one(part) for part in value.split(",")) if value.strip() else ()
        if not isinstance(value, list):
            value = [value]
        return tuple(read_one(part) for part in value)

    return read


def _sorted(read_one: Callable[[object], Any]) -> Callable[[object], tuple[Any, ...]]:
    read = _list(read_one)
    return lambda value: tuple(sorted(set(read(value))))


_READERS: Mapping[str, Callable[[object], object]] = {
    "due_day": _number(1, 31),
    "lock_day": _number(1, 31),
    "lock_month": _word(LockMonth),
    "reminders": _list(_number(-20, 20)),
    "escalate_unit": _number(0, 40),
    "escalate_above": _number(0, 40),
    "sending_from": _time,
    "sending_until": _time,
    "own_days": _sorted(_day),
    "digest_on": _sorted(_word(DigestDay)),
    "empty_digest": _word(EmptyDigest),
    "line_pushes": _yes,
    "reserve": _number(0, 100),
    "reopened_for": _number(1, 60),
}
