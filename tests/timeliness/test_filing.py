"""Filing a report in the conversation, by the policy of the project's unit."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from storage.db import transaction
from storage.records import Timeliness
from tests.turns.office import NOW, UNIT, filed, open_office, press_of, tell

REPORT = ("รายงาน", "45", "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ฝนตก")


def set_due_day(engine: Engine, unit: str | None, day: int) -> None:
    changes = [Change(unit, 2570, {"due_day": day})]
    with transaction(engine) as tx:
        assert change_policies(tx, changes, set_by=None, now=NOW) == ()


@pytest.mark.parametrize(
    ("city", "unit", "timeliness"),
    [
        (25, 25, Timeliness.ON_TIME),  # it is the 25th of November
        (25, 24, Timeliness.LATE),
        (24, 26, Timeliness.ON_TIME),
    ],
)
def test_a_report_is_on_time_by_the_policy_of_its_unit(
    database: Engine, city: int, unit: int, timeliness: Timeliness
) -> None:
    [officer] = open_office(database)
    set_due_day(database, None, city)
    set_due_day(database, UNIT.code, unit)
    tell(database, officer.chat, *REPORT)
    tell(database, officer.chat, press_of(database, officer.chat, "send"))
    assert [one["timeliness"] for one in filed(database)] == [timeliness]


def test_a_correction_keeps_the_class_of_the_first_filing(database: Engine) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, *REPORT)
    tell(database, officer.chat, press_of(database, officer.chat, "send"))
    set_due_day(database, UNIT.code, 3)
    tell(database, officer.chat, "รายงาน", "แก้ฉบับนี้", "แก้ร้อยละ", "47")
    tell(database, officer.chat, press_of(database, officer.chat, "send"))
    assert [one["timeliness"] for one in filed(database)] == [Timeliness.ON_TIME] * 2
