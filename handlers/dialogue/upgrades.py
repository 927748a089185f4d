"""Stored conversations of older versions, as the JSON of the version after each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.dialogue.state import UNNOTED


def _without_evidence(stored: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew no pictures and files."""
    cursor = stored["cursor"]
    for draft in (stored["draft"], cursor.get("undo")):
        if draft is not None:
            draft["evidence"] = []
    if cursor["at"] == "filed":
        cursor["evidence"] = []
    return {**stored, "version": 2}


def _with_unnoted_events(stored: dict[str, Any]) -> dict[str, Any]:
    """Version 2 did not note in which events the words came."""
    cursor = stored["cursor"]
    for draft in (stored["draft"], cursor.get("undo")):
        if draft is not None:
            draft["gathered_by"] = [UNNOTED] if draft["gathered"] else []
            draft["given"] = {asked: [UNNOTED] for asked in draft["answers"]}
    for asked in (cursor, cursor.get("paused")):
        if asked is not None and asked["at"] == "confirming":
            asked["by"] = [UNNOTED]
    return {**stored, "version": 3}


def _without_a_walk(stored: dict[str, Any]) -> dict[str, Any]:
    """Version 3 knew no evaluators."""
    return {**stored, "walk": None, "version": 4}


def _without_kept_drafts(stored: dict[str, Any]) -> dict[str, Any]:
    """Version 4 kept no drafts of locked months aside."""
    return {**stored, "kept": [], "version": 5}


# From each version to the next: a function of the parsed JSON. None is ever removed.
UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {
    1: _without_evidence,
    2: _with_unnoted_events,
    3: _without_a_walk,
    4: _without_kept_drafts,
}
