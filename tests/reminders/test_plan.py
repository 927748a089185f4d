"""Planning: each thing is put into the queue once, for whoever is to hear it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import Engine, event, func, select, update

from reminders.batches import BATCH, GIVEN_UP
from reminders.plan import plan
from reminders.tick import tick
from storage.db import reading, transaction
from storage.erasure import erase_person
from storage.people import link_address
from storage.periods import Period
from storage.records import ProjectStatus, Role, Worth
from storage.tables import occurrence, outbox, person
from tests.reminders.office import CODECS, LONG_AGO, Office, at

OCTOBER = Period(2026, 10)
FIRST_STEP, DUE_ON = at(date(2026, 10, 19), 9), at(date(2026, 10, 22), 9)
LATE, ESCALATED = at(date(2026, 10, 26), 9), at(date(2026, 10, 28), 9)
ABOVE = at(date(2026, 10, 30), 9)


@pytest.fixture
def office(database: Engine) -> Office:
    office = Office(database)
    office.open()
    return office


def fates(office: Office) -> list[tuple[str, str, str]]:
    with reading(office.engine) as tx:
        rows = tx.execute(
            select(occurrence.c.kind, occurrence.c.subject, occurrence.c.fate).order_by(
                occurrence.c.id
            )
        )
        return [(row.kind, row.subject, row.fate) for row in rows]


def count(office: Office) -> int:
    with reading(office.engine) as tx:
        return tx.execute(select(func.count()).select_from(outbox)).scalar_one()


def test_one_message_lists_every_project_with_its_button(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง", "เรือนเพาะชำ", "ตัดหญ้า")
    office.report("มาลี", "ตัดหญ้า", now=at(date(2026, 10, 2), 9))
    [heard] = office.tick(FIRST_STEP)
    assert heard.projects == ("สวนริมคลอง", "เรือนเพาะชำ")
    assert heard.buttons[:2] == ("1. สวนริมคลอง", "2. เรือนเพาะชำ")
    assert office.tick(FIRST_STEP) == []


def test_the_percent_reported_last_is_shown(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.report("มาลี", "สวนริมคลอง", now=at(date(2026, 10, 2), 9))
    [heard] = office.tick(at(date(2026, 11, 20), 9))
    assert "กองต้นไม้ ครั้งก่อนร้อยละ 40" in heard.text


def test_after_a_week_without_a_clock_the_newest_step_is_said(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    [heard] = office.tick(LATE)
    assert heard.head.startswith("รายงานความก้าวหน้าประจำเดือนตุลาคม 2569 เลยกำหนดส่ง")
    assert fates(office) == [
        ("remind", "-3", "skipped"),
        ("remind", "0", "skipped"),
        ("remind", "1", "said"),
    ]


def test_after_the_lock_day_nobody_is_reminded(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    assert office.tick(at(date(2026, 11, 11), 9)) == []


def test_what_is_not_taken_any_more_is_for_supervisors_only(office: Office) -> None:
    office.set_policy(None, lock_month="same", lock_day=25)
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR)
    assert office.tick(LATE) == []
    [heard] = office.tick(ESCALATED)
    assert heard.who == "หัวหน้า"
    assert heard.buttons == (), "nobody can send what is locked"


def test_a_project_of_another_fiscal_year_is_not_owed(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนเก่า", year=2569)
    assert office.tick(DUE_ON) == []


@pytest.mark.parametrize("status", ProjectStatus)
def test_only_what_runs_is_owed(office: Office, status: ProjectStatus) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.stand("สวนริมคลอง", status, now=at(date(2026, 10, 2), 9))
    runs = status in {
        ProjectStatus.NOT_STARTED,
        ProjectStatus.IN_PROGRESS,
        ProjectStatus.DELAYED,
    }
    assert bool(office.tick(DUE_ON)) is runs


def test_a_project_that_ends_after_the_due_day_is_owed_all_the_same(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.stand("สวนริมคลอง", ProjectStatus.DONE, now=at(date(2026, 10, 23), 9))
    assert [one.projects for one in office.tick(LATE)] == [("สวนริมคลอง",)]


def test_each_projects_own_unit_says_when_it_is_due(office: Office) -> None:
    """The person hears by the days of their own unit, and of the other day beside the project."""
    office.set_policy("04020000", due_day=31)
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("วิภา", "04020000", "ทางเท้า")
    office.hire("มาลี", "04020000")
    office.hire("มาลี", "04010000")
    with transaction(office.engine) as tx:
        office.assign(tx, "ทางเท้า", "04020000", "มาลี", year=2570)
    [mali] = office.tick(FIRST_STEP)
    assert mali.who == "มาลี"
    assert "โครงการนี้กำหนดส่งวันที่ 30 ต.ค. 2569" in mali.text
    assert [one.who for one in office.tick(at(date(2026, 10, 27), 9))] == ["มาลี", "วิภา"]


# --- who cannot be reached, and what may be spent -----------------------------------------------


def test_who_has_no_chat_is_noted_and_not_tried_again(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง", linked=False)
    assert office.tick(FIRST_STEP) == []
    assert fates(office) == [("remind", "-3", "undeliverable")]
    with transaction(office.engine) as tx:
        mali = office.people["มาลี"]
        link_address(tx, person_id=mali, channel="webchat", account="มาลี", lane="มาลี", now=LONG_AGO)
    assert office.tick(FIRST_STEP) == []
    assert [one.who for one in office.tick(DUE_ON)] == ["มาลี"]


def test_who_blocked_the_bot_is_noted_and_whoever_was_erased_is_not(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("วิภา", "04010000", "ตัดหญ้า")
    office.block("มาลี", now=LONG_AGO)
    with transaction(office.engine) as tx:
        erase_person(tx, office.people["วิภา"], now=LONG_AGO)
    assert office.tick(FIRST_STEP) == []
    assert fates(office) == [("remind", "-3", "undeliverable")]


@pytest.mark.parametrize(("pays", "worth"), [(True, Worth.REMINDER), (False, Worth.FREE)])
def test_the_policy_says_whether_reminders_may_cost_money(
    office: Office, pays: bool, worth: Worth
) -> None:
    office.set_policy(None, line_pushes=pays)
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    assert [one.worth for one in office.tick(FIRST_STEP)] == [worth]


# --- leave --------------------------------------------------------------------------------------


def test_the_stand_in_hears_of_both_in_one_message(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง", "ร่วมกัน")
    office.hire("วิภา", "04010000", "ตัดหญ้า", "ร่วมกัน")
    office.leave("มาลี", date(2026, 10, 15), date(2026, 10, 20), "วิภา", now=FIRST_STEP)
    [heard] = office.tick(FIRST_STEP)
    assert (heard.who, heard.projects) == ("วิภา", ("สวนริมคลอง", "ร่วมกัน", "ตัดหญ้า"))
    assert heard.text.count("ท่านรายงานแทน มาลี ซึ่งลาอยู่") == 1
    assert [one.who for one in office.tick(DUE_ON)] == ["มาลี", "วิภา"]


def test_where_the_stand_in_is_away_too_nobody_hears(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("วิภา", "04010000")
    for name, other in (("มาลี", "วิภา"), ("วิภา", "มาลี")):
        office.leave(name, date(2026, 10, 1), date(2026, 10, 31), other, now=FIRST_STEP)
    assert office.tick(FIRST_STEP) == []


def test_who_is_on_leave_is_offered_no_draft(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.draft("มาลี", "สวนริมคลอง", now=at(date(2026, 10, 5), 9))
    office.leave("มาลี", date(2026, 10, 1), date(2026, 10, 7), None, now=FIRST_STEP)
    assert office.tick(at(date(2026, 10, 7), 9)) == []
    assert [one.buttons for one in office.tick(at(date(2026, 10, 8), 9))] == [("กรอกต่อจากที่ค้างไว้",)]


# --- escalation ---------------------------------------------------------------------------------


def test_supervisors_hear_level_by_level_with_all_names(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง", "เรือนเพาะชำ")
    office.hire("วิภา", "04010000", "ตัดหญ้า", linked=False)
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR)
    office.hire("ผอ.", "04000000", role=Role.SUPERVISOR)
    office.tick(LATE)
    assert office.tick(at(date(2026, 10, 27), 9)) == []
    [unit] = office.tick(ESCALATED)
    assert (unit.who, unit.worth) == ("หัวหน้า", Worth.URGENT)
    assert unit.buttons == ("เตือนเดี๋ยวนี้",)
    assert unit.lines[1:] == (
        "• มาลี: สวนริมคลอง, เรือนเพาะชำ",
        "• วิภา (ยังไม่ได้เข้าร่วมแชต จึงไม่ได้รับข้อความเตือน): ตัดหญ้า",
    )
    assert office.tick(at(date(2026, 10, 29), 9)) == []
    assert [one.who for one in office.tick(ABOVE)] == ["ผอ."]
    assert office.tick(at(date(2026, 11, 2), 9)) == []


def test_a_unit_without_a_supervisor_is_told_to_the_one_above(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("วิภา", "04020000", "ทางเท้า")
    office.hire("ผอ.", "04000000", role=Role.SUPERVISOR)
    office.tick(LATE)
    [heard] = office.tick(ESCALATED)
    assert [line for line in heard.lines if line.startswith("กอง")] == [
        "กองต้นไม้ เดือนตุลาคม 2569 เลยกำหนดวันที่ 22 ต.ค. 2569 มาแล้ว 3 วันทำการ รวม 1 โครงการ",
        "กองทางเท้า เดือนตุลาคม 2569 เลยกำหนดวันที่ 22 ต.ค. 2569 มาแล้ว 3 วันทำการ รวม 1 โครงการ",
    ]
    assert office.tick(ABOVE) == [], "there is nobody above"


def test_a_supervisor_whom_no_chat_reaches_is_told_to_the_level_above(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR, linked=False)
    office.hire("รองหัวหน้า", "04010000", role=Role.SUPERVISOR)
    office.hire("ผอ.", "04000000", role=Role.SUPERVISOR)
    office.tick(LATE)
    [deputy] = office.tick(ESCALATED)
    assert "หัวหน้า หัวหน้า" not in deputy.text
    [above] = office.tick(ABOVE)
    assert "\nหัวหน้า หัวหน้า: ยังไม่ได้เข้าร่วมแชต จึงไม่ได้รับข้อความเตือน\n• มาลี" in above.text
    assert "รองหัวหน้า" not in above.text


def test_a_project_that_nobody_reports_on_is_told_as_such(office: Office) -> None:
    office.hire("วิภา", "04010000", "ตัดหญ้า")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR)
    with transaction(office.engine) as tx:
        erase_person(tx, office.people["วิภา"], now=LONG_AGO)
    [heard] = office.tick(ESCALATED)
    assert heard.lines[1:] == ("• ยังไม่มีผู้รับผิดชอบรายงาน: ตัดหญ้า",)


@pytest.mark.parametrize(
    ("silent", "told"),
    [
        ({"escalate_unit": 0, "escalate_above": 5}, ["ผอ."]),
        ({"escalate_unit": 3, "escalate_above": 0}, ["หัวหน้า"]),
        ({"escalate_unit": 0, "escalate_above": 0}, []),
    ],
)
def test_silence_is_policy(office: Office, silent: dict[str, int], told: list[str]) -> None:
    office.set_policy(None, **silent)
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR)
    office.hire("ผอ.", "04000000", role=Role.SUPERVISOR)
    office.tick(LATE)
    heard = [*office.tick(ESCALATED), *office.tick(ABOVE)]
    assert [one.who for one in heard] == told


def test_a_supervisor_on_leave_is_stood_in_for(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR)
    office.leave("หัวหน้า", date(2026, 10, 26), date(2026, 10, 31), "มาลี", now=LATE)
    office.tick(LATE)
    [heard] = office.tick(ESCALATED)
    assert (heard.who, heard.worth) == ("มาลี", Worth.URGENT)
    assert heard.buttons == (), "who stands in has none of the supervisor's rights"


def test_a_supervisor_who_cannot_be_reached_is_noted(office: Office) -> None:
    office.hire("มาลี", "04010000", "สวนริมคลอง")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR, linked=False)
    office.tick(LATE)
    assert office.tick(ESCALATED) == []
    assert fates(office)[-1] == ("late_unit", "04010000", "undeliverable")


# --- many clocks, many people -------------------------------------------------------------------


def test_many_people_are_planned_in_batches(office: Office) -> None:
    for number in range(BATCH + 1):
        office.hire(f"เจ้าหน้าที่ {number}", "04010000", f"โครงการ {number}")
    assert [*plan(office.engine, CODECS, now=FIRST_STEP)] == [BATCH, 1]
    assert [*plan(office.engine, CODECS, now=FIRST_STEP)] == []
    assert count(office) == BATCH + 1


def speak_unheard_of(office: Office, *names: str) -> None:
    """Let people have a language that this release has no words in."""
    with transaction(office.engine) as tx:
        numbers = [office.people[name] for name in names]
        tx.execute(update(person).where(person.c.id.in_(numbers)).values(locale="xx"))


def test_whose_letter_cannot_be_written_keeps_nobody_else_from_theirs(office: Office) -> None:
    for name in ("มาลี", "วิภา", "อารี"):
        office.hire(name, "04010000", f"โครงการ {name}")
    office.hire("หัวหน้า", "04010000", role=Role.SUPERVISOR)
    speak_unheard_of(office, "วิภา")
    for heard in (["มาลี", "อารี"], []):
        [failed] = tick(office.engine, CODECS, now=FIRST_STEP)
        assert failed.part == "plan"
        assert [one.who for one in office.heard()] == heard
    assert [one.part for one in tick(office.engine, CODECS, now=ESCALATED)] == ["plan"]
    assert {one.who for one in office.heard()} == {"มาลี", "หัวหน้า", "อารี"}


def test_what_fails_for_everybody_is_not_tried_for_each(office: Office) -> None:
    names = [f"เจ้าหน้าที่ {number}" for number in range(40)]
    for name in names:
        office.hire(name, "04010000", f"โครงการ {name}")
    speak_unheard_of(office, *names)
    tried = 0

    def note(_connection: object) -> None:
        nonlocal tried
        tried += 1

    event.listen(office.engine, "rollback", note)
    with pytest.raises(FileNotFoundError):
        office.tick(FIRST_STEP)
    event.remove(office.engine, "rollback", note)
    assert tried == 1 + GIVEN_UP


def test_of_many_clocks_at_once_each_person_hears_once(office: Office) -> None:
    for number in range(40):
        office.hire(f"เจ้าหน้าที่ {number}", "04010000", f"โครงการ {number}")

    def run(_clock: int) -> int:
        return sum(plan(office.engine, CODECS, now=FIRST_STEP))

    with ThreadPoolExecutor(4) as clocks:
        assert sum(clocks.map(run, range(8))) == 40
    assert count(office) == 40
