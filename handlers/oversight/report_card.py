"""One report as supervisors read it, and what they can do about it."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.messages import STANDING, Card, Choice, Outgoing, Row, Tone
from handlers.texts import Phrases
from handlers.wording import say_day, say_percent, say_period
from storage.project_months import Comment, Place
from storage.records import Report


def write_report(
    report: Report,
    place: Place,
    say: Phrases,
    *,
    acknowledged_by: Sequence[str],
    comments: Sequence[Comment],
    sent_along: str,
    locked: bool,
) -> Outgoing:
    """Show a report with what was written on it; a locked month can be opened from here.

    `sent_along` says what pictures and files came with it, empty where none did.
    """
    content = report.content
    nothing, nobody = say("sheet.nothing"), say("sheet.nobody")
    reporter = report.reporter or (say("sheet.imported") if report.filed_at is None else nobody)
    sent = say_day(report.reported_on, say.locale)
    rows = [
        Row(say("sheet.unit"), place.unit),
        Row(say("sheet.month"), say_period(report.period, say.locale)),
        Row(say("sheet.percent"), say_percent(content.percent)),
        Row(say("sheet.narrative"), content.narrative),
        Row(say("sheet.problems"), content.problems or nothing),
        Row(say("sheet.obstacles"), content.obstacles or nothing),
        Row(say("sheet.sent"), say("sheet.by", who=reporter, date=sent)),
    ]
    if sent_along:
        rows.append(Row(say("sheet.sent_along"), sent_along))
    if acknowledged_by:
        rows.append(Row(say("sheet.acknowledged"), ", ".join(acknowledged_by)))
    rows += [
        Row(
            say("sheet.comment"),
            say("sheet.said", who=one.author or nobody, text=one.text),
        )
        for one in comments
    ]
    choices = [
        Choice(f"ack.{report.id}", say("choice.ack"), Tone.PRIMARY),
        Choice(f"comment.{report.id}", say("choice.comment")),
    ]
    if locked:
        choices.append(Choice(f"reopen.{place.project_id}.{report.period}", say("choice.reopen")))
    return Outgoing(
        say("sheet.above"),
        card=Card(place.name, tuple(rows), percent=content.percent),
        ask=STANDING,
        choices=tuple(choices),
    )
