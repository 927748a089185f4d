"""The month before, where its report is missing and taken no more: a supervisor can be asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.messages import Choice
from handlers.status.asker import Asker
from handlers.status.reading import look_at, tell_of
from handlers.texts import phrases
from handlers.timeliness.classes import Class, may_file
from handlers.wording import say_day
from storage.periods import Period, local_date
from storage.reopening_wishes import ReopeningWish, wish_for
from storage.reopenings import reopened_projects

ASK = "ask_reopening"


@dataclass(frozen=True, slots=True)
class Missed:
    """A month that wanted a report of a project until and with a day, and who asked for it."""

    project_id: int
    period: Period
    locked_after: date
    wish: ReopeningWish | None


def read_missed(asker: Asker, project_id: int, period: Period) -> Missed | None:
    """Give the month before `period` where a project of the person's own lacks it for good."""
    before = period.previous
    if asker.in_group or project_id not in asker.own:
        return None
    looked = look_at(asker.tx, before, today=asker.today, ids=[project_id])
    [told] = tell_of(asker.tx, looked, [project_id])
    days = looked.days[told.standing.unit_code]
    reopened = project_id in reopened_projects(asker.tx, before, today=asker.today)
    if told.became is not Class.MISSING or may_file(days, asker.today, reopened=reopened):
        return None
    return Missed(project_id, before, days.locks_after, wish_for(asker.tx, project_id, before))


def say_missed(missed: Missed, asker: Asker) -> str:
    """Say that the month was missed, and what can be done or was done about it."""
    say, wish = asker.say, missed.wish
    if wish is None:
        lock = say_day(missed.locked_after, say.locale)
        return say("missed.locked", lock=lock, ask=_ask(say.locale))
    if wish.declined_at is None:
        return say("missed.asked", date=say_day(local_date(wish.at), say.locale))
    return say("missed.declined", date=say_day(local_date(wish.declined_at), say.locale))


def missed_choices(missed: Missed, asker: Asker) -> tuple[Choice, ...]:
    """Give the button that asks for it, where nobody did yet."""
    if missed.wish is not None:
        return ()
    choice = f"{ASK}.{missed.project_id}.{missed.period}"
    return (Choice(choice, _ask(asker.say.locale)),)


def _ask(locale: str) -> str:
    return phrases("dialogue", locale)("choice.ask_reopening")
