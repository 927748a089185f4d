"""An invented city in November 2569: a dozen projects, of each kind that a digest tells of."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, insert

from storage.filing import next_entry
from storage.last_reports import keep_last_report
from storage.people import find_or_add_person, grant_role, link_address
from storage.periods import Period, period_of
from storage.projects import save_project
from storage.records import ProjectFacts, ProjectStatus, Role, Timeliness, Unit
from storage.reporters import add_reporter
from storage.statuses import set_status
from storage.tables import report
from storage.units import save_unit

CITY = Unit("90000000", "สำนักทดลองใช้")
SOUTH = Unit("90010000", "ฝ่ายคลองใต้", CITY.code)
NORTH = Unit("90020000", "ฝ่ายคลองเหนือ", CITY.code)
OTHER = Unit("91000000", "สำนักข้างเคียง")
NOVEMBER = Period(2026, 11)
NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)  # the day after the due day
YEAR = 2570
ON_TIME, LATE = Timeliness.ON_TIME, Timeliness.LATE
Sent = tuple[date, Decimal, Timeliness | None, str | None]


def found_city(tx: Connection) -> dict[str, int]:
    """Make units and projects; gives the numbers of the projects by name."""
    for unit in (CITY, SOUTH, NORTH, OTHER):
        save_unit(tx, unit)
    numbers = {}
    for number, (name, unit, facts) in enumerate(_PROJECTS, start=1):
        code = f"{unit.code}-{number:04d}"
        project = ProjectFacts(code, name, unit.code, YEAR, **facts)
        numbers[name] = save_project(tx, project).id
    # This one was suspended before the due day, that one after it.
    for name, since in (("พักก่อน", date(2026, 11, 2)), ("พักหลัง", date(2026, 11, 26))):
        suspended = ProjectStatus.SUSPENDED
        set_status(tx, numbers[name], suspended, since=since, set_by=None, now=NOW)
    for name, *reports in _REPORTS:
        add_reports(tx, numbers[name], *reports)
    return numbers


def add_officer(tx: Connection, name: str, *project_ids: int, chat: bool = True) -> int:
    """Add somebody who reports on projects; without a chat nothing reaches them."""
    person = find_or_add_person(tx, name=name, unit_code=SOUTH.code, locale="th", now=NOW)
    for project_id in project_ids:
        add_reporter(tx, project_id=project_id, person_id=person.id)
    if chat:
        link(tx, person.id, name)
    return person.id


def add_supervisor(tx: Connection, name: str, unit: Unit, *, role: Role = Role.SUPERVISOR) -> int:
    person = find_or_add_person(tx, name=name, unit_code=unit.code, locale="th", now=NOW)
    grant_role(tx, person_id=person.id, role=role, unit_code=unit.code)
    link(tx, person.id, name)
    return person.id


def link(tx: Connection, person_id: int, chat: str) -> None:
    link_address(tx, person_id=person_id, channel="webchat", account=chat, lane=chat, now=NOW)


def add_reports(
    tx: Connection,
    project_id: int,
    *reports: Sent,
    filed_at: datetime | None = None,
    corrects: int | None = None,
    of: Period | None = None,
) -> None:
    """Put reports in the log, as the next entries of their months or correcting an entry.

    They are `of` the months of their days by themselves.
    """
    for day, percent, timeliness, problems in reports:
        period = of or period_of(day)
        tx.execute(
            insert(report).values(
                project_id=project_id,
                period=period,
                entry=corrects or next_entry(tx, project_id, period),
                revision=2 if corrects else 1,
                percent=percent,
                narrative="ดำเนินการตามแผน",
                problems=problems,
                obstacles=None,
                reported_on=day,
                timeliness=timeliness,
                filed_at=filed_at,
            )
        )
    keep_last_report(tx, project_id)


def at(
    day: int,
    percent: int | str,
    timeliness: Timeliness | None = ON_TIME,
    problems: str | None = None,
    *,
    month: int = 11,
) -> Sent:
    """A report of a day in 2026, None for the timeliness of an imported one."""
    return date(2026, month, day), Decimal(percent), timeliness, problems


_MONEY = {"budget": Decimal(1000), "budget_used": Decimal(600)}
_PROJECTS: tuple[tuple[str, Unit, dict[str, Any]], ...] = (
    ("ตามแผน", SOUTH, {}),
    ("ช้ากว่ากำหนด", SOUTH, {}),
    ("ค้างหนึ่ง", SOUTH, {}),
    ("ค้างสอง", SOUTH, {}),
    ("ค้างสาม", NORTH, {}),
    ("ลดลง", NORTH, {}),
    ("หยุดนิ่ง", NORTH, {}),
    ("ช้ากว่าแผน", NORTH, {}),
    ("ครบแต่ไม่ปิด", NORTH, {}),
    ("ใช้เงินเร็ว", NORTH, _MONEY),
    ("เสร็จแล้ว", NORTH, {"status": ProjectStatus.DONE}),
    ("ยกเลิกแล้ว", NORTH, {"status": ProjectStatus.CANCELLED}),
    ("พักก่อน", CITY, {}),
    ("พักหลัง", CITY, {}),
    ("ของสำนักอื่น", OTHER, {}),
)
_REPORTS = (
    ("ตามแผน", at(20, 20, month=10), at(20, 35), at(25, 36)),
    # Two reports in the month: the first one, which was late, decides.
    ("ช้ากว่ากำหนด", at(23, 15, month=10), at(26, 30, LATE), at(26, 31, ON_TIME)),
    ("ค้างหนึ่ง", at(22, 40, problems="ผู้รับจ้างทิ้งงาน", month=10)),
    ("ค้างสาม", at(27, 30, LATE, month=10)),
    ("ลดลง", at(20, 60, month=10), at(24, 45)),
    # Reported in September as well, which is another fiscal year and counts for nothing.
    ("หยุดนิ่ง", at(20, 90, month=9), at(20, 22, month=10), at(24, 22)),
    ("ช้ากว่าแผน", at(20, 0, month=10), at(24, "0.5", problems="น้ำท่วม")),
    ("ครบแต่ไม่ปิด", at(20, 80, None, month=10), at(24, 100, None)),
    (
        "ใช้เงินเร็ว",
        at(1, 20, problems="ฝนตก", month=10),
        at(21, 22, month=10),
        at(20, 25, problems="วัสดุแพง"),
        at(24, 26, problems="วัสดุแพง"),
    ),
    ("เสร็จแล้ว", at(20, 100, month=10)),
)
