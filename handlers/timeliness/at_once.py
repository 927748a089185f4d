"""What a change of the policy makes late, or locked, at the moment it is made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from handlers.timeliness.policy import Deadlines


@dataclass(frozen=True, slots=True)
class AtOnce:
    """A month by the new days; `late` and `locked` are what it was not before the change."""

    deadlines: Deadlines
    late: bool
    locked: bool


def over_at_once(before: Deadlines, after: Deadlines, today: date) -> AtOnce | None:
    """Tell what of a month is over by a change alone; None where nothing is."""
    late = after.due_on < today <= before.due_on
    locked = after.locks_after < today <= before.locks_after
    return AtOnce(after, late, locked) if late or locked else None
