"""Projects as a list to read: counts, then a page of those that want attention most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.messages import STANDING, Card, Choice, Outgoing, Row
from handlers.oversight.shortening import shorten
from handlers.oversight.standing import Bucket
from handlers.oversight.words import say_due, say_risk
from handlers.status.asker import Asker
from handlers.status.questions import ShowProjects, page_choice, project_choice
from handlers.status.reading import Page, Told, buckets_of, count_wanted
from handlers.texts import Phrases, phrases
from handlers.timeliness.classes import RUNNING
from handlers.timeliness.not_due import NotDue
from handlers.wording import bar_of, say_day, say_percent, say_period
from storage.periods import Period
from storage.project_months import Wanted

PAGE = 6
"""Projects that one screen of a phone holds, with their reasons."""

BAR = 10


def write_list(
    asker: Asker,
    page: Page,
    asked: ShowProjects,
    period: Period,
    *,
    about: str,
    further: Sequence[Choice] = (),
) -> Outgoing:
    """Show a page of projects; `about` names what they are of, `further` are more buttons."""
    say = asker.say
    month = say_period(period, say.locale)
    if not page.counted.total:
        return Outgoing(say(f"list.nothing_{asker.place}", about=about, month=month))
    listed = count_wanted(page.counted, asked.wanted)
    rows = [Row(say("list.status"), _say_buckets(page, say))]
    rows.append(
        Row(
            say("list.attention"),
            _say_counts(page, say),
        )
    )
    rows += project_rows(page.projects, asker, first=page.first)
    day = say_day(asker.today, say.locale)
    if asked.wanted is Wanted.RISK and not listed:
        # Who is silent might believe that nothing is wrong.
        above = say(f"list.no_risk_{asker.place}", date=day)
    elif asked.wanted is Wanted.LATE and (coming := page.not_due) and coming.count == listed:
        above = say("list.late_not_due", count=f"{listed:,}", date=day, due=_say_due(coming, say))
    else:
        above = say(f"list.{asked.wanted}", count=f"{listed:,}", date=day)
    if page.pages > 1:
        other = page.number % page.pages + 1
        typed = f"{command_of(asked.wanted)} {other}"
        above += " · " + say("list.page", page=page.number, pages=page.pages, typed=typed)
    return Outgoing(
        text=above,
        card=Card(say("list.title", about=shorten(about), month=month), tuple(rows)),
        ask=STANDING,
        choices=(*_choices(page, asked, say), *further),
        instead=asker.pressed,
    )


def project_rows(projects: Sequence[Told], asker: Asker, *, first: int = 1) -> Iterator[Row]:
    """Show projects, each with its unit: fifty districts have the same project."""
    say = asker.say
    for number, one in enumerate(projects, start=first):
        standing = one.standing
        name = say("list.project", number=number, name=shorten(standing.name))
        attached = asker.attached.get(standing.project_id)
        told = [say_progress(one, say), *say_flags(one, say)]
        if standing.project_id in asker.drafted:
            told.append(say("list.drafted"))
        if attached:
            told.append(say("list.attached", what=attached))
        yield Row(f"{name} · {shorten(standing.unit)}", "\n".join(told))


def project_choices(projects: Sequence[Told], say: Phrases, *, first: int = 1) -> Iterator[Choice]:
    """Give a button for each project."""
    for number, one in enumerate(projects, start=first):
        label = say("list.project", number=number, name=shorten(one.standing.name))
        yield Choice(project_choice(one.standing.project_id), label)


def say_progress(one: Told, say: Phrases) -> str:
    """Say how far a project is, when that was reported, and what became of the month."""
    newest = one.standing.newest
    became = say_class(one, say)
    if one.standing.status not in RUNNING:
        became = phrases("dialogue", say.locale)(f"status.{one.standing.status}")
    if newest is None:
        return say("list.never", bar=bar_of(None, BAR), became=became)
    return say(
        "list.progress",
        bar=bar_of(newest.percent, BAR),
        percent=say_percent(newest.percent),
        date=say_day(newest.reported_on, say.locale),
        became=became,
    )


def say_class(one: Told, say: Phrases) -> str:
    """Say what became of the month; what is not due yet is not missing."""
    if one.due_on is None:
        return say(f"class.{one.became}")
    return say("class.not_due", due=say_day(one.due_on, say.locale))


def say_flags(one: Told, say: Phrases) -> Iterator[str]:
    """Say why a project wants attention, a line for each reason."""
    digest = phrases("digest", say.locale)
    for risk in one.risks:
        yield say("list.flag", reason=say_risk(risk, digest))


def _say_counts(page: Page, say: Phrases) -> str:
    late, risk, coming = page.counted.missing, page.counted.at_risk, page.not_due
    if coming is None:
        return say("list.counts", late=late, risk=risk)
    overdue, due = late - coming.count, _say_due(coming, say)
    key = "list.counts_partly_due" if overdue else "list.counts_not_due"
    return say(key, late=overdue, coming=coming.count, due=due, risk=risk)


def _say_due(coming: NotDue, say: Phrases) -> str:
    return say_due(coming, phrases("digest", say.locale))


def _say_buckets(page: Page, say: Phrases) -> str:
    counted: dict[Bucket, int] = dict(buckets_of(page.counted))
    told = {bucket.value: f"{count:,}" for bucket, count in counted.items()}
    return phrases("digest", say.locale)("digest.buckets", **told)


def _choices(page: Page, asked: ShowProjects, say: Phrases) -> Iterator[Choice]:
    yield from project_choices(page.projects, say, first=page.first)
    if page.number < page.pages:
        after = replace(asked, page=page.number + 1)
        yield Choice(page_choice(after), say("choice.next"))
    if page.number > 1:
        before = replace(asked, page=page.number - 1)
        yield Choice(page_choice(before), say("choice.previous"))
    for wanted in Wanted:
        if wanted is not asked.wanted and count_wanted(page.counted, wanted):
            other = ShowProjects(wanted, asked.about)
            yield Choice(page_choice(other), say(f"choice.{wanted}"))


def command_of(wanted: Wanted) -> str:
    """Give the command that shows such projects."""
    return "/status" if wanted is Wanted.ALL else f"/{wanted}"
