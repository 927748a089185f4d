"""Who may have something to hear: what a tick asks before it reads anything else."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from reminders.hearing import read_hearing
from reminders.reading import read_rules
from storage.db import reading
from storage.periods import local_date
from storage.records import ProjectStatus
from tests.reminders.office import Office, at

EARLY = at(date(2026, 10, 2), 9)
FIRST_STEP, DUE_ON, LOCKED = (at(date(2026, *day), 9) for day in ((10, 19), (10, 22), (11, 11)))


@pytest.fixture
def office(database: Engine) -> Office:
    """Whose malee reports on two projects, the others on one each."""
    office = Office(database)
    office.open()
    office.hire("malee", "04010000", "garden", "nursery")
    office.hire("somchai", "04010000", "hedges")
    office.hire("wipa", "04020000", "pavement")
    return office


def hearing(office: Office, now: datetime) -> set[str]:
    with reading(office.engine) as tx:
        found = read_hearing(tx, read_rules(tx, local_date(now)), now=now)
    return {name for name, number in office.people.items() if number in found}


def test_only_who_owes_and_has_not_heard_of_the_newest_step(office: Office) -> None:
    assert hearing(office, EARLY) == set()
    office.report("malee", "garden", now=EARLY)
    office.report("somchai", "hedges", now=EARLY)
    assert hearing(office, FIRST_STEP) == {"malee", "wipa"}
    office.tick(FIRST_STEP)
    assert hearing(office, FIRST_STEP) == set()
    assert hearing(office, DUE_ON) == {"malee", "wipa"}
    office.stand("pavement", ProjectStatus.SUSPENDED, now=DUE_ON)
    assert hearing(office, DUE_ON) == {"malee"}
    assert hearing(office, LOCKED) == set()


def test_units_with_steps_and_due_days_of_their_own_are_asked_for_by_these(office: Office) -> None:
    office.set_policy("04020000", due_day=10, reminders=[0])
    assert hearing(office, at(date(2026, 10, 9), 9)) == {"wipa"}
    office.tick(at(date(2026, 10, 9), 9))
    assert hearing(office, FIRST_STEP) == {"malee", "somchai"}


def test_nobody_of_a_unit_whose_hours_are_over(office: Office) -> None:
    office.set_policy("04020000", sending_until="12:00")
    after_noon = FIRST_STEP + timedelta(hours=4)
    assert hearing(office, FIRST_STEP) == {"malee", "somchai", "wipa"}
    assert hearing(office, after_noon) == {"malee", "somchai"}


def test_who_wished_to_hear_again_when_it_is_time(office: Office) -> None:
    office.tick(FIRST_STEP)
    again = FIRST_STEP + timedelta(days=1)
    office.snooze("malee", again, now=FIRST_STEP)
    assert hearing(office, again - timedelta(minutes=1)) == set()
    assert hearing(office, again) == {"malee"}


def test_who_stands_in_while_somebody_is_away(office: Office) -> None:
    first, last = date(2026, 10, 1), date(2026, 10, 31)
    office.report("wipa", "pavement", now=EARLY)
    office.leave("malee", first, last, None, now=EARLY)
    office.leave("somchai", first, last, "wipa", now=EARLY)
    assert hearing(office, FIRST_STEP) == {"wipa"}
    office.report("wipa", "hedges", now=EARLY)
    assert hearing(office, FIRST_STEP) == set()


def test_who_left_a_draft_until_it_was_offered(office: Office) -> None:
    office.tick(FIRST_STEP)
    office.draft("malee", "garden", now=FIRST_STEP)
    assert hearing(office, FIRST_STEP + timedelta(hours=23)) == set()
    assert hearing(office, FIRST_STEP + timedelta(days=1)) == {"malee"}
    office.tick(FIRST_STEP + timedelta(days=1))
    assert hearing(office, FIRST_STEP + timedelta(days=1)) == set()
