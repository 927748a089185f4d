"""Policies, and why one cannot be, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import assert_never

from handlers.texts import Phrases, phrases
from handlers.timeliness.at_once import AtOnce
from handlers.timeliness.changes import Change
from handlers.timeliness.layers import Resolved
from handlers.timeliness.policy import Policy, deadlines_of
from handlers.timeliness.refusals import (
    DueAfterLock,
    EscalationDisordered,
    HoursReversed,
    Impossible,
    NoFile,
    NotChanged,
    NothingSet,
    NoWorkingDay,
    PolicyRefusal,
    RemindersDisordered,
    UnknownKey,
    UnknownTable,
    UnknownUnit,
    Unreadable,
)
from handlers.timeliness.settings import show_value
from handlers.wording import say_day, say_period
from storage.periods import Period
from storage.records import PolicyLayer

Names = Mapping[str, str]  # of units, by their codes
KEYS = tuple(one.name for one in fields(Policy))


def tell_policy(
    resolved: Resolved, *, whom: str | None, period: Period, names: Names, locale: str
) -> tuple[str, ...]:
    """Say line by line what holds for a unit in the fiscal year of `period`, and why.

    At the end stand the days that follow for that month.
    """
    say = phrases("policy", locale)
    settings = [(f"{key}={show_value(getattr(resolved.policy, key))}", key) for key in KEYS]
    days = deadlines_of(resolved.policy, period)
    return (
        say("say.head", whom=_name(whom, names, say), year=period.fiscal_year),
        *(f"{setting:20} {_source(resolved, key, names, say)}" for setting, key in settings),
        *(line for layer, why in resolved.left_out for line in _left_out(layer, why, names, say)),
        say(
            "say.days",
            month=say_period(period, locale),
            due=say_day(days.due_on, locale),
            lock=say_day(days.locks_after, locale),
        ),
    )


def tell_changes(changes: Iterable[Change], *, names: Names, locale: str) -> tuple[str, ...]:
    """Say what was set, a line for each change."""
    say = phrases("policy", locale)
    return tuple(
        say(
            "say.changed",
            whom=_name(change.unit_code, names, say),
            year=change.fiscal_year,
            settings=" ".join(f"{key}={show_value(to)}" for key, to in change.settings.items()),
        )
        for change in changes
    )


def tell_at_once(over: AtOnce, whom: str | None, *, names: Names, locale: str) -> tuple[str, ...]:
    """Warn of what is late or locked by a change alone, with what follows from it."""
    say = phrases("policy", locale)
    days = over.deadlines
    told = {"whom": _name(whom, names, say), "month": say_period(days.period, locale)}
    lines = []
    if over.late:
        lines.append(say("at_once.late", due=say_day(days.due_on, locale), **told))
    if over.locked:
        lines.append(say("at_once.locked", lock=say_day(days.locks_after, locale), **told))
    return tuple(lines)


def tell_moved(count: int, whom: str | None, *, names: Names, locale: str) -> str:
    """Warn that months that are over have other due days by a change."""
    say = phrases("policy", locale)
    return say("at_once.moved", whom=_name(whom, names, say), count=count)


def tell_not_changed(refused: NotChanged, *, names: Names, locale: str) -> tuple[str, ...]:
    """Say for whom there can be no such policy, and every reason."""
    say = phrases("policy", locale)
    whom = _name(refused.unit_code, names, say)
    return (
        say("say.not_changed", whom=whom, year=refused.fiscal_year),
        *tell_refusals(refused.impossible, locale),
    )


def tell_refusals(impossible: Impossible, locale: str) -> tuple[str, ...]:
    """Say every reason in a sentence that tells what to do."""
    say = phrases("policy", locale)
    return tuple(_tell(reason, say) for reason in impossible.reasons)


def _tell(reason: PolicyRefusal, say: Phrases) -> str:
    match reason:
        case UnknownKey(key):
            return say("refused.unknown_key", setting=key, keys=", ".join(KEYS))
        case Unreadable(key, value):
            return say("refused.unreadable", setting=key, value=value, form=say(f"written.{key}"))
        case DueAfterLock(due_day, lock_day):
            return say("refused.due_after_lock", due=due_day, lock=lock_day)
        case HoursReversed(start, until):
            return say("refused.hours_reversed", start=show_value(start), until=show_value(until))
        case RemindersDisordered(reminders):
            return say("refused.reminders_disordered", reminders=show_value(reminders))
        case EscalationDisordered(unit, above):
            return say("refused.escalation_disordered", unit=unit, above=above)
        case NoWorkingDay(period):
            return say("refused.no_working_day", month=say_period(period, say.locale))
        case UnknownUnit(code):
            return say("refused.unknown_unit", code=code)
        case NoFile(fault):
            return say("refused.no_file", fault=fault)
        case NothingSet():
            return say("refused.nothing_set")
        case UnknownTable(name):
            return say("refused.unknown_table", name=name)
        case _:
            assert_never(reason)


def _source(resolved: Resolved, key: str, names: Names, say: Phrases) -> str:
    layer = resolved.sources.get(key)
    if layer is None:
        return say("say.default")
    return f"{_name(layer.unit_code, names, say)}, {layer.fiscal_year}"


def _left_out(
    layer: PolicyLayer, impossible: Impossible, names: Names, say: Phrases
) -> tuple[str, ...]:
    whom = _name(layer.unit_code, names, say)
    return (
        say("say.left_out", whom=whom, year=layer.fiscal_year),
        *tell_refusals(impossible, say.locale),
    )


def _name(code: str | None, names: Names, say: Phrases) -> str:
    if code is None:
        return say("say.city")
    if code not in names:
        return say("say.unknown", code=code)
    return say("say.unit", name=names[code], code=code)
