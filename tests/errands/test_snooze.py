"""Putting a reminder off is kept, and the limit is the policy of whose projects are owed."""

from __future__ import annotations

from datetime import datetime

import pytest

from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from storage.db import reading, transaction
from storage.periods import BANGKOK
from storage.records import ProjectStatus
from storage.reporters import add_reporter
from storage.snoozes import snoozes_of
from storage.statuses import set_status
from tests.errands.desk import PARKS, Desk
from tests.turns.office import phrase


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=BANGKOK)


def until(desk: Desk, name: str) -> datetime | None:
    with reading(desk.engine) as tx:
        return snoozes_of(tx, [desk.people[name]]).get(desk.people[name])


def test_the_newest_wish_is_kept(desk: Desk) -> None:
    desk.now = at(17, 9)
    desk.hire("มาลี", 1)
    desk.press("มาลี", "0.snooze.week")
    assert until(desk, "มาลี") == at(23, 8, 30)
    for _time in range(2):
        desk.press("มาลี", "0.snooze.afternoon")
        assert until(desk, "มาลี") == at(17, 13, 30)


def test_the_first_due_day_of_all_that_is_owed_is_the_limit(desk: Desk) -> None:
    desk.now = at(18, 9)
    desk.hire("มาลี", 1)
    desk.hire("คนกองอื่น", 2, unit=PARKS)
    with transaction(desk.engine) as tx:
        add_reporter(tx, project_id=desk.projects[2], person_id=desk.people["มาลี"])
        early = Change(PARKS.code, 2570, {"due_day": 20, "sending_from": "07:45"})
        assert change_policies(tx, [early], set_by=None, now=desk.now) == ()
    [said] = desk.press("มาลี", "0.snooze.week")
    # It is the morning of her own unit, by which the clock speaks to her.
    assert said == phrase("snooze.capped", due="20 พ.ย. 2569", when="20 พ.ย. 2569 08.30 น.")
    assert until(desk, "มาลี") == at(20, 8, 30)


def test_the_due_day_of_the_own_unit_is_a_limit_too(desk: Desk) -> None:
    """The steps of the ladder are the own unit's, and none of them is put off past its due day."""
    desk.now = at(18, 9)
    desk.hire("มาลี", 1)
    desk.hire("คนกองอื่น", 2, unit=PARKS)
    with transaction(desk.engine) as tx:
        early = Change(PARKS.code, 2570, {"due_day": 20})
        assert change_policies(tx, [early], set_by=None, now=desk.now) == ()
        add_reporter(tx, project_id=desk.projects[1], person_id=desk.people["คนกองอื่น"])
        done = ProjectStatus.DONE
        set_status(tx, desk.projects[2], done, since=desk.now.date(), set_by=None, now=desk.now)
    [said] = desk.press("คนกองอื่น", "0.snooze.week")
    assert said == phrase("snooze.capped", due="20 พ.ย. 2569", when="20 พ.ย. 2569 08.30 น.")


@pytest.mark.parametrize("wish", ["afternoon", "tomorrow", "week"])
def test_who_owes_nothing_has_nothing_to_put_off(desk: Desk, wish: str) -> None:
    desk.now = at(18, 9)
    desk.hire("มาลี", 1)
    with transaction(desk.engine) as tx:
        today = desk.now.date()
        ended = ProjectStatus.SUSPENDED
        set_status(tx, desk.projects[1], ended, since=today, set_by=None, now=desk.now)
    assert desk.press("มาลี", f"0.snooze.{wish}") == [phrase("snooze.nothing")]
    assert until(desk, "มาลี") is None


def test_what_is_due_already_is_not_put_off(desk: Desk) -> None:
    desk.now = at(26, 9)
    desk.hire("มาลี", 1)
    said = desk.press("มาลี", "0.snooze.tomorrow")
    assert said == [phrase("snooze.too_late", due="25 พ.ย. 2569")]
    assert until(desk, "มาลี") is None
