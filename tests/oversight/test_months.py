"""Which month a report is of, and which months take none."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from sqlalchemy import Connection, Engine

from handlers.conversation import read_world
from handlers.dialogue.state import Draft
from handlers.dialogue.world import Assigned
from handlers.months import with_months
from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from storage.db import transaction
from storage.people import person_by_id
from storage.periods import BANGKOK, Period
from storage.records import ProjectStatus
from storage.reopenings import add_reopening
from storage.statuses import set_status
from tests.oversight.city import NOVEMBER, add_officer, add_reports, at, found_city
from tests.turns.office import NOW, open_office, phrase, shown, tell

OCTOBER, DECEMBER = Period(2026, 10), Period(2026, 12)


def seen(tx: Connection, name: str, moment: str, *, draft: Draft | None = None) -> Assigned:
    """A project as a turn of that moment sees it."""
    project_id = found_city(tx)[name]
    return see(tx, project_id, moment, draft=draft)


def see(tx: Connection, project_id: int, moment: str, *, draft: Draft | None = None) -> Assigned:
    person = person_by_id(tx, add_officer(tx, "มาลี", project_id))
    assert person is not None
    now = datetime.fromisoformat(moment).replace(tzinfo=BANGKOK)
    also = [(draft.project_id, draft.period)] if draft else []
    world = with_months(tx, read_world(tx, person, event_id=1, now=now), also)
    return world.known(project_id)


@pytest.mark.parametrize(
    ("name", "moment", "wanted"),
    [
        ("ค้างสอง", "2026-11-26", NOVEMBER),  # the present one
        ("ค้างสอง", "2026-11-10", OCTOBER),  # until and with its lock day
        ("ค้างสอง", "2026-11-11", NOVEMBER),
        ("ค้างสอง", "2026-12-10", NOVEMBER),
        ("ค้างสอง", "2026-12-11", DECEMBER),
        ("ตามแผน", "2026-12-01", DECEMBER),  # November is reported
        ("พักก่อน", "2026-12-01", DECEMBER),  # suspended, so November is not owed
        ("ค้างสอง", "2027-10-05", Period(2027, 9)),  # the last month of its fiscal year
        ("ค้างสอง", "2026-10-05", OCTOBER),  # September was in another fiscal year
    ],
)
def test_a_new_report_is_of_the_month_that_still_wants_one(
    database: Engine, name: str, moment: str, wanted: Period
) -> None:
    with transaction(database) as tx:
        project = seen(tx, name, moment)
    assert project.wanted(Period.parse(moment[:7])) == wanted


def test_a_month_that_was_opened_again_comes_first_until_it_is_reported(database: Engine) -> None:
    with transaction(database) as tx:
        project_id = found_city(tx)["ค้างสอง"]
        opener = add_officer(tx, "วิชัย")
        add_reopening(
            tx, project_id, OCTOBER, reason="ลืม", person_id=opener, until=date(2027, 6, 1), now=NOW
        )
        assert see(tx, project_id, "2026-12-01").late == (OCTOBER, NOVEMBER)
        add_reports(tx, project_id, at(20, 5, month=10), filed_at=NOW)
        project = see(tx, project_id, "2026-12-01")
        assert project.late == (NOVEMBER,)
        # It stays open for corrections.
        assert OCTOBER not in project.locked


def test_the_month_of_a_draft_and_of_the_last_report_are_looked_at(database: Engine) -> None:
    with transaction(database) as tx:
        project_id = found_city(tx)["ตามแผน"]
        draft = Draft(project_id, OCTOBER)
        locked = see(tx, project_id, "2027-02-15", draft=draft).locked
    # January, too, is over; nothing is said of December, which nobody speaks of.
    assert locked == {OCTOBER, NOVEMBER, Period(2027, 1)}


def test_a_suspended_project_wants_no_late_month(database: Engine) -> None:
    with transaction(database) as tx:
        project_id = found_city(tx)["ค้างสอง"]
        suspended = ProjectStatus.SUSPENDED
        set_status(tx, project_id, suspended, since=NOW.date(), set_by=None, now=NOW)
        assert see(tx, project_id, "2026-12-01").late == ()


@pytest.mark.parametrize(
    ("on_the_due_day", "since", "late"),
    [
        # What ended before its last month was reported owes that month all the same.
        (ProjectStatus.IN_PROGRESS, ProjectStatus.DONE, (NOVEMBER,)),
        # What rested on the due day and goes on again is not asked for the month of rest.
        (ProjectStatus.SUSPENDED, ProjectStatus.IN_PROGRESS, ()),
    ],
)
def test_the_status_of_the_due_day_says_whether_the_month_before_is_wanted(
    database: Engine,
    on_the_due_day: ProjectStatus,
    since: ProjectStatus,
    late: tuple[Period, ...],
) -> None:
    with transaction(database) as tx:
        project_id = found_city(tx)["ค้างสอง"]
        for status, day in ((on_the_due_day, date(2026, 11, 20)), (since, date(2026, 12, 3))):
            moment = datetime(day.year, day.month, day.day, 9, tzinfo=BANGKOK)
            set_status(tx, project_id, status, since=day, set_by=None, now=moment)
        assert see(tx, project_id, "2026-12-04").late == late


def test_a_month_is_wanted_although_a_page_brought_a_later_one(database: Engine) -> None:
    with transaction(database) as tx:
        project_id = found_city(tx)["ค้างสอง"]
        add_reports(tx, project_id, at(2, 60, None, month=12))
        assert see(tx, project_id, "2026-12-04").wanted(DECEMBER) == NOVEMBER
        add_reports(tx, project_id, at(3, 50, None, month=12), of=NOVEMBER)
        assert see(tx, project_id, "2026-12-04").late == ()


def test_a_present_month_that_is_locked_says_what_to_do(database: Engine) -> None:
    [officer] = open_office(database)
    settings = {"due_day": 15, "lock_day": 20, "lock_month": "same"}
    with transaction(database) as tx:
        assert change_policies(tx, [Change(None, 2570, settings)], set_by=None, now=NOW) == ()
    told = tell(database, officer.chat, "รายงาน")
    assert phrase("supervise.locked", month="พฤศจิกายน 2569") in told
    labels = [one["label"] for one in shown(database, officer.chat)[-1]["choices"]]
    assert labels == [phrase("choice.ask_reopening"), phrase("choice.cancel")]
