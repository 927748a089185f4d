"""Who may see and do what: the only place that says so. A role covers the units below its own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum, auto

from storage.records import Grant, Role


class Right(Enum):
    """What a role lets people do in its unit and in those below."""

    SEE_DIGEST = auto()
    REMIND = auto()
    ACKNOWLEDGE = auto()
    COMMENT = auto()
    REOPEN = auto()
    SET_STATUS = auto()
    BIND = auto()
    SCORE = auto()
    SEE_COST = auto()


_OVERSEERS = frozenset({Role.SUPERVISOR, Role.ADMIN})
_HOLDERS = {
    Right.SEE_DIGEST: _OVERSEERS | {Role.EVALUATOR},
    Right.REMIND: _OVERSEERS,
    Right.ACKNOWLEDGE: _OVERSEERS,
    Right.COMMENT: _OVERSEERS | {Role.EVALUATOR},
    Right.REOPEN: _OVERSEERS,
    Right.SET_STATUS: _OVERSEERS,
    Right.BIND: _OVERSEERS,
    Right.SCORE: frozenset({Role.EVALUATOR}),
    Right.SEE_COST: frozenset({Role.ADMIN}),
}


def units_granted(grants: Iterable[Grant], right: Right) -> frozenset[str]:
    """Give the units in which a person was granted a role that bears a right."""
    return frozenset(one.unit_code for one in grants if one.role in _HOLDERS[right])


def may(right: Right, grants: Iterable[Grant], *, path: Collection[str]) -> bool:
    """Tell whether a person has a right in a unit; `path` is its code and those of all above."""
    return not units_granted(grants, right).isdisjoint(path)


def roles_with(right: Right) -> frozenset[Role]:
    """Give the roles that bear a right."""
    return frozenset(_HOLDERS[right])
