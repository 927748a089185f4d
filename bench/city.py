"""The database of a whole city: units, people, and fiscal years of projects with their reports.

The rows are made by the database itself, month by month as they come in a service: filling is
not what is measured.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection, Engine, func, select, text

from storage.db import reading, transaction
from storage.last_reports import keep_last_reports
from storage.periods import BUDDHIST_OFFSET, Period, fiscal_months
from storage.tables import report

TODAY = date(2023, 9, 26)
"""The day after the due day of the last month of 2566, of which half is reported."""

NOW = datetime.combine(TODAY, time(3), tzinfo=UTC)
YEARS = tuple(range(2562, 2567))
MONTH = Period(2023, 9)
UNITS = 60
CITY, UNIT = "50000000", "50010000"

NARRATIVE = (
    "สำรวจพื้นที่ริมคลองและประชุมร่วมกับชุมชนแล้วเสร็จ จำนวน 3 ครั้ง มีผู้เข้าร่วม 120 คน "
    "อยู่ระหว่างจัดทำแบบรูปรายการและประมาณราคาเพื่อขออนุมัติจัดจ้างตามระเบียบ"
)
PROBLEM = "ผู้รับจ้างส่งวัสดุล่าช้ากว่ากำหนด ต้องปรับแผนการทำงาน"
OBSTACLE = "ฝนตกต่อเนื่องหลายวันจนเข้าพื้นที่ไม่ได้"

_NUMBERS = """
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :count)
"""
_UNIT = "(1 + (n - 1) * :units / :all)"
_CODE = f"'50' || substr('0' || {_UNIT}, length('0' || {_UNIT}) - 1) || '0000'"


@dataclass(frozen=True, slots=True)
class Size:
    """So many projects in each fiscal year, numbered from 1; the people are the same in all."""

    projects: int

    @property
    def officers(self) -> int:
        """Each has two of them."""
        return (self.projects + 1) // 2

    def before(self, year: int) -> int:
        """Give how many projects are numbered before those of a year."""
        return (YEARS[-1] - year) * self.projects


def fill(engine: Engine, projects: int, years: Sequence[int] = YEARS) -> int:
    """Fill an empty database with a city of so many projects a year; gives the reports in it."""
    size = Size(projects)
    settle(engine, size)
    return add_years(engine, size, years)


def settle(engine: Engine, size: Size) -> None:
    """Fill an empty database with units and people."""
    with transaction(engine) as tx:
        _run(tx, f"INSERT INTO unit (code, name) SELECT '{CITY}', 'กรุงสมมติ' FROM numbers", 1)
        _run(
            tx,
            "INSERT INTO unit (code, name, parent_code)"
            f" SELECT {_CODE}, 'สำนักงานเขตสมมติ ' || n, '{CITY}' FROM numbers",
            UNITS,
            units=UNITS,
            all=UNITS,
        )
        _run(
            tx,
            "INSERT INTO person (id, name, unit_code, locale, created_at)"
            f" SELECT n, 'เจ้าหน้าที่คนที่ ' || n, {_CODE}, 'th', CURRENT_TIMESTAMP FROM numbers",
            size.officers,
            units=UNITS,
            all=size.officers,
        )
        # Every tenth never linked a chat.
        _run(
            tx,
            "INSERT INTO address (channel, account, person_id, lane, linked_at)"
            " SELECT CASE WHEN n % 2 = 0 THEN 'line' ELSE 'telegram' END,"
            " CAST(n AS VARCHAR), n, CAST(n AS VARCHAR), CURRENT_TIMESTAMP"
            " FROM numbers WHERE n % 10 <> 0",
            size.officers,
        )


def add_years(engine: Engine, size: Size, years: Sequence[int]) -> int:
    """Add projects of fiscal years, each with a report a month, two indicators and its scores.

    Gives how many reports there are then, corrections among them.
    """
    for year in years:
        with transaction(engine) as tx:
            _add_projects(tx, size, year)
            for count, month in enumerate(fiscal_months(year), start=1):
                _add_reports(tx, size, year, month, count)
            _add_budgets(tx, size, year)
            _add_assessments(tx, size, year)
    with transaction(engine) as tx:
        keep_last_reports(tx)
    with engine.connect() as connection:
        # Both do so by themselves, or by an operator's hand, in a service that has run for long.
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(
            text("VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE")
        )
    with reading(engine) as tx:
        return tx.execute(select(func.count()).select_from(report)).scalar_one()


def _run(tx: Connection, statement: str, count: int, **given: object) -> None:
    """Insert a row for each number until `count`; SQLite wants its WITH behind the INSERT."""
    into, chosen = statement.split(" SELECT ", maxsplit=1)
    tx.execute(text(f"{into} {_NUMBERS} SELECT {chosen}"), {"count": count, **given})


def _add_projects(tx: Connection, size: Size, year: int) -> None:
    own = {"first": size.before(year), "year": year}
    _run(
        tx,
        "INSERT INTO project (id, code, name, unit_code, fiscal_year, responsible, rationale,"
        " objectives, targets, status, budget, budget_used)"
        " SELECT :first + n, CAST(5000000000000 + :first + n AS VARCHAR),"
        f" 'โครงการปรับปรุงสวนริมคลองสายที่ ' || n, {_CODE}, :year, 'ฝ่ายโยธา',"
        " :long || :long || :long, :long, :long, 'in_progress',"
        " 1000000 * :cents, (250000 + n % 13 * 60000) * :cents FROM numbers",
        size.projects,
        units=UNITS,
        all=size.projects,
        long=NARRATIVE,
        cents=_cents(tx),
        **own,
    )
    _run(
        tx,
        "INSERT INTO project_reporter (project_id, person_id)"
        " SELECT :first + n, 1 + (n - 1) / 2 FROM numbers",
        size.projects,
        first=own["first"],
    )
    # Every fiftieth was suspended on the way.
    _run(
        tx,
        "INSERT INTO status_change (project_id, before, status, since, set_at)"
        " SELECT :first + n, 'in_progress', 'suspended', :since, CURRENT_TIMESTAMP"
        " FROM numbers WHERE n % 50 = 7",
        size.projects,
        first=own["first"],
        since=_day(tx, date(year - BUDDHIST_OFFSET, 5, 1)),
    )
    tx.execute(
        text(
            "UPDATE project SET status = 'suspended' WHERE fiscal_year = :year"
            " AND id IN (SELECT project_id FROM status_change)"
        ),
        {"year": year},
    )


def _add_reports(tx: Connection, size: Size, year: int, month: Period, count: int) -> None:
    """Add a month's reports: a twentieth is missing, a tenth late, some correct what was sent."""
    reported = "(n + :count_) % 20 <> 0" + (" AND n % 2 = 0" if month == MONTH else "")
    columns = (
        "INSERT INTO report (project_id, period, entry, revision, percent, narrative, problems,"
        " obstacles, reported_on, timeliness, filed_at, reporter_id, channel)"
    )
    # A ninth is slow, a thirteenth stands still since the spring.
    percent = (
        "CASE WHEN n % 9 = 0 THEN 4 * :count_ WHEN n % 13 = 0 AND :count_ > 6 THEN 48"
        " ELSE 8 * :count_ END"
    )
    told = (
        "(:narrative || CAST(:count_ AS VARCHAR)),"
        " CASE WHEN (n + :count_ / 3) % 7 = 0 THEN :problem END,"
        " CASE WHEN (n + :count_ / 2) % 11 = 0 THEN :obstacle END"
    )
    own = {
        "first": size.before(year),
        "month": str(month),
        "count_": count,
        "narrative": NARRATIVE,
        "problem": PROBLEM,
        "obstacle": OBSTACLE,
        "cents": _cents(tx),
    }
    for revision, timeliness, day, wanted in (
        (1, "on_time", 20, "n % 10 <> 3"),
        (1, "late", 28, "n % 10 = 3"),
        (2, "on_time", 24, "n % 25 = 4"),
    ):
        on = month.first_day.replace(day=day)
        _run(
            tx,
            f"{columns} SELECT :first + n, :month, 1, {revision},"
            f" ({percent} + {revision} - 1) * :cents, {told}, :day, '{timeliness}', :at,"
            f" 1 + (n - 1) / 2, 'line' FROM numbers WHERE {reported} AND {wanted}",
            size.projects,
            day=_day(tx, on),
            at=_moment(tx, on),
            **own,
        )


def _add_budgets(tx: Connection, size: Size, year: int) -> None:
    """Add what was used of each budget until the end of the first three quarters."""
    for quarter, day in enumerate(((1, 8), (4, 8), (7, 7)), start=1):
        until = date(year - BUDDHIST_OFFSET, *day)
        _run(
            tx,
            "INSERT INTO budget_change (project_id, until, budget, budget_used)"
            f" SELECT :first + n, :until, 1000000 * :cents, {quarter} * 60000 * :cents"
            " FROM numbers",
            size.projects,
            first=size.before(year),
            until=_day(tx, until),
            cents=_cents(tx),
        )


def _add_assessments(tx: Connection, size: Size, year: int) -> None:
    own = {"first": size.before(year), "year": year}
    for position in (1, 2):
        _run(
            tx,
            "INSERT INTO indicator (id, project_id, fiscal_year, position, name, measure, target,"
            " actual, kind, level, definition, summary)"
            f" SELECT (:first + n) * 2 + {position}, :first + n, :year, {position},"
            f" 'ตัวชี้วัดที่ {position}', 'ร้อยละ', '80', '60', 'งานประจำ', '', '', '' FROM numbers",
            size.projects,
            **own,
        )
        for quarter in (1, 2, 3, 4):
            _run(
                tx,
                "INSERT INTO indicator_quarter (indicator_id, number, result, score, narrative)"
                f" SELECT (:first + n) * 2 + {position}, {quarter},"
                f" (n % 5 + 20 * {quarter}) * :cents, 100 * :cents, '' FROM numbers",
                size.projects,
                first=own["first"],
                cents=_cents(tx),
            )
    for quarter in (1, 2, 3, 4):
        _run(
            tx,
            "INSERT INTO evaluation (project_id, fiscal_year, quarter, score, note)"
            f" SELECT :first + n, :year, {quarter}, (90 + n % 10) * :cents, '' FROM numbers",
            size.projects,
            cents=_cents(tx),
            **own,
        )


def _cents(tx: Connection) -> int:
    """Give what a number with two decimals is multiplied by: SQLite counts in cents."""
    return 100 if tx.dialect.name == "sqlite" else 1


def _day(tx: Connection, day: date) -> str | date:
    return day.isoformat() if tx.dialect.name == "sqlite" else day


def _moment(tx: Connection, day: date) -> str | datetime:
    at = datetime.combine(day, time(3), tzinfo=UTC)
    return f"{at:%Y-%m-%d %H:%M:%S}.000000" if tx.dialect.name == "sqlite" else at
