"""One project, with all that there is to say of it in a chat."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.handout.offers import project_offers
from handlers.messages import STANDING, Card, Choice, Outgoing, Row, Tone
from handlers.oversight.risk import problem_age
from handlers.status.asker import Asker
from handlers.status.lists import say_class, say_flags
from handlers.status.missed import Missed, missed_choices, say_missed
from handlers.status.quarter_words import in_year
from handlers.status.questions import OfProject, quarter_choice
from handlers.status.reading import Told
from handlers.texts import Phrases, phrases
from handlers.thai.telephones import hide_telephones
from handlers.timeliness.classes import RUNNING
from handlers.wording import say_day, say_percent, say_period
from storage.out_of_reach import OutOfReach
from storage.periods import Period, Quarter, local_date
from storage.records import Report

ENTRIES = 3
"""Entries that a card shows, the newest first."""

LETTERS = 500
"""Letters of a narrative that a card shows; the report itself has the rest."""


def write_card(
    asker: Asker,
    one: Told,
    entries: Sequence[Report],
    period: Period,
    quarter: Quarter,
    *,
    missed: Missed | None,
    unreached: Sequence[OutOfReach],
) -> Outgoing:
    """Show a project; its words only where they may be shown, its telephone numbers nowhere.

    `missed` is a month before the `period` that a supervisor can be asked to open. `unreached` are
    those who report on it and hear no reminder, for who may remind them.
    """
    standing, say = one.standing, asker.say
    newest = standing.newest
    return Outgoing(
        say("card.above", code=standing.code),
        card=Card(
            standing.name,
            (*_rows(asker, one, entries, period, missed), *_unreached(unreached, say)),
            percent=None if newest is None else newest.percent,
        ),
        ask=STANDING,
        choices=tuple(_choices(asker, one, quarter, missed)),
    )


def _rows(
    asker: Asker,
    one: Told,
    entries: Sequence[Report],
    period: Period,
    missed: Missed | None,
) -> Iterator[Row]:
    standing, say = one.standing, asker.say
    status = phrases("dialogue", say.locale)(f"status.{standing.status}")
    yield Row(say("card.unit"), standing.unit)
    yield Row(say("card.status"), status)
    month = say("card.month", month=say_period(period, say.locale))
    yield Row(month, say_class(one, say))
    if missed is not None:
        month = say("card.month", month=say_period(missed.period, say.locale))
        yield Row(month, say_missed(missed, asker))
    if flags := list(say_flags(one, say)):
        yield Row(say("card.flags"), "\n".join(flags))
    if standing.project_id in asker.drafted:
        yield Row(say("card.draft"), say("card.drafted"))
    if not entries:
        yield Row(say("card.entries"), say("card.no_entries"))
        return
    for entry in entries:
        told = say(
            "card.entry",
            percent=say_percent(entry.content.percent),
            date=say_day(entry.reported_on, say.locale),
        )
        words = f"\n{_words(asker, entry.content.narrative)}" if asker.full else ""
        month = say("card.report_of", month=say_period(entry.period, say.locale))
        yield Row(month, told + words)
    if asker.full:
        newest = entries[0].content
        nothing = say("card.none")
        yield Row(say("card.problems"), _words(asker, newest.problems or nothing))
        yield Row(say("card.obstacles"), _words(asker, newest.obstacles or nothing))
    elif standing.newest is not None:
        days = problem_age(standing.newest, asker.today)
        key = "card.none" if days is None else "card.open_for" if days else "card.open_new"
        yield Row(say("card.trouble"), say(key, days=days))


def _unreached(people: Sequence[OutOfReach], say: Phrases) -> Iterator[Row]:
    """Say whom nothing reaches, since when, and what each of them can do."""
    if people:
        told = [
            say("card.never_joined", name=one.name)
            if one.ended is None or one.since is None
            else say(
                f"card.{one.ended}",
                name=one.name,
                date=say_day(local_date(one.since), say.locale),
            )
            for one in people
        ]
        yield Row(say("card.unreached"), "\n".join(told))


def _choices(asker: Asker, one: Told, quarter: Quarter, missed: Missed | None) -> Iterator[Choice]:
    standing, say = one.standing, asker.say
    if not asker.in_group and standing.project_id in asker.own and standing.status in RUNNING:
        yield Choice(f"open.{standing.project_id}", say("choice.report"), Tone.PRIMARY)
    if missed is not None:
        yield from missed_choices(missed, asker)
    if not asker.in_group and standing.unit_code in asker.units and standing.newest:
        yield Choice(f"report.{standing.newest.report_id}", say("choice.open"))
    nearest = in_year(quarter, standing.fiscal_year)
    about = OfProject(standing.project_id)
    yield Choice(quarter_choice(nearest, about), say("choice.quarter", quarter=nearest))
    if not asker.in_group:
        yield from project_offers(standing.code, say.locale)


def _words(asker: Asker, text: str) -> str:
    """Give what a report says, as far as there is room, in a group without telephone numbers."""
    if asker.in_group:  # before it is cut: half a number is known as one no more
        text = hide_telephones(text)
    return text if len(text) <= LETTERS else asker.say("card.cut", text=text[:LETTERS].rstrip())
