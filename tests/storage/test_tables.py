from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, delete, func, insert, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from storage.db import reading, transaction
from storage.periods import BANGKOK, Period
from storage.records import Worth
from storage.tables import inbox, outbox, person, project, report, unit

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=BANGKOK)


def add_unit(connection: Connection) -> str:
    connection.execute(insert(unit).values(code="50990000", name="เขตทดลอง"))
    return "50990000"


def add_person(connection: Connection, name: str, **more: object) -> int:
    values = {"name": name, "unit_code": "50990000", "locale": "th", "created_at": NOON}
    added: int = connection.execute(
        insert(person).values(values | more).returning(person.c.id)
    ).scalar_one()
    return added


def add_project(connection: Connection, budget: Decimal | None = None, number: int = 1) -> int:
    words = dict.fromkeys(("name", "responsible", "rationale", "objectives", "targets"), "")
    values = {"code": f"50990000-{number:04d}", "unit_code": "50990000", "fiscal_year": 2570}
    added: int = connection.execute(
        insert(project)
        .values(**words, **values, status="in_progress", budget=budget)
        .returning(project.c.id)
    ).scalar_one()
    return added


def add_report(connection: Connection, **more: object) -> int:
    values = {
        "project_id": 1,
        "period": Period(2026, 11),
        "entry": 1,
        "revision": 1,
        "percent": Decimal(45),
        "narrative": "เทคอนกรีตแล้ว",
        "reported_on": date(2026, 11, 25),
    }
    added: int = connection.execute(
        insert(report).values(values | more).returning(report.c.id)
    ).scalar_one()
    return added


def add_event(connection: Connection, event_id: str = "1") -> int:
    values = {"channel": "webchat", "event_id": event_id, "lane": "a", "payload": "{}"}
    times = {"occurred_at": NOON, "received_at": NOON, "not_before": NOON}
    added: int = connection.execute(
        insert(inbox)
        .values(**values, **times, state="done", attempts=1, news=False)
        .returning(inbox.c.id)
    ).scalar_one()
    return added


@pytest.fixture
def town(database: Engine) -> Engine:
    """A database with a unit, an officer and a project."""
    with transaction(database) as connection:
        add_unit(connection)
        add_person(connection, "มาลี ใจงาม")
        assert add_project(connection) == 1
    return database


# --- moments --------------------------------------------------------------------------------


def test_a_moment_comes_back_in_utc_whatever_zone_it_was_in(town: Engine) -> None:
    with transaction(town) as connection:
        if town.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL TIME ZONE 'Asia/Tokyo'"))
        before = add_person(connection, "สมชาย ทดลอง", created_at=NOON)
        query = select(person.c.created_at).where(person.c.id == before)
        found = connection.execute(query).scalar_one()
    assert found == NOON
    assert found.tzinfo is UTC
    assert found.hour == 5


def test_a_moment_without_a_zone_is_refused(town: Engine) -> None:
    with pytest.raises(StatementError, match="without a zone"), transaction(town) as connection:
        add_person(connection, "สมชาย ทดลอง", created_at=NOON.replace(tzinfo=None))


def test_moments_of_all_zones_are_in_order(town: Engine) -> None:
    zones = [UTC, BANGKOK, timezone(timedelta(hours=-8))]
    steps = [timedelta(0), timedelta(microseconds=1), timedelta(milliseconds=20), timedelta(1)]
    moments = [(NOON + step).astimezone(zone) for step in steps for zone in zones]
    with transaction(town) as connection:
        connection.execute(delete(person))
        for number, moment in enumerate(reversed(moments)):
            add_person(connection, f"คนที่ {number}", created_at=moment)
        query = select(person.c.created_at)
        found = connection.execute(query.order_by(person.c.created_at)).scalars().all()
        after = connection.execute(query.where(person.c.created_at > NOON)).scalars().all()
    assert found == moments
    assert len(after) == 9


# --- exact numbers --------------------------------------------------------------------------


@pytest.mark.parametrize("number", ["0", "0.01", "45", "45.5", "99.99", "100", "9999999999999.99"])
def test_a_number_comes_back_exactly_and_with_two_decimals(town: Engine, number: str) -> None:
    with transaction(town) as connection:
        added = add_project(connection, Decimal(number), 2)
        query = select(project.c.budget).where(project.c.id == added)
        found = connection.execute(query).scalar_one()
    assert found == Decimal(number)
    assert str(found) == f"{Decimal(number):.2f}"


@pytest.mark.parametrize(
    "number", ["45.001", "1000", "-1000", "1E+30", "NaN", "sNaN", "Infinity", "-Infinity"]
)
def test_a_number_that_does_not_fit_is_refused(town: Engine, number: str) -> None:
    with pytest.raises(StatementError, match=r"digits|decimals"), transaction(town) as connection:
        add_report(connection, percent=Decimal(number))


def test_numbers_are_added_and_compared_exactly_by_the_database(town: Engine) -> None:
    with transaction(town) as connection:
        for number, budget in enumerate(["0.10", "0.20", "9.50", "10"], start=2):
            add_project(connection, Decimal(budget), number)
        assert connection.scalar(select(func.sum(project.c.budget))) == Decimal("19.80")
        large = select(func.count()).where(project.c.budget > Decimal("9.49"))
        assert connection.scalar(large) == 2


# --- periods --------------------------------------------------------------------------------


def test_a_period_comes_back_and_is_in_order(town: Engine) -> None:
    periods = [Period(2025, 12), Period(2026, 2), Period(2026, 11), Period(2027, 1)]
    with transaction(town) as connection:
        for period in reversed(periods):
            add_report(connection, period=period)
        found = connection.execute(select(report.c.period).order_by(report.c.period)).scalars()
        assert found.all() == periods


# --- what the database itself refuses -------------------------------------------------------


def test_one_event_files_one_report(town: Engine) -> None:
    with transaction(town) as connection:
        event = add_event(connection)
        add_report(connection, inbox_id=event)
    with pytest.raises(IntegrityError), transaction(town) as connection:
        add_report(connection, inbox_id=event, revision=2)


def test_imported_reports_come_from_no_event_and_are_as_many_as_they_are(town: Engine) -> None:
    with transaction(town) as connection:
        add_report(connection, entry=1)
        add_report(connection, entry=2)
    with reading(town) as connection:
        assert connection.scalar(select(func.count()).select_from(report)) == 2


@pytest.mark.parametrize(
    "wrong",
    [{"percent": Decimal("-0.01")}, {"entry": 0}, {"revision": 0}],
    ids=["a percent below zero", "an entry before the first", "a revision before the first"],
)
def test_a_report_cannot_have(town: Engine, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction(town) as connection:
        add_report(connection, **wrong)


def test_a_revision_is_filed_once(town: Engine) -> None:
    with transaction(town) as connection:
        add_report(connection)
    with pytest.raises(IntegrityError), transaction(town) as connection:
        add_report(connection)


def test_an_event_is_received_once(town: Engine) -> None:
    with transaction(town) as connection:
        add_event(connection, "7")
    with pytest.raises(IntegrityError), transaction(town) as connection:
        add_event(connection, "7")


def test_a_name_belongs_to_one_living_person_of_a_unit(town: Engine) -> None:
    with pytest.raises(IntegrityError), transaction(town) as connection:
        add_person(connection, "มาลี ใจงาม")
    with transaction(town) as connection:
        add_person(connection, "", erased_at=NOON)
        add_person(connection, "", erased_at=NOON)


# --- what stays when something goes ---------------------------------------------------------


def test_a_report_and_a_message_outlive_the_event_they_came_from(town: Engine) -> None:
    with transaction(town) as connection:
        event = add_event(connection)
        filed = add_report(connection, inbox_id=event)
        sent = connection.execute(
            insert(outbox)
            .values(
                channel="webchat",
                lane="a",
                payload="{}",
                retry_key="1",
                inbox_id=event,
                created_at=NOON,
                state="sent",
                attempts=1,
                not_before=NOON,
                worth=Worth.FREE,
            )
            .returning(outbox.c.id)
        ).scalar_one()
        connection.execute(delete(inbox))
        left = select(report.c.id, report.c.inbox_id)
        assert connection.execute(left).all() == [(filed, event)]  # it is the receipt's number
        assert connection.execute(select(outbox.c.id, outbox.c.inbox_id)).all() == [(sent, None)]


def test_the_number_of_a_deleted_row_is_never_given_again(town: Engine) -> None:
    with transaction(town) as connection:
        last = add_person(connection, "สมชาย ทดลอง")
        connection.execute(delete(person).where(person.c.id == last))
        assert add_person(connection, "วันดี ทดลอง") > last
