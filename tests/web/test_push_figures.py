"""What Prometheus is told of pushes and of LINE's quota."""

from __future__ import annotations

from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Engine, text

from bot.push_figures import PushCollector
from storage.db import transaction
from storage.people import find_or_add_person, grant_role, link_address
from storage.periods import Period
from storage.pushes import Reading, count_pushes, record_reading
from storage.records import Dispatch, Role, Unit, Worth
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
NOVEMBER = Period(2026, 11)
UNIT = Unit("04160200", "กองทดลองใช้")


def figures(engine: Engine) -> dict[str, float]:
    registry = CollectorRegistry()
    registry.register(PushCollector(engine, lambda: NOW))
    lines = generate_latest(registry).decode().splitlines()
    told = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in told}


def push(engine: Engine, number: int, worth: Worth, month: Period) -> None:
    row = Dispatch(number, "line", "U1", "{}", f"{number}", 1, NOW, worth)
    with transaction(engine) as tx:
        count_pushes(tx, [row], month=month, recipients=1, now=NOW)


def test_pushes_are_told_by_worth_and_month_and_the_quota_as_it_is_known(database: Engine) -> None:
    for number, worth in enumerate([Worth.REMINDER, Worth.REMINDER, Worth.URGENT]):
        push(database, number, worth, NOVEMBER)
    push(database, 7, Worth.REMINDER, NOVEMBER.previous)
    push(database, 8, Worth.REMINDER, NOVEMBER.previous.previous)
    with transaction(database) as tx:
        record_reading(tx, "line", Reading(NOVEMBER, 300, 40, 2, NOW))
        save_unit(tx, UNIT)
        for name, account in (("มาลี", "U1"), ("มานะ", "U2")):
            one = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=NOW).id
            grant_role(tx, person_id=one, role=Role.OFFICER, unit_code=UNIT.code)
            link_address(tx, person_id=one, channel="line", account=account, lane=account, now=NOW)
    assert figures(database) == {
        'khuepna_line_pushes{month="2026-10",worth="reminder"}': 1,
        'khuepna_line_pushes{month="2026-10",worth="urgent"}': 0,
        'khuepna_line_pushes{month="2026-11",worth="reminder"}': 2,
        'khuepna_line_pushes{month="2026-11",worth="urgent"}': 1,
        'khuepna_line_pushes_per_officer{month="2026-10"}': 0.5,
        'khuepna_line_pushes_per_officer{month="2026-11"}': 1.5,
        "khuepna_officers_linked": 2,
        "khuepna_line_quota": 300,
        "khuepna_line_quota_left": 259,
    }


def test_of_a_quota_that_is_unknown_or_endless_nothing_is_told(database: Engine) -> None:
    assert "khuepna_line_quota" not in figures(database)
    with transaction(database) as tx:
        record_reading(tx, "line", Reading(NOVEMBER, None, 40, 2, NOW))
    assert "khuepna_line_quota" not in figures(database)


def test_a_database_that_fails_tells_nothing(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        tx.execute(text("DROP TABLE push"))
    assert figures(sqlite) == {}
