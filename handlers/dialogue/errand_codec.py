"""The questions of the errands as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, assert_never

from handlers.dialogue.errand_cursors import (
    Away,
    Departing,
    Errand,
    LeaveGiven,
    Leaving,
    Picking,
    Replacing,
    Restated,
    Restating,
)
from handlers.dialogue.figure_codec import dump_figures, load_figures
from handlers.dialogue.figure_cursors import AboutFigures
from handlers.dialogue.oversight_cursors import Commenting, Declining, GivingReason, Locked
from storage.periods import Period
from storage.records import ProjectStatus


def dump_errand(cursor: Errand) -> dict[str, Any]:
    """Write the question of an errand; `load_errand` gives the same again."""
    if isinstance(cursor, AboutFigures):
        return dump_figures(cursor)
    match cursor:
        case Picking(projects, page):
            return {"at": "picking", "projects": list(projects), "page": page}
        case Restating(project_id):
            return {"at": "restating", "project": project_id}
        case Restated(project_id, status):
            return {"at": "restated", "project": project_id, "status": status.value}
        case Away():
            return {"at": "away"}
        case Departing():
            return {"at": "departing"}
        case Leaving(since):
            return {"at": "leaving", **_since(since)}
        case Replacing(until, people, page, since):
            return {
                "at": "replacing",
                "until": until.isoformat(),
                "people": list(people),
                "page": page,
                **_since(since),
            }
        case LeaveGiven(until, stand_in, since):
            given = {"at": "leave_given", "until": until.isoformat(), "stand_in": stand_in}
            return {**given, **_since(since)}
        case Commenting(report_id):
            return {"at": "commenting", "report": report_id}
        case GivingReason(project_id, period):
            return {"at": "giving_reason", "project": project_id, "period": str(period)}
        case Declining(project_id, period):
            return {"at": "declining", "project": project_id, "period": str(period)}
        case Locked(project_id, period):
            return {"at": "locked", "project": project_id, "period": str(period)}
        case _:
            assert_never(cursor)


def load_errand(stored: Mapping[str, Any]) -> Errand:
    """Read the question of an errand.

    Raises ArithmeticError, LookupError, TypeError or ValueError.
    """
    match stored["at"]:
        case "picking":
            return Picking(tuple(map(int, stored["projects"])), int(stored["page"]))
        case "restating":
            return Restating(int(stored["project"]))
        case "restated":
            return Restated(int(stored["project"]), ProjectStatus(stored["status"]))
        case "away":
            return Away()
        case "departing":
            return Departing()
        case "leaving":
            return Leaving(_read_since(stored))
        case "replacing":
            people = tuple(map(int, stored["people"]))
            until, page = date.fromisoformat(stored["until"]), int(stored["page"])
            return Replacing(until, people, page, _read_since(stored))
        case "leave_given":
            stand_in = stored["stand_in"]
            return LeaveGiven(
                date.fromisoformat(stored["until"]),
                None if stand_in is None else int(stand_in),
                _read_since(stored),
            )
        case "commenting":
            return Commenting(int(stored["report"]))
        case "giving_reason":
            return GivingReason(int(stored["project"]), Period.parse(stored["period"]))
        case "declining":
            return Declining(int(stored["project"]), Period.parse(stored["period"]))
        case "locked":
            return Locked(int(stored["project"]), Period.parse(stored["period"]))
        case _:
            return load_figures(stored)


def _since(since: date | None) -> dict[str, str]:
    return {} if since is None else {"since": since.isoformat()}


def _read_since(stored: Mapping[str, Any]) -> date | None:
    # A leave that was begun before there were later ones has none: it begins today.
    return date.fromisoformat(stored["since"]) if "since" in stored else None
