"""What an evaluator's walk through a quarter goes on from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from storage.periods import Quarter


@dataclass(frozen=True, slots=True)
class Brief:
    """A project of the quarter in short, and how its score stands.

    `revision` counts what was given in chat; `giver` is the name of who gave the newest.
    """

    name: str
    text: str
    score: Decimal | None = None
    note: str = ""
    revision: int = 0
    giver: str | None = None


@dataclass(frozen=True, slots=True)
class Round:
    """A quarter that is over, as far as the person may score it.

    `briefs` are by the number of the project. `left` counts those without a score; `next` is the
    first of them behind the project on screen, `resume` the one to go on with. `found` are those
    that were asked for, None where none was. `others` are the newest quarters and the oldest one of
    which projects want a score as well, where no quarter was named.
    """

    quarter: Quarter
    briefs: Mapping[int, Brief] = field(default_factory=dict)
    left: int = 0
    next: int | None = None
    resume: int | None = None
    found: tuple[int, ...] | None = None
    others: tuple[Quarter, ...] = ()


@dataclass(frozen=True, slots=True)
class Rounds:
    """Several quarters of which projects want a score, by how many, the newest first.

    There are `count` of them in all; besides the newest ones only the oldest is named.
    """

    left: Mapping[Quarter, int]
    count: int


def over_since(quarter: Quarter) -> date:
    """Give the first day on which a quarter is over and can be scored."""
    return quarter.periods[-1].next.first_day


@dataclass(frozen=True, slots=True)
class NoRound:
    """A quarter that cannot be scored: it is not over, has no projects, or was not understood.

    `why` is a key of the wording. `nearest` is the nearest that is over and has projects of the
    person's units; without one `coming` is the first that will have some, where there is one.
    """

    why: str
    said: str
    nearest: Quarter | None
    coming: Quarter | None = None
