"""Who may see and do what."""

from __future__ import annotations

import pytest

from handlers.access import Right, may, roles_with, units_granted
from storage.records import Grant, Role

CITY, DISTRICT, DIVISION, OTHER = "90000000", "90010000", "90010100", "91000000"
PATH = (CITY, DISTRICT, DIVISION)
OF_ONE_ROLE = {Right.SCORE, Right.SEE_COST}


@pytest.mark.parametrize("unit", PATH)
@pytest.mark.parametrize("right", [one for one in Right if one not in OF_ONE_ROLE])
def test_a_supervisor_may_everything_but_score_in_the_unit_and_below(
    right: Right, unit: str
) -> None:
    assert may(right, {Grant(Role.SUPERVISOR, unit)}, path=PATH)
    assert may(right, {Grant(Role.ADMIN, unit)}, path=PATH)
    assert not may(Right.SCORE, {Grant(Role.SUPERVISOR, unit)}, path=PATH)
    assert not may(Right.SCORE, {Grant(Role.ADMIN, unit)}, path=PATH)


def test_what_messages_cost_is_for_admins() -> None:
    assert roles_with(Right.SEE_COST) == {Role.ADMIN}


@pytest.mark.parametrize("right", Right)
def test_nobody_may_anything_above_or_beside_their_unit(right: Right) -> None:
    grants = {Grant(role, unit) for role in Role for unit in (DIVISION, OTHER)}
    assert not may(right, grants, path=(CITY, DISTRICT))


@pytest.mark.parametrize("right", Right)
def test_an_officer_may_nothing_of_it(right: Right) -> None:
    assert not may(right, {Grant(Role.OFFICER, CITY)}, path=PATH)
    assert not may(right, (), path=PATH)


def test_an_evaluator_looks_and_comments_and_scores_and_decides_nothing_else() -> None:
    evaluator = {Grant(Role.EVALUATOR, CITY)}
    assert {right for right in Right if may(right, evaluator, path=PATH)} == {
        Right.SEE_DIGEST,
        Right.COMMENT,
        Right.SCORE,
    }


def test_a_unit_that_is_not_known_has_no_path_and_nobody_with_a_right() -> None:
    assert not may(Right.SEE_DIGEST, {Grant(Role.ADMIN, CITY)}, path=())


def test_the_units_of_a_right_are_those_of_the_roles_that_bear_it() -> None:
    grants = {Grant(Role.SUPERVISOR, CITY), Grant(Role.EVALUATOR, OTHER), Grant(Role.OFFICER, CITY)}
    assert units_granted(grants, Right.REMIND) == {CITY}
    assert units_granted(grants, Right.SEE_DIGEST) == {CITY, OTHER}
    assert roles_with(Right.REMIND) == {Role.SUPERVISOR, Role.ADMIN}
