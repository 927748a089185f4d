"""A status that a file changes counts from the day on which it was imported."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine

from handlers.exports.register import export_page
from handlers.imports.outcome import Outcome, Tally, Thing
from storage.db import reading
from storage.projects import find_project
from storage.records import ProjectStatus
from storage.statuses import statuses_on
from tests.imports.desk import everything, take, take_page
from tests.imports.office import UNITS, csv

TODAY = date(2026, 11, 25)
YESTERDAY = TODAY - timedelta(days=1)


def statuses(database: Engine, code: str) -> list[ProjectStatus]:
    """How a project stood yesterday, and how it stands since today."""
    with reading(database) as tx:
        found = find_project(tx, code)
        assert found is not None
        number, facts = found
        both = [statuses_on(tx, day, project_ids=[number])[number] for day in (YESTERDAY, TODAY)]
    assert both[1] == facts.status
    return both


def take_table(database: Engine, status: str) -> Outcome:
    heads = ("รหัสโครงการ", "ชื่อโครงการ", "ปีงบประมาณ", "สถานะ")
    row = ("50990000-0001", "โครงการคลองใส", "2570", status)
    return take(database, csv([heads, row]), name="projects.csv")


def test_of_a_table(database: Engine) -> None:
    take(database, csv(UNITS), name="units.csv")
    assert take_table(database, "ล่าช้า").tallies == (Tally(Thing.PROJECT, new=1),)
    assert statuses(database, "50990000-0001") == [ProjectStatus.DELAYED] * 2
    assert take_table(database, "แล้วเสร็จ").tallies == (Tally(Thing.PROJECT, changed=1),)
    assert statuses(database, "50990000-0001") == [ProjectStatus.DELAYED, ProjectStatus.DONE]
    before = everything(database)
    assert take_table(database, "แล้วเสร็จ").tallies == (Tally(Thing.PROJECT, unchanged=1),)
    assert everything(database) == before


def test_of_a_page(database: Engine) -> None:
    code = take_page(database, "full.txt").code
    assert code is not None
    with reading(database) as tx:
        page = export_page(tx, code)
    assert page is not None
    changed = page.replace("กำลังดำเนินการ", "ยกเลิก", 1)
    assert changed != page
    assert Tally(Thing.PROJECT, changed=1) in take(database, changed, name="page.txt").tallies
    assert statuses(database, code) == [ProjectStatus.IN_PROGRESS, ProjectStatus.CANCELLED]
