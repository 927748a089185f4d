"""Leave: whoever reports meanwhile is told, may report, and signs with their own name."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from storage.absences import absence_of, set_absence
from storage.db import reading, transaction
from storage.erasure import erase_person
from storage.reachability import mark_unreachable
from storage.records import Absence, Worth
from storage.tables import outbox
from tests.errands.desk import PARKS, WORKS, Desk
from tests.turns.office import CHANNEL, filed, phrase

TODAY = date(2026, 11, 25)


def go_on_leave(desk: Desk, name: str, stand_in: str | None, *, until: str = "27/11/2569") -> None:
    desk.tell(name, "/leave", until)
    if stand_in is None:
        desk.press(name, "nobody")
    else:
        desk.tell(name, stand_in)


def leave_of(desk: Desk, name: str, day: date = TODAY) -> Absence | None:
    with reading(desk.engine) as tx:
        return absence_of(tx, desk.people[name], today=day)


def test_the_stand_in_is_told_in_their_own_language(desk: Desk) -> None:
    mali = desk.hire("มาลี", 1)
    wipha = desk.hire("วิภา", 2, locale="en")
    go_on_leave(desk, "มาลี", "วิภา")
    assert "ผู้รายงานแทน: วิภา ใช่ไหม" in desk.heard("มาลี")[-1]
    assert desk.heard("วิภา") == []
    said = desk.press("มาลี", "yes")
    assert said == [phrase("leave.set_with", span="ถึง 27 พ.ย. 2569", who="วิภา")]
    assert desk.heard("วิภา") == [phrase("leave.told", "en", who="มาลี", span="until 27 Nov 2026")]
    assert leave_of(desk, "มาลี") == Absence(mali, TODAY, date(2026, 11, 27), wipha)


@pytest.mark.parametrize("pays", [True, False])
def test_telling_the_stand_in_may_cost_what_a_reminder_may(desk: Desk, pays: bool) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    with transaction(desk.engine) as tx:
        change = Change(WORKS.code, 2570, {"line_pushes": pays})
        assert change_policies(tx, [change], set_by=None, now=desk.now) == ()
    go_on_leave(desk, "มาลี", "สมพร")
    desk.press("มาลี", "yes")
    with reading(desk.engine) as tx:
        to_them = outbox.c.lane == desk.chat("สมพร")
        told = tx.execute(select(outbox.c.worth, outbox.c.inbox_id).where(to_them))
        assert told.all() == [(Worth.REMINDER if pays else Worth.FREE, None)]


def test_a_stand_in_whom_nothing_reaches_is_told_of_to_the_person(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2, linked=False)
    desk.hire("สมชาย", 3)
    with transaction(desk.engine) as tx:
        mark_unreachable(tx, channel=CHANNEL, lane=desk.chat("สมชาย"), now=desk.now)
    for name in ("สมพร", "สมชาย"):
        go_on_leave(desk, "มาลี", name)
        assert f"ผู้รายงานแทน: {name} (แจ้งทางแชตไม่ได้) ใช่ไหม" in desk.heard("มาลี")[-1]
        said = desk.press("มาลี", "yes")
        assert said == [phrase("leave.set_untold", span="ถึง 27 พ.ย. 2569", who=name)]
        desk.tell("มาลี", "/leave")
        desk.press("มาลี", "end")


def test_the_report_keeps_who_really_sent_it(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    somporn = desk.hire("สมพร", 2)
    go_on_leave(desk, "มาลี", "สมพร")
    desk.press("มาลี", "yes")
    desk.press("สมพร", f"0.open.{desk.projects[1]}")
    desk.tell("สมพร", "45", "ปูถนนแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี", "ส่งรายงาน")
    assert [(one["project_id"], one["reporter_id"]) for one in filed(desk.engine)] == [
        (desk.projects[1], somporn)
    ]


def test_when_the_leave_is_over_the_project_is_no_longer_the_stand_ins(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    go_on_leave(desk, "มาลี", "สมพร")
    desk.press("มาลี", "yes")
    desk.wait(days=3)
    said = desk.press("สมพร", f"0.open.{desk.projects[1]}")
    assert said == [phrase("standing.not_yours")]
    assert leave_of(desk, "มาลี", date(2026, 11, 28)) is None


def test_a_leave_that_changes_tells_the_old_stand_in_and_the_new_one(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    somchai = desk.hire("สมชาย", 3)
    go_on_leave(desk, "มาลี", "สมพร")
    desk.press("มาลี", "yes")
    desk.wait(days=1)
    desk.tell("มาลี", "/leave")
    desk.press("มาลี", "change")
    desk.tell("มาลี", "1 ธ.ค. 2569", "สมชาย")
    desk.press("มาลี", "yes")
    assert desk.heard("สมพร")[-1] == phrase("leave.told_over", who="มาลี", until="")
    assert len(desk.heard("สมชาย")) == 1
    changed = leave_of(desk, "มาลี", date(2026, 11, 26))
    assert changed == Absence(desk.people["มาลี"], date(2026, 11, 26), date(2026, 12, 1), somchai)


def test_who_comes_back_early_is_back_and_the_stand_in_knows(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    go_on_leave(desk, "มาลี", "สมพร")
    desk.press("มาลี", "yes")
    desk.tell("มาลี", "/leave")
    assert desk.press("มาลี", "end") == [phrase("leave.ended")]
    assert leave_of(desk, "มาลี") is None
    assert desk.heard("สมพร")[-1] == phrase("leave.told_over", who="มาลี", until="")
    assert desk.press("สมพร", f"0.open.{desk.projects[1]}") == [phrase("standing.not_yours")]


def test_a_leave_that_has_not_begun_is_called_off_without_a_welcome(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    with transaction(desk.engine) as tx:
        later = Absence(desk.people["มาลี"], date(2026, 12, 1), date(2026, 12, 4), None)
        set_absence(tx, later, today=TODAY, now=desk.now)
    desk.tell("มาลี", "/leave")
    assert desk.press("มาลี", "end") == [phrase("leave.called_off")]
    assert leave_of(desk, "มาลี") is None


def test_without_a_colleague_the_leave_has_no_stand_in(desk: Desk) -> None:
    mali = desk.hire("มาลี", 1)
    desk.hire("คนกองอื่น", 2, unit=PARKS)
    [asked] = desk.tell("มาลี", "ลา", "27/11/2569")
    assert phrase("leave.nobody") in asked
    assert desk.press("มาลี", "yes") == [phrase("leave.set", span="ถึง 27 พ.ย. 2569")]
    assert leave_of(desk, "มาลี") == Absence(mali, TODAY, date(2026, 11, 27), None)


def test_a_stand_in_who_is_erased_meanwhile_is_not_chosen(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    somporn = desk.hire("สมพร", 2)
    go_on_leave(desk, "มาลี", "สมพร")
    with transaction(desk.engine) as tx:
        erase_person(tx, somporn, now=desk.now)
    [said] = desk.press("มาลี", "yes")
    assert said.startswith(phrase("leave.people_changed"))
    assert leave_of(desk, "มาลี") is None


def test_a_leave_that_ended_by_itself_is_not_ended_again(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    go_on_leave(desk, "มาลี", "สมพร", until="วันนี้")
    desk.press("มาลี", "yes")
    desk.tell("มาลี", "/leave")
    desk.wait(days=1)
    told = len(desk.heard("สมพร"))
    assert desk.press("มาลี", "end") == [phrase("leave.none")]
    assert len(desk.heard("สมพร")) == told


def test_a_question_about_a_leave_that_is_over_stands_in_nobodys_way(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.tell("มาลี", "/report", "45", "เทคอนกรีตแล้ว", "/leave", "วันนี้")
    desk.press("มาลี", "yes")
    desk.tell("มาลี", "/leave")
    desk.wait(days=1)
    # What was meant for that question reaches no other: the draft is neither cancelled nor sent.
    [said] = desk.tell("มาลี", "ยกเลิก")
    assert said.startswith(phrase("leave.none"))
    assert phrase("choice.done") in said
    desk.tell("มาลี", "/leave", "วันนี้")
    desk.press("มาลี", "yes")
    desk.tell("มาลี", "/leave")
    desk.wait(days=1)
    [said] = desk.tell("มาลี", "รายงาน")
    assert said.startswith(
        phrase("ask.offer", project="โครงการที่ 1", month="พฤศจิกายน 2569", answered=1, total=4)
    )


def test_a_stand_in_who_stays_is_told_of_the_new_day_only(desk: Desk) -> None:
    desk.hire("มาลี", 1)
    desk.hire("สมพร", 2)
    go_on_leave(desk, "มาลี", "สมพร")
    desk.press("มาลี", "yes")
    desk.tell("มาลี", "/leave")
    desk.press("มาลี", "change")
    desk.tell("มาลี", "30 พ.ย. 2569", "สมพร")
    desk.press("มาลี", "yes")
    days = ("27 พ.ย. 2569", "30 พ.ย. 2569")
    assert desk.heard("สมพร") == [phrase("leave.told", who="มาลี", span=f"ถึง {day}") for day in days]
