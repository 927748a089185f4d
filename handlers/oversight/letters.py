"""What officers are told of the deeds of supervisors, and supervisors of the wishes of officers.

What has a button is a card: its buttons stay on the screen whatever is said below it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from handlers.dialogue.others import others_choice
from handlers.messages import STANDING, Card, Choice, Outgoing, Row, Tone
from handlers.oversight.shortening import shorten
from handlers.texts import Phrases
from handlers.wording import say_day, say_period
from storage.periods import Period
from storage.project_months import Missing, Place

SHOWN = 8


def reminder_letter(
    projects: Sequence[Missing], period: Period, say: Phrases, *, by: str
) -> Outgoing:
    """Ask somebody for the reports that are missing, each behind a button."""
    projects = sorted(projects, key=lambda one: one.project_id)
    shown = projects[:SHOWN]
    rows = [Row(str(number), shorten(one.name)) for number, one in enumerate(shown, start=1)]
    if len(projects) > len(shown):
        rows.append(Row("…", say("digest.more", count=len(projects) - SHOWN)))
    month = say_period(period, say.locale)
    opened = tuple(
        Choice(
            f"open.{one.project_id}",
            say("list.project", number=number, name=shorten(one.name)),
            Tone.PRIMARY,
        )
        for number, one in enumerate(shown, start=1)
    )
    others = (
        (others_choice(say.locale, period, shown[-1].project_id),)
        if len(projects) > len(shown)
        else ()
    )
    return Outgoing(
        say("letter.remind", who=by, month=month, count=len(projects)),
        card=Card(say("letter.waited_for"), tuple(rows)),
        ask=STANDING,
        choices=(*opened, *others),
    )


def comment_letter(text: str, period: Period, place: Place, say: Phrases, *, by: str) -> Outgoing:
    """Hand on what a supervisor wrote on a report, word for word."""
    opens = Choice(f"open.{place.project_id}", say("choice.open"), Tone.PRIMARY)
    rows = (Row(say("letter.words"), text),)
    return _about(say("letter.comment", who=by), period, place, say, rows=rows, choices=(opens,))


def reopening_letter(
    reason: str, period: Period, place: Place, say: Phrases, *, until: date, by: str
) -> Outgoing:
    """Tell that a locked month is open again, why, and until and with which day."""
    opens = Choice(f"open.{place.project_id}", say("choice.open"), Tone.PRIMARY)
    rows = (
        Row(say("letter.reason"), reason),
        Row(say("letter.until"), say_day(until, say.locale)),
    )
    return _about(say("letter.reopened", who=by), period, place, say, rows=rows, choices=(opens,))


def request_letter(period: Period, place: Place, say: Phrases, *, by: str) -> Outgoing:
    """Ask a supervisor to open a locked month, with the buttons that answer it."""
    choices = (
        Choice(f"reopen.{place.project_id}.{period}", say("choice.reopen"), Tone.PRIMARY),
        Choice(f"decline.{place.project_id}.{period}", say("choice.decline")),
    )
    return _about(say("letter.request", who=by), period, place, say, choices=choices)


def refusal_letter(text: str, period: Period, place: Place, say: Phrases, *, by: str) -> Outgoing:
    """Tell that a month stays locked, and why, word for word."""
    rows = (Row(say("letter.reason"), text),)
    return _about(say("letter.declined", who=by), period, place, say, rows=rows)


def acknowledgement_letter(period: Period, place: Place, say: Phrases, *, by: str) -> Outgoing:
    """Tell that a report was read."""
    month = say_period(period, say.locale)
    return Outgoing(say("letter.acknowledged", who=by, name=place.name, month=month))


def _about(
    told: str,
    period: Period,
    place: Place,
    say: Phrases,
    *,
    rows: tuple[Row, ...] = (),
    choices: tuple[Choice, ...] = (),
) -> Outgoing:
    month = Row(say("letter.month"), say_period(period, say.locale))
    ask = STANDING if choices else None
    return Outgoing(told, card=Card(place.name, (month, *rows)), ask=ask, choices=choices)
