"""What a person is told when something is due: one message, however much it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from itertools import groupby

from handlers.dialogue.others import others_choice
from handlers.dialogue.snoozing import AFTERNOON, WISHES, later
from handlers.messages import STANDING, Choice, Outgoing, Tone
from handlers.texts import Phrases, phrases
from handlers.timeliness.calendar import Calendar
from handlers.timeliness.policy import Deadlines, Policy
from handlers.wording import say_day, say_percent, say_period
from storage.periods import Period, Quarter, local_date
from storage.records import NamedProject

MOST_BUTTONS = 12
"""So many are shown on every screen."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A project that a person owes a month of; `instead_of` is who is away and should report it.

    `deadlines` are those of the project's unit. With `drafted` a report of it was begun.
    """

    project_id: int
    project: NamedProject
    deadlines: Deadlines
    instead_of: str | None = None
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class OwedMonth:
    """A month of which something is owed, by the policy of the person's own unit."""

    policy: Policy
    deadlines: Deadlines


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What was left: a report of a month, or the result of an indicator for a quarter.

    `corrects` a report that was sent. None is known of what another release wrote.
    """

    project: NamedProject | None = None
    of: Period | Quarter | None = None
    corrects: bool = False


def write_letter(
    owed: Sequence[Owed],
    months: Sequence[OwedMonth],
    draft: Unfinished | None,
    *,
    policy: Policy,
    locale: str,
    now: datetime,
    indicators: int = 0,
    room: int = MOST_BUTTONS,
) -> Outgoing:
    """Write what a person still owes, and what they left unfinished, with buttons to do it now.

    `owed` comes by months and numbers of projects, and `months` are the same months by the person's
    own unit. `indicators` counts those of the same projects whose quarter has no result yet. There
    is `room` for so many buttons; what has none is reached by one of them.
    """
    say = phrases("reminders", locale)
    resume = [Choice("continue", say("draft.continue"), Tone.PRIMARY)] if draft else []
    snoozes = _snoozes(say, [*months, *owed], policy, now=now) if owed else []
    measure = [Choice("indicators", say("indicators.report"))] if indicators else []
    numbered = [(number, one) for number, one in enumerate(owed, start=1)]
    left = room - len(resume) - len(measure) - len(snoozes)
    shown = numbered if len(numbered) <= left else numbered[: max(left - 1, 1)]
    opened = [
        Choice(f"open.{one.project_id}", say("listed.line", number=number, name=one.project.name))
        for number, one in shown
    ]
    others = []
    if len(shown) < len(numbered):
        last = shown[-1][1]
        others = [others_choice(locale, last.deadlines.period, last.project_id)]
    parts = [_draft(say, draft)] if draft else []
    by_period = {month.deadlines.period: month for month in months}
    for period, theirs in groupby(numbered, key=lambda pair: pair[1].deadlines.period):
        listed, month = [*theirs], by_period[period]
        parts.append(_head(say, month, len(listed), local_date(now)))
        parts += [_line(say, number, one, month.deadlines) for number, one in listed]
    if owed:
        parts.append(say("what_to_do.some" if others else "what_to_do.all", others=say("others")))
    if measure:
        parts.append(say("indicators.some", count=indicators, label=measure[0].label))
    if snoozes:
        labels = say("what_to_do.or").join(f"“{one.label}”" for one in snoozes)
        parts.append(say("what_to_do.later", labels=labels))
    return Outgoing(
        "\n\n".join(parts), ask=STANDING, choices=(*resume, *opened, *others, *measure, *snoozes)
    )


def _head(say: Phrases, month: OwedMonth, count: int, today: date) -> str:
    days = month.deadlines
    key = "today" if today == days.due_on else "before" if today < days.due_on else "late"
    return say(
        f"head.{key}",
        month=say_period(days.period, say.locale),
        due=say_day(days.due_on, say.locale),
        lock=say_day(days.locks_after, say.locale),
        days=working_days(month.policy.calendar, today, days.due_on),
        count=count,
    )


def _line(say: Phrases, number: int, one: Owed, own: Deadlines) -> str:
    shown = one.project
    percent = "" if shown.last is None else say_percent(shown.last)
    key = "listed.unreported" if shown.last is None else "listed.reported"
    lines = [
        say("listed.line", number=number, name=shown.name),
        say(key, unit=shown.unit, percent=percent),
    ]
    if one.deadlines.due_on != own.due_on:
        lines.append(say("listed.due", due=say_day(one.deadlines.due_on, say.locale)))
    if one.instead_of is not None:
        lines.append(say("listed.instead", who=one.instead_of))
    if one.drafted:
        lines.append(say("listed.drafted"))
    return "\n".join(lines)


def _draft(say: Phrases, draft: Unfinished) -> str:
    label = say("draft.continue")
    match draft.of:
        case Period() as month if draft.project is not None:
            named = say_period(month, say.locale)
            key = "draft.change" if draft.corrects else "draft.of"
            return say(key, name=draft.project.name, month=named, label=label)
        case Quarter() if draft.project is not None:
            return say("draft.result", name=draft.project.name, label=label)
        case _:
            return say("draft.some", label=label)


def _snoozes(
    say: Phrases, owed: Sequence[OwedMonth | Owed], policy: Policy, *, now: datetime
) -> list[Choice]:
    """Offer to remind later as far as nothing falls due before."""
    due_on = min(one.deadlines.due_on for one in owed)
    return [
        Choice(f"snooze.{wish}", say(f"later.{wish}")) for wish in _open_wishes(policy, due_on, now)
    ]


@lru_cache(1024)
def _open_wishes(policy: Policy, due_on: date, now: datetime) -> tuple[str, ...]:
    """Give the wishes that are open: the same for all of a unit who are written to at once."""
    found: dict[datetime, str] = {}
    for wish in WISHES:
        moment = later(wish, policy, due_on=due_on, now=now)
        if moment is None or moment.capped:
            continue
        if wish != AFTERNOON or local_date(moment.at) == local_date(now):
            found.setdefault(moment.at, wish)
    return tuple(found.values())


@lru_cache(1024)
def working_days(calendar: Calendar, first: date, last: date) -> int:
    """Count the working days from one day to another, without the first; 0 where it is later."""
    count = 0
    while first < last:
        first = calendar.after(first, 1)
        count += first <= last
    return count
