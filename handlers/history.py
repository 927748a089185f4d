"""The reports that a person sent, looked up in chat."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy import Connection

from handlers.dialogue.evidence import say_evidence
from handlers.dialogue.gauges import figure_words, say_quarter
from handlers.dialogue.world import World
from handlers.imports.evaluations import AS_PRINTED
from handlers.messages import Outgoing
from handlers.texts import Phrases
from handlers.wording import say_day, say_figure, say_percent
from storage.evidence import evidence_of_reports
from storage.periods import Quarter
from storage.records import Evidence, Report
from storage.reports import latest_of
from storage.walks import newest_scores

SHOWN = 5


def tell_history(tx: Connection, world: World) -> Outgoing:
    """Show the newest reports of the person's projects, newest first, and the newest scores."""
    names = {project.id: project.name for project in world.projects}
    reports = latest_of(tx, list(names), limit=SHOWN)
    if not reports:
        return Outgoing(world.say("history.none"))
    attached = evidence_of_reports(tx, [report.id for report in reports])
    lines = [
        _line(report, names[report.project_id], world, attached.get(report.id, ()))
        for report in reports
    ]
    told = [world.say("history.title"), *lines]
    if scores := newest_scores(tx, list(names), as_printed=AS_PRINTED):
        say = figure_words(world)
        told.append("\n".join(_score(names[one], where, what, say) for one, where, what in scores))
    return Outgoing("\n\n".join(told))


def _score(name: str, quarter: Quarter, score: Decimal, say: Phrases) -> str:
    told = say_quarter(quarter, say.locale)
    return say("score.told", project=name, quarter=told, score=say_figure(score))


def _line(report: Report, name: str, world: World, evidence: tuple[Evidence, ...]) -> str:
    attached = say_evidence(evidence, world.say)
    revised = ""
    if report.revision > 1:
        revised = world.say("history.revised", times=report.revision - 1)
    return world.say(
        "history.line",
        date=say_day(report.reported_on, world.say.locale),
        project=name,
        percent=say_percent(report.content.percent),
        revised=revised,
        attached=world.say("history.attached", what=attached) if attached else "",
        narrative=report.content.narrative,
    )
