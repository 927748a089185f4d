"""The newest reports that a migration finds are those that are kept from then on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, Engine, insert, select

from storage.db import transaction
from storage.last_reports import keep_last_reports
from storage.periods import Period
from storage.schema import migrate
from storage.tables import last_report, project, report, unit

ENTRIES = (
    # project, month, entry, revision, percent, problems
    (1, Period(2026, 10), 1, 1, 20, "น้ำท่วม"),
    (1, Period(2026, 11), 1, 1, 30, None),
    (1, Period(2026, 11), 1, 2, 20, "น้ำท่วม"),
    (1, Period(2026, 12), 1, 1, 20, "น้ำท่วม"),
    (2, Period(2026, 9), 1, 1, 90, None),
    (2, Period(2026, 10), 1, 1, 10, None),
    (2, Period(2026, 10), 2, 1, 15, "ฝนตก"),
    (3, Period(2026, 9), 1, 1, 90, None),
)


def fill(tx: Connection) -> None:
    tx.execute(insert(unit).values(code="50160000", name="สำนักงานเขตทดลอง"))
    for number, year in ((1, 2570), (2, 2570), (3, 2569), (4, 2570)):
        texts = dict.fromkeys(("responsible", "rationale", "objectives", "targets"), "")
        tx.execute(
            insert(project).values(
                id=number,
                code=f"50160000-{number:04d}",
                name="โครงการ",
                unit_code="50160000",
                fiscal_year=year,
                status="in_progress",
                **texts,
            )
        )
    for number, month, entry, revision, percent, problems in ENTRIES:
        tx.execute(
            insert(report).values(
                project_id=number,
                period=month,
                entry=entry,
                revision=revision,
                percent=Decimal(percent),
                narrative="",
                problems=problems,
                reported_on=month.first_day.replace(day=10 + entry),
            )
        )


def kept(tx: Connection) -> list[tuple[object, ...]]:
    return [tuple(row) for row in tx.execute(select(last_report).order_by("project_id"))]


def test_a_migration_finds_what_would_have_been_kept(empty_database: Engine) -> None:
    migrate(empty_database, to="0010")
    with transaction(empty_database) as tx:
        fill(tx)
    migrate(empty_database)
    with transaction(empty_database) as tx:
        found = kept(tx)
        keep_last_reports(tx)
        assert found == kept(tx)
    first, second, third = found
    stands = (Period(2026, 12), date(2026, 12, 11), 20, 20, Period(2026, 10), date(2026, 10, 11), 2)
    assert first[2:] == stands
    assert second[2:5] == (Period(2026, 10), date(2026, 10, 12), 15)
    assert third[4] == 90
