"""The button below a receipt corrects the report of that receipt, and no other."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Engine

from storage.db import transaction
from storage.periods import Period
from storage.reopenings import add_reopening
from tests.turns.office import NOW, Officer, filed, hire, open_office, press_of, shown, tell

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def report(engine: Engine, officer: Officer, percent: str, narrative: str) -> None:
    tell(engine, officer.chat, "รายงาน", percent, narrative, "ครบแล้ว", "ไม่มี", "ไม่มี")
    tell(engine, officer.chat, press_of(engine, officer.chat, "send"))


def test_of_a_month_that_was_opened_again(database: Engine) -> None:
    [officer] = open_office(database)
    report(database, officer, "45", "งานพฤศจิกายน")
    with transaction(database) as tx:
        add_reopening(
            tx,
            officer.project_id,
            OCTOBER,
            reason="ลืม",
            person_id=officer.person_id,
            until=date(2026, 12, 1),
            now=NOW,
        )
    report(database, officer, "46", "งานตุลาคม")
    tell(database, officer.chat, press_of(database, officer.chat, "revise"))
    rows = dict(shown(database, officer.chat)[-1]["card"]["rows"])
    assert rows["ประจำเดือน"] == "ตุลาคม 2569"
    tell(database, officer.chat, "แก้ร้อยละ", "47")
    tell(database, officer.chat, press_of(database, officer.chat, "send"))
    assert [
        (one["period"], one["entry"], one["revision"], one["percent"]) for one in filed(database)
    ] == [
        (NOVEMBER, 1, 1, 45),
        (OCTOBER, 1, 1, 46),
        (OCTOBER, 1, 2, 47),
    ]


def test_after_a_colleague_added_another_entry(sqlite: Engine) -> None:
    [officer] = open_office(sqlite)
    with transaction(sqlite) as tx:
        colleague = hire(tx, 2, project=officer.project_id)
    report(sqlite, officer, "45", "งานแรก")
    tell(
        sqlite, colleague.chat, "รายงาน", "รายงานเพิ่มอีกฉบับ", "50", "งานที่สอง", "ครบแล้ว", "ไม่มี", "ไม่มี"
    )
    tell(sqlite, colleague.chat, press_of(sqlite, colleague.chat, "send"))
    tell(sqlite, officer.chat, press_of(sqlite, officer.chat, "revise"))
    rows = dict(shown(sqlite, officer.chat)[-1]["card"]["rows"])
    assert rows["ผลการดำเนินงาน"] == "งานแรก"
