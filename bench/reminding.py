"""A reminder day of a whole city: how long it takes to plan who is told what.

Everybody still owes the month, so that everybody is told; the rows are filled in bulk.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import perf_counter

from sqlalchemy import Connection, Engine, func, insert, select, text

from handlers.messages import Codec
from reminders.plan import plan
from storage.db import open_database, reading, transaction
from storage.periods import BANGKOK, Period, fiscal_months
from storage.schema import migrate
from storage.tables import outbox, policy, unit

REMINDED = datetime(2026, 11, 20, 9, 0, tzinfo=BANGKOK)
"""Three working days before the 25th of November 2569."""

UNITS = 500
PROJECTS_EACH = 2
STEPS = (-3, 0, 1)
NARRATIVE = "สำรวจพื้นที่และประชุมร่วมกับชุมชนแล้ว อยู่ระหว่างจัดทำแบบรูปรายการและประมาณราคา"


@dataclass(frozen=True, slots=True)
class Planned:
    """How planning went: seconds, of it all and of the longest transaction, and rows written.

    `again` are the seconds of the next tick, which has nothing to say, and `doubled` the rows
    that it wrote all the same.
    """

    officers: int
    reports: int
    seconds: float
    longest: float
    again: float
    rows: int
    doubled: int


def measure_planning(
    url: str, codecs: Mapping[str, Codec], *, officers: int, years: int
) -> Planned:
    """Plan the day on an empty database, filled with so many years of what was before."""
    engine = open_database(url)
    try:
        migrate(engine)
        reports = _fill(engine, officers, years)
        # A clock has ticked before, if only to see that nobody may be spoken to yet.
        assert [*plan(engine, codecs, now=REMINDED - timedelta(hours=2))] == []
        steps = [*_timed(engine, codecs)]
        rows = _count(engine)
        again = sum(_timed(engine, codecs))
        return Planned(
            officers, reports, sum(steps), max(steps[1:]), again, rows, _count(engine) - rows
        )
    finally:
        engine.dispose()


def _timed(engine: Engine, codecs: Mapping[str, Codec]) -> Iterator[float]:
    """Give the seconds until each transaction of a plan was through."""
    started = perf_counter()
    for _told in plan(engine, codecs, now=REMINDED):
        yield perf_counter() - started
        started = perf_counter()
    yield perf_counter() - started


def _count(engine: Engine) -> int:
    with reading(engine) as tx:
        return tx.execute(select(func.count()).select_from(outbox)).scalar_one()


def _fill(engine: Engine, officers: int, years: int) -> int:
    """Give officers two projects a year, with a report of each month but the present one."""
    this_month = Period(REMINDED.year, REMINDED.month)
    fiscal_years = [this_month.fiscal_year - back for back in range(years)]
    with transaction(engine) as tx:
        codes = [f"{number:08d}" for number in range(UNITS)]
        tx.execute(insert(unit), [{"code": code, "name": f"กองที่ {code}"} for code in codes])
        tx.execute(
            insert(policy),
            [
                {
                    "fiscal_year": this_month.fiscal_year,
                    "unit_code": code,
                    "settings": '{"lock_day": 12}',
                    "set_at": REMINDED,
                }
                for code in codes[::10]
            ],
        )
        _people(tx, officers)
        for at, year in enumerate(fiscal_years):
            first = at * officers * PROJECTS_EACH
            _projects(tx, officers, year, first=first)
            for month in fiscal_months(year):
                if month < this_month:
                    _reports(tx, officers, month, first=first)
                    _occurrences(tx, officers, month)
        reports = int(tx.execute(text("SELECT count(*) FROM report")).scalar_one())
    with engine.connect() as connection:
        # Both do so by themselves, or by an operator's hand, in a service that has run for long.
        connection.execute(text("ANALYZE"))
        connection.commit()
    return reports


_NUMBERS = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
"""


def _run(tx: Connection, statement: str, count: int, **given: object) -> None:
    """Insert a row for each number until `count`; SQLite wants its WITH behind the INSERT."""
    into, chosen = statement.split("SELECT", maxsplit=1)
    tx.execute(text(f"{into} {_NUMBERS} SELECT {chosen}"), {"count": count, **given})


def _people(tx: Connection, officers: int) -> None:
    _run(
        tx,
        "INSERT INTO person (id, name, unit_code, locale, created_at)"
        " SELECT n, 'เจ้าหน้าที่คนที่ ' || n,"
        " substr('0000000' || (n % :units), length('0000000' || (n % :units)) - 7, 8),"
        " 'th', CURRENT_TIMESTAMP FROM numbers",
        officers,
        units=UNITS,
    )
    _run(
        tx,
        "INSERT INTO address (channel, account, person_id, lane, linked_at)"
        " SELECT CASE WHEN n % 2 = 0 THEN 'line' ELSE 'telegram' END,"
        " CAST(n AS VARCHAR), n, CAST(n AS VARCHAR), CURRENT_TIMESTAMP FROM numbers",
        officers,
    )


def _projects(tx: Connection, officers: int, year: int, *, first: int) -> None:
    _run(
        tx,
        "INSERT INTO project (id, code, name, unit_code, fiscal_year, responsible, rationale,"
        " objectives, targets, status)"
        " SELECT :first + n, 'P' || (:first + n), 'ปรับปรุงทางเท้าและทางระบายน้ำ ระยะที่ ' || n,"
        " (SELECT unit_code FROM person WHERE id = 1 + n % :officers), :year, '', :long, :long,"
        " '', 'in_progress' FROM numbers",
        officers * PROJECTS_EACH,
        first=first,
        officers=officers,
        year=year,
        long=NARRATIVE * 8,
    )
    _run(
        tx,
        "INSERT INTO project_reporter (project_id, person_id)"
        " SELECT :first + n, 1 + n % :officers FROM numbers",
        officers * PROJECTS_EACH,
        first=first,
        officers=officers,
    )


def _reports(tx: Connection, officers: int, month: Period, *, first: int) -> None:
    _run(
        tx,
        "INSERT INTO report (project_id, period, entry, revision, percent, narrative, reported_on)"
        " SELECT :first + n, :month, 1, 1, 40, :narrative, :day FROM numbers",
        officers * PROJECTS_EACH,
        first=first,
        month=str(month),
        narrative=NARRATIVE,
        day=month.last_day.isoformat() if tx.dialect.name == "sqlite" else month.last_day,
    )


def _occurrences(tx: Connection, officers: int, month: Period) -> None:
    for step in STEPS:
        _run(
            tx,
            "INSERT INTO occurrence (kind, period, recipient_id, subject, fate, at)"
            " SELECT 'remind', :month, n, :step, 'said', CURRENT_TIMESTAMP FROM numbers",
            officers,
            month=str(month),
            step=str(step),
        )
