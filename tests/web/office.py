"""A small office whose people can hold the phones, and their two projects."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import Engine

from bot import clock
from storage.db import transaction
from storage.page_log import add_imported
from storage.people import find_or_add_person, grant_role
from storage.periods import local_date, period_of
from storage.projects import save_project
from storage.records import Content, ImportedReport, Person, ProjectFacts, Role, Unit
from storage.reporters import add_reporter
from storage.units import save_unit
from tests.web.desk import ticking

PROJECTS = (
    ("04990100-0001", "โครงการทางเดินในสวน", 25),  # the more urgent one
    ("04990100-0002", "โครงการสวนริมน้ำ", 60),
)

BUREAU = Unit("04990000", "สำนักสวนสาธารณะ")
DIVISION = Unit("04990100", "กองสวนริมน้ำ", parent_code=BUREAU.code)


@dataclass(frozen=True, slots=True)
class Office:
    officer: Person
    supervisor: Person
    guest: Person  # who holds no role


def open_office(engine: Engine, *, now: datetime | None = None) -> Office:
    """Add two units, two people with a role and one without, and what the officer reports on.

    Both projects were last reported on in the month before this one, or before that of `now`.
    """
    month = period_of(local_date(now or clock.now()))
    with transaction(engine) as tx:
        for unit in (BUREAU, DIVISION):
            save_unit(tx, unit)
        officer, supervisor, guest = (
            find_or_add_person(tx, name=name, unit_code=unit.code, locale="th", now=ticking())
            for name, unit in (
                ("มะลิ ใบเขียว", DIVISION),
                ("สน ทิวไผ่", BUREAU),
                ("หญ้า ริมทาง", DIVISION),
            )
        )
        grant_role(tx, person_id=officer.id, role=Role.OFFICER, unit_code=DIVISION.code)
        for code, name, percent in PROJECTS:
            facts = ProjectFacts(code, name, DIVISION.code, month.fiscal_year)
            project = save_project(tx, facts).id
            add_reporter(tx, project_id=project, person_id=officer.id)
            content = Content(Decimal(percent), "เตรียมพื้นที่แล้ว", None, None)
            last = ImportedReport(content, month.previous.last_day, text_date=None)
            add_imported(tx, project, [last])
        grant_role(tx, person_id=supervisor.id, role=Role.SUPERVISOR, unit_code=BUREAU.code)
    return Office(officer, supervisor, guest)
