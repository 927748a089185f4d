"""What stands behind a digest's buttons: who and what is missing, at risk, in trouble, reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import groupby

from handlers.messages import STANDING, Card, Choice, Outgoing, Row, Tone
from handlers.oversight.digest import part_choice, remind_choice
from handlers.oversight.parts import Part
from handlers.oversight.shortening import shorten
from handlers.oversight.standing import Judged, Listing
from handlers.oversight.words import say_reporters, say_risk
from handlers.texts import Phrases
from handlers.wording import say_day, say_percent, say_period


def write_part(listing: Listing, say: Phrases, *, problems: Mapping[int, str]) -> Outgoing:
    """Show a page of a part; `problems` are the words of reports, by number."""
    part, listed = listing.part, listing.listed
    month = say_period(listing.period, say.locale)
    unit = shorten(listing.unit.name)
    if not listed.count:
        return Outgoing(say(f"list.no_{part}", month=month, unit=unit))
    shown = list(enumerate(listed.shown, start=listed.first + 1))
    choices = list(_choices(listing, shown, say))
    if listed.first + len(shown) < listed.count:
        page = listed.first // len(shown) + 1
        after = part_choice(part, listing.period, listing.unit, page=page)
        choices.append(Choice(after, say("choice.more")))
    return Outgoing(
        text=say("list.above", month=month, unit=unit),
        card=Card(
            title=say(f"list.{_title(listing)}", count=listed.count),
            rows=tuple(_ROWS[part](shown, say, problems)),
        ),
        ask=STANDING,
        choices=tuple(choices),
    )


def _title(listing: Listing) -> str:
    """Name a page; where all on it is still to come or due today, nothing is said to be owed."""
    shown = listing.listed.shown
    if listing.part is not Part.MISSING:
        return listing.part
    if all(one.due_on for one in shown):
        return "coming"
    return "missing_today" if all(one.due_today for one in shown) else listing.part


Shown = list[tuple[int, Judged]]


def _missing(shown: Shown, say: Phrases, problems: Mapping[int, str]) -> Iterator[Row]:
    for reporters, theirs in groupby(shown, key=lambda pair: pair[1].standing.reporters):
        projects = "\n".join(_missing_label(number, one, say) for number, one in theirs)
        yield Row(say_reporters(reporters, say), projects)


def _missing_label(number: int, one: Judged, say: Phrases) -> str:
    label = _label(number, one, say)
    if one.due_on is None:
        return label
    return say("list.not_due", project=label, due=say_day(one.due_on, say.locale))


def _at_risk(shown: Shown, say: Phrases, problems: Mapping[int, str]) -> Iterator[Row]:
    for number, one in shown:
        reasons = " · ".join(say_risk(risk, say) for risk in one.risks)
        yield Row(_label(number, one, say), reasons)


def _in_trouble(shown: Shown, say: Phrases, problems: Mapping[int, str]) -> Iterator[Row]:
    for number, one in shown:
        newest = one.standing.newest
        assert newest is not None
        words = shorten(" ".join(problems.get(newest.report_id, "").split()))
        key = "list.open_for" if one.problem_days else "list.open_new"
        age = say(key, days=one.problem_days, text=words)
        yield Row(_label(number, one, say), age)


def _reported(shown: Shown, say: Phrases, problems: Mapping[int, str]) -> Iterator[Row]:
    for number, one in shown:
        newest = one.standing.newest
        assert newest is not None
        told = say(
            "list.reported",
            percent=say_percent(newest.percent),
            date=say_day(newest.reported_on, say.locale),
        )
        yield Row(_label(number, one, say), told)


_ROWS: Mapping[Part, Callable[[Shown, Phrases, Mapping[int, str]], Iterator[Row]]] = {
    Part.MISSING: _missing,
    Part.RISK: _at_risk,
    Part.PROBLEMS: _in_trouble,
    Part.REPORTS: _reported,
}


def _choices(listing: Listing, shown: Shown, say: Phrases) -> Iterator[Choice]:
    if listing.part is not Part.MISSING:
        for number, one in shown:
            assert one.standing.newest is not None
            yield Choice(f"report.{one.standing.newest.report_id}", _label(number, one, say))
        return
    if listing.can_be_reminded:
        yield Choice(
            remind_choice(listing.period, listing.unit.code), say("choice.remind"), Tone.PRIMARY
        )
    for number, one in shown:
        if one.locked:
            yield Choice(
                f"reopen.{one.standing.project_id}.{listing.period}",
                say("choice.reopen_number", number=number),
            )


def _label(number: int, one: Judged, say: Phrases) -> str:
    return say("list.project", number=number, name=shorten(one.standing.name))
