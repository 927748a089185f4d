"""Stored conversations of older versions, as the JSON of the version after each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def _without_evidence(stored: dict[str, Any]) -> dict[str, Any]:
    """Version 1 knew no pictures and files."""
    cursor = stored["cursor"]
    for draft in (stored["draft"], cursor.get("undo")):
        if draft is not None:
            draft["evidence"] = []
    if cursor["at"] == "filed":
        cursor["evidence"] = []
    return {**stored, "version": 2}


# From each version to the next: a function of the parsed JSON. None is ever removed.
UPGRADES: Mapping[int, Callable[[dict[str, Any]], dict[str, Any]]] = {1: _without_evidence}
