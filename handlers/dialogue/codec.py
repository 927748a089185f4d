"""The state of a conversation as JSON, with a version: drafts in flight survive upgrades."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from handlers.dialogue.draft_codec import dump_answer, dump_draft, load_answer, load_draft
from handlers.dialogue.errand_codec import dump_errand, load_errand
from handlers.dialogue.figure_codec import dump_walk, load_walk
from handlers.dialogue.fitting import fit
from handlers.dialogue.state import (
    Answering,
    Asked,
    Choosing,
    Confirming,
    Cursor,
    Detaching,
    Doubted,
    Draft,
    Erasing,
    Filed,
    Idle,
    Offering,
    Overtaken,
    Reopening,
    Reviewing,
    State,
)
from handlers.dialogue.upgrades import UPGRADES
from storage.periods import Period

VERSION = 5

_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)


NOTHING_KEPT = '"kept":[]'
"""Stands in the state of whoever put no draft aside."""


class UnreadableState(ValueError):
    """The stored state is of no form that this program, or one before it, has written."""


def dump_state(state: State) -> str:
    """Write a state; `load_state` gives the same again."""
    return json.dumps(
        {
            "version": VERSION,
            "ask": state.ask,
            "misses": state.misses,
            "cursor": _dump_cursor(state.cursor),
            "draft": None if state.draft is None else dump_draft(state.draft),
            "walk": None if state.walk is None else dump_walk(state.walk),
            "kept": [dump_draft(one) for one in state.kept],
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def load_state(text: str) -> State:
    """Read a state of this version or an older one; raises UnreadableState."""
    try:
        stored = json.loads(text)
        while stored["version"] != VERSION:
            stored = UPGRADES[stored["version"]](stored)
        return fit(
            State(
                ask=int(stored["ask"]),
                misses=int(stored["misses"]),
                cursor=_load_cursor(stored["cursor"]),
                draft=None if stored["draft"] is None else load_draft(stored["draft"]),
                walk=None if stored["walk"] is None else load_walk(stored["walk"]),
                kept=tuple(map(load_draft, stored["kept"])),
            )
        )
    except _UNREADABLE as problem:
        raise UnreadableState(f"{type(problem).__name__} in a stored conversation") from problem


def drafts_in(text: str) -> tuple[Draft, ...]:
    """Give the drafts that wait in a state; none where that cannot be read."""
    try:
        return load_state(text).waiting if text else ()
    except UnreadableState:
        return ()


def _dump_cursor(cursor: Cursor) -> dict[str, Any]:
    match cursor:
        case Idle(undo):
            return {"at": "idle", "undo": None if undo is None else dump_draft(undo)}
        case Choosing(projects, page):
            return {"at": "choosing", "projects": list(projects), "page": page}
        case Reopening(project_id):
            return {"at": "reopening", "project": project_id}
        case Answering(asked, editing):
            return {"at": "answering", "asked": asked.value, "editing": editing}
        case Confirming(asked, answer, said, doubts, by, editing):
            return {
                "at": "confirming",
                "asked": asked.value,
                "answer": dump_answer(answer),
                "said": said,
                "doubts": [doubt.value for doubt in doubts],
                "by": list(by),
                "editing": editing,
            }
        case Reviewing():
            return {"at": "reviewing"}
        case Detaching(shown):
            return {"at": "detaching", "shown": list(shown)}
        case Overtaken():
            return {"at": "overtaken"}
        case Offering(paused):
            return {"at": "offering", "paused": _dump_cursor(paused)}
        case Filed(project_id, period, number, percent, at, evidence):
            return {
                "at": "filed",
                "project": project_id,
                "period": str(period),
                "number": number,
                "percent": str(percent),
                "time": at.isoformat(),
                "evidence": list(evidence),
            }
        case Erasing():
            return {"at": "erasing"}
        case errand:
            return dump_errand(errand)


def _load_cursor(stored: Mapping[str, Any]) -> Cursor:
    match stored["at"]:
        case "idle":
            return Idle(None if stored["undo"] is None else load_draft(stored["undo"]))
        case "choosing":
            return Choosing(tuple(map(int, stored["projects"])), int(stored["page"]))
        case "reopening":
            return Reopening(int(stored["project"]))
        case "answering":
            return Answering(Asked(stored["asked"]), bool(stored["editing"]))
        case "confirming":
            return Confirming(
                Asked(stored["asked"]),
                load_answer(stored["answer"]),
                str(stored["said"]),
                tuple(map(Doubted, stored["doubts"])),
                tuple(map(int, stored["by"])),
                bool(stored["editing"]),
            )
        case "reviewing":
            return Reviewing()
        case "detaching":
            return Detaching(tuple(map(int, stored["shown"])))
        case "overtaken":
            return Overtaken()
        case "offering":
            paused = _load_cursor(stored["paused"])
            if not isinstance(paused, Answering | Confirming | Reviewing | Overtaken):
                raise TypeError("only a question about the draft can be paused")
            return Offering(paused)
        case "filed":
            return Filed(
                int(stored["project"]),
                Period.parse(stored["period"]),
                str(stored["number"]),
                Decimal(stored["percent"]),
                datetime.fromisoformat(stored["time"]),
                tuple(map(int, stored["evidence"])),
            )
        case "erasing":
            return Erasing()
        case _:
            return load_errand(stored)
