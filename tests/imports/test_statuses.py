"""A status that a file changes counts from the day on which it was imported."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import Engine, event, text
from sqlalchemy.exc import OperationalError

from handlers.exports.register import export_page
from handlers.imports.outcome import Outcome, Tally, Thing
from storage.db import reading, transaction
from storage.projects import find_project
from storage.records import ProjectStatus
from storage.statuses import set_status, statuses_on
from tests.imports.desk import NOW, everything, take, take_page
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


def test_a_status_that_is_changed_in_chat_meanwhile_stays(postgresql: Engine) -> None:
    take(postgresql, csv(UNITS), name="units.csv")
    take_table(postgresql, "ล่าช้า")
    with reading(postgresql) as tx:
        found = find_project(tx, "50990000-0001")
    assert found is not None
    waited: list[bool] = []

    def cancel(project_id: int) -> None:
        with transaction(postgresql) as tx:
            tx.execute(text("SET LOCAL lock_timeout = '100ms'"))
            set_status(tx, project_id, ProjectStatus.CANCELLED, since=TODAY, set_by=None, now=NOW)

    def meet(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("UPDATE project SET code") and not waited:
            try:
                cancel(found[0])
            except OperationalError:  # the import holds the project
                waited.append(True)
            else:
                waited.append(False)

    event.listen(postgresql, "before_cursor_execute", meet)
    heads = ("รหัสโครงการ", "ชื่อโครงการ", "ปีงบประมาณ")
    take(postgresql, csv([heads, ("50990000-0001", "ชื่อใหม่", "2570")]), name="projects.csv")
    assert waited == [True]
    cancel(found[0])
    assert statuses(postgresql, "50990000-0001")[1] is ProjectStatus.CANCELLED
