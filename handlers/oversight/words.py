"""Phrases that several of the messages to supervisors share."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.oversight.risk import Risk
from handlers.texts import Phrases
from handlers.timeliness.not_due import NotDue
from handlers.wording import say_day, say_percent, say_period
from storage.project_months import Reporter


def say_reporters(reporters: Sequence[Reporter], say: Phrases) -> str:
    """Name who reports on a project, and who of them no chat reaches."""
    if not reporters:
        return say("who.nobody")
    return ", ".join(
        one.name if one.reachable else say("who.no_chat", name=one.name) for one in reporters
    )


def say_due(coming: NotDue, say: Phrases) -> str:
    """Say when what is not due yet is due."""
    first, last = say_day(coming.first, say.locale), say_day(coming.last, say.locale)
    return say("due.on" if first == last else "due.between", first=first, last=last)


def say_risk(risk: Risk, say: Phrases) -> str:
    """Tell why a project is at risk."""
    since = "" if risk.since is None else say_period(risk.since, say.locale)
    return say(
        f"risk.{risk.reason}",
        percent=say_percent(risk.percent),
        against=say_percent(round(risk.against, 0)),
        since=since,
    )
