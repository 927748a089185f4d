from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import date

import pytest
from sqlalchemy import Connection, Engine, event, select

from handlers.timeliness.changes import Change
from handlers.timeliness.layers import resolve
from handlers.timeliness.policies import (
    change_policies,
    deadlines_for_project,
    policies_of_units,
    policy_for,
)
from handlers.timeliness.policy import Policy
from handlers.timeliness.refusals import (
    HoursReversed,
    Impossible,
    NotChanged,
    UnknownUnit,
    Unreadable,
)
from handlers.timeliness.settings import INHERIT
from storage.db import reading, transaction
from storage.periods import Period
from storage.policies import layers_for
from storage.projects import save_project
from storage.records import PolicyLayer, ProjectFacts, Unit
from storage.tables import policy
from storage.units import save_unit
from tests.joining.office import NOW

YEAR = 2570
TOP, BRANCH, LEAF, OTHER = "10000000", "10010000", "10010100", "20000000"


@pytest.fixture(name="city")
def build(database: Engine) -> Engine:
    with transaction(database) as tx:
        for code, parent in ((TOP, None), (BRANCH, TOP), (LEAF, BRANCH), (OTHER, None)):
            save_unit(tx, Unit(code, f"หน่วย {code}", parent))
    return database


def change(
    engine: Engine, unit: str | None, year: int = YEAR, **settings: object
) -> tuple[NotChanged, ...]:
    with transaction(engine) as tx:
        return change_policies(tx, [Change(unit, year, settings)], set_by=None, now=NOW)


def changed(engine: Engine, unit: str | None, year: int = YEAR, **settings: object) -> None:
    assert change(engine, unit, year, **settings) == ()


def held(engine: Engine, unit: str | None, year: int = YEAR) -> Policy:
    with reading(engine) as tx:
        return policy_for(tx, unit, year)


def kept(engine: Engine) -> list[tuple[object, ...]]:
    with reading(engine) as tx:
        return [tuple(row) for row in tx.execute(select(policy).order_by(policy.c.id))]


# --- which one holds --------------------------------------------------------------------------


def test_nothing_set_means_the_defaults(city: Engine) -> None:
    assert held(city, LEAF) == held(city, None) == Policy()


def test_units_inherit_from_those_above_and_from_the_city(city: Engine) -> None:
    changed(city, LEAF, reserve=1)
    changed(city, BRANCH, due_day=15)
    changed(city, None, due_day=20, lock_day=5)
    assert held(city, LEAF) == Policy(due_day=15, lock_day=5, reserve=1)
    assert held(city, BRANCH) == Policy(due_day=15, lock_day=5)
    assert held(city, TOP) == held(city, OTHER) == held(city, None)
    assert held(city, None) == Policy(due_day=20, lock_day=5)


def test_a_setting_stays_until_it_is_changed_and_leaves_the_years_before(city: Engine) -> None:
    changed(city, TOP, 2571, due_day=18)
    changed(city, TOP, 2569, due_day=15, lock_day=5)
    days = {year: held(city, LEAF, year).due_day for year in range(2568, 2574)}
    assert days == {2568: 25, 2569: 15, 2570: 15, 2571: 18, 2572: 18, 2573: 18}
    assert held(city, LEAF, 2573).lock_day == 5


def test_a_setting_can_be_given_back(city: Engine) -> None:
    changed(city, None, due_day=20)
    changed(city, TOP, 2569, due_day=15)
    changed(city, TOP, 2570, due_day=INHERIT)
    assert [held(city, LEAF, year).due_day for year in (2569, 2570, 2571)] == [15, 20, 20]


def test_setting_again_replaces_and_keeps_the_other_settings(city: Engine) -> None:
    changed(city, BRANCH, due_day=15, lock_day=5)
    changed(city, BRANCH, due_day=16)
    changed(city, None, reserve=1)
    changed(city, None, reserve=2)
    assert held(city, BRANCH) == Policy(due_day=16, lock_day=5, reserve=2)
    assert len(kept(city)) == 2


def test_all_units_at_once_are_as_one_by_one(city: Engine) -> None:
    changed(city, None, due_day=20)
    changed(city, TOP, 2570, lock_day=6)
    changed(city, TOP, 2568, lock_day=5)
    changed(city, LEAF, due_day=15)
    changed(city, OTHER, 2571, due_day=3)
    for year in (2567, 2570, 2571):
        with reading(city) as tx:
            assert policies_of_units(tx, year) == {
                code: policy_for(tx, code, year) for code in (None, TOP, BRANCH, LEAF, OTHER)
            }


def test_the_days_of_a_project_are_those_of_its_unit_in_one_query(city: Engine) -> None:
    changed(city, None, lock_day=5)
    changed(city, TOP, due_day=20)
    with transaction(city) as tx:
        project = save_project(tx, ProjectFacts("10010100-0001", "โครงการ", LEAF, YEAR)).id
        asked = statements(tx)
        deadlines = deadlines_for_project(tx, project, Period(2026, 11))
        assert len(asked) == 1
        assert (deadlines.due_on, deadlines.locks_after) == (date(2026, 11, 20), date(2026, 12, 5))
        before = deadlines_for_project(tx, project, Period(2026, 9))
        assert before.due_on == date(2026, 9, 25), "the year before was not set"


def statements(tx: Connection) -> list[str]:
    """What is asked of the database from now on."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(tx, "before_cursor_execute", note)
    return asked


# --- what cannot be ---------------------------------------------------------------------------


def test_one_bad_change_undoes_the_good_ones_with_it(city: Engine) -> None:
    changed(city, None, reserve=5)
    before = kept(city)
    changes = [
        Change(None, YEAR, {"due_day": 20}),
        Change("99999999", YEAR, {"due_day": 20}),
        Change(LEAF, 2571, {"due_day": 32, "reserve": 10}),
    ]
    with transaction(city) as tx:
        assert change_policies(tx, changes, set_by=None, now=NOW) == (
            NotChanged("99999999", YEAR, Impossible((UnknownUnit("99999999"),))),
            NotChanged(LEAF, 2571, Impossible((Unreadable("due_day", "32"),))),
        )
    assert kept(city) == before


def test_a_change_may_not_contradict_what_a_unit_below_has_set(city: Engine) -> None:
    changed(city, LEAF, 2569, sending_until="12:00")
    before = kept(city)
    [refused] = change(city, None, YEAR, sending_from="13:00")
    assert (refused.unit_code, refused.fiscal_year) == (LEAF, YEAR)
    assert isinstance(refused.impossible.reasons[0], HoursReversed)
    assert kept(city) == before


def test_a_change_may_not_contradict_what_a_unit_has_set_for_a_later_year(city: Engine) -> None:
    changed(city, LEAF, 2572, sending_until="12:00")
    [refused] = change(city, TOP, 2569, sending_from="13:00")
    assert (refused.unit_code, refused.fiscal_year) == (LEAF, 2572)


def test_two_changes_may_be_possible_only_together(city: Engine) -> None:
    changes = [
        Change(None, YEAR, {"sending_from": "17:00"}),
        Change(None, YEAR, {"sending_until": "19:00"}),
    ]
    with transaction(city) as tx:
        assert change_policies(tx, changes, set_by=None, now=NOW) == ()
    assert f"{held(city, LEAF).sending_from:%H:%M}" == "17:00"


def test_a_unit_that_comes_under_another_one_may_contradict_it_and_be_mended(city: Engine) -> None:
    changed(city, TOP, sending_from="13:00")
    changed(city, OTHER, sending_until="12:00", due_day=20)
    with transaction(city) as tx:
        save_unit(tx, Unit(OTHER, "ย้ายแล้ว", TOP))
        layers = layers_for(tx, OTHER, YEAR)
    assert [one.unit_code for one, _ in resolve(layers).left_out] == [OTHER]
    assert held(city, OTHER) == held(city, TOP)
    # Units that have nothing to do with it can be changed meanwhile, and so can it.
    changed(city, LEAF, reserve=1)
    changed(city, OTHER, sending_until=INHERIT)
    assert held(city, OTHER).due_day == 20


def test_two_changes_at_once_come_one_after_the_other(city: Engine) -> None:
    with ThreadPoolExecutor(1) as pool:
        with transaction(city) as tx:
            change_policies(tx, [Change(None, YEAR, {"due_day": 20})], set_by=None, now=NOW)
            second = pool.submit(change, city, None, YEAR, lock_day=5)
            # Long enough for the second to have come to where it must wait.
            assert not wait([second], timeout=0.3).done
        assert second.result(timeout=10) == ()
    assert held(city, None) == Policy(due_day=20, lock_day=5)


def test_who_set_it_when_is_kept(city: Engine) -> None:
    changed(city, None, due_day=20)
    [(_, year, unit, settings, set_by, set_at)] = kept(city)
    assert (year, unit, settings, set_by, set_at) == (YEAR, None, '{"due_day": 20}', None, NOW)
    with reading(city) as tx:
        assert layers_for(tx, None, YEAR) == (PolicyLayer(None, YEAR, {"due_day": 20}),)
