"""Admins see in their digest what messages cost; nobody else does."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from handlers.messages import Row
from handlers.oversight.carrying_out import carry_out
from handlers.oversight.deeds import ShowUnits
from handlers.oversight.office import Office
from handlers.oversight.parts import Part
from storage.db import transaction
from storage.people import person_by_id
from storage.pushes import count_pushes, line_month
from storage.records import Dispatch, MonthOfPushes, Role, Worth
from tests.oversight.city import CITY, NOW, add_supervisor, found_city
from tests.turns.office import CODECS


@pytest.mark.parametrize("role", [Role.ADMIN, Role.SUPERVISOR, Role.EVALUATOR])
def test_what_messages_cost_stands_in_the_digest_of_an_admin_alone(
    database: Engine, role: Role
) -> None:
    with transaction(database) as tx:
        found_city(tx)
        for name in ("มาลี", "สมพร", "วิภา", "อารี"):
            add_supervisor(tx, name, CITY, role=Role.OFFICER)
        asking = add_supervisor(tx, "ผู้ถาม", CITY, role=role)
        sent = [
            Dispatch(number, "line", "U1", "{}", f"key {number}", 1, NOW, Worth.REMINDER)
            for number in (1, 2, 3)
        ]
        count_pushes(tx, sent, month=line_month(NOW), recipients=1, now=NOW)
        person = person_by_id(tx, asking)
        assert person is not None
        (shown,) = carry_out(Office(tx, CODECS, person, NOW), ShowUnits(Part.MONTH))
    assert shown.card is not None
    costs = [row for row in shown.card.rows if row.label.startswith("ข้อความ LINE")]
    if role is Role.ADMIN:
        assert costs == [
            Row(
                "ข้อความ LINE ที่เสียค่าใช้จ่ายเดือนนี้",
                "3 ข้อความ เจ้าหน้าที่ที่เชื่อมแชต 4 คน เฉลี่ยคนละ 0.75",
            )
        ]
    else:
        assert costs == []


def test_without_officers_there_is_no_share_of_each() -> None:
    assert MonthOfPushes(3, 0).per_officer is None
