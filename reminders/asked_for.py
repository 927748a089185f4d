"""A reminder of the clock says that a supervisor asked for it, where one did and it waited."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers.messages import Outgoing
from handlers.texts import phrases
from reminders.due import DRAFT
from reminders.reading import Owing
from storage.nudges import Nudge, waiting_nudges
from storage.people import living
from storage.periods import local_date
from storage.records import Occurrence
from storage.units import units_below


def name_askers(
    tx: Connection,
    told: Sequence[Owing],
    letters: Sequence[Outgoing],
    news: Collection[Occurrence],
    *,
    now: datetime,
) -> list[Outgoing]:
    """Put above the letters, one for each of those `told`, who asked for what they list."""
    reminded = {one.recipient_id for one in news if one.kind != DRAFT}
    today = local_date(now)
    wishes = {one.person_id: one for one in waiting_nudges(tx, reminded) if one.day <= today}
    askers = {one.id: one.name for one in living(tx, {one.set_by for one in wishes.values()})}
    return [
        _asked_by(askers[wish.set_by], one, letter)
        if (wish := wishes.get(one.officer.id)) and wish.set_by in askers and _lists(tx, wish, one)
        else letter
        for one, letter in zip(told, letters, strict=True)
    ]


def _lists(tx: Connection, wish: Nudge, one: Owing) -> bool:
    """Tell whether anything that a supervisor waits for is among what a person owes."""
    units = units_below(tx, wish.unit_code)
    return any(debt.period == wish.period and debt.unit_code in units for debt in one.debts)


def _asked_by(who: str, one: Owing, letter: Outgoing) -> Outgoing:
    asked = phrases("reminders", one.officer.locale)("asked_by", who=who)
    return replace(letter, text=f"{asked}\n\n{letter.text}")
