import json
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import select

from bot import clock
from storage.db import reading, transaction
from storage.invitations import issue_invitation
from storage.projects import find_project
from storage.records import Role
from storage.reports import log_of
from storage.tables import inbox
from tests.browser.phones import open_desk, report
from tests.web.desk import Desk
from tests.web.office import DIVISION, PROJECTS, Office


def test_from_joining_to_the_receipt(page: Page, desk: Desk, office: Office) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.hand_to(office.officer.name)
    report(officer, "1. " + PROJECTS[0][1])
    expect(officer.newest).to_contain_text("เลขที่รับ")
    code, _, last_percent = PROJECTS[0]
    with reading(desk.engine) as tx:
        found = find_project(tx, code)
        assert found
        filed = log_of(tx, found[0])[-1]
    assert filed.content.percent == last_percent + 5
    assert filed.content.problems is None
    assert filed.content.obstacles == "ผู้รับจ้างขอขยายเวลาส่งงานงวดที่ 2"
    assert filed.channel == "webchat"


def test_joining_by_the_code_field(page: Page, desk: Desk, office: Office) -> None:
    with transaction(desk.engine) as tx:
        issue_invitation(
            tx,
            person_id=office.officer.id,
            role=Role.OFFICER,
            unit_code=DIVISION.code,
            now=clock.now(),
            lifetime=timedelta(days=1),
            code="7K3M-Q9XD",
        )
    officer, supervisor, _ = open_desk(page, desk.url)
    field = officer.body.get_by_role("textbox", name="เครื่องนี้ยังไม่ได้เข้าร่วม")
    field.fill("7k3m q9xd")
    field.press("Enter")
    expect(field).to_be_hidden()
    expect(officer.body.get_by_role("combobox")).to_have_value(str(office.officer.id))
    expect(officer.composer).to_be_focused()
    expect(supervisor.body.locator(".join")).to_be_visible()


def test_a_stranger_gets_an_answer_and_stays_a_stranger(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.body.get_by_role("button", name="เริ่มแชต").click()
    expect(officer.log.locator(".bot")).to_have_count(1)
    officer.type("สวัสดี")
    expect(officer.body.locator(".join")).to_be_visible()


def test_a_button_of_an_older_question_can_be_pressed_and_changes_nothing(
    page: Page, desk: Desk, office: Office
) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.hand_to(office.officer.name)
    officer.type("รายงาน")
    officer.press("1. " + PROJECTS[0][1])
    officer.press("+5")
    asked = officer.newest.locator(".text").inner_text()
    officer.press("+10")
    expect(officer.newest.locator(".text")).to_contain_text(asked.split("\n")[-1][:20])
    chosen = officer.log.get_by_role("button", name="+10 (เลือกแล้ว)")
    expect(chosen).to_be_visible()


def test_a_sticker_is_answered_with_what_is_expected(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.body.get_by_role("button", name="อื่น ๆ").click()
    officer.body.get_by_role("button", name="สติกเกอร์").click()
    expect(officer.lines.first).to_contain_text("[สติกเกอร์]")
    expect(officer.log.locator(".bot")).to_have_count(1)
    expect(officer.body.get_by_role("button", name="สติกเกอร์")).to_be_hidden()


def test_in_the_group_it_is_seen_who_speaks(page: Page, desk: Desk, office: Office) -> None:
    officer, supervisor, group = open_desk(page, desk.url)
    officer.hand_to(office.officer.name)
    supervisor.hand_to(office.supervisor.name)
    speaker = group.body.get_by_role("combobox", name="ผู้พูดในกลุ่ม")
    for person in (office.officer.name, office.supervisor.name):
        speaker.select_option(
            label=next(t for t in speaker.locator("option").all_inner_texts() if person in t)
        )
        group.type("/help")
    first, second = group.log.locator(".person").all()
    expect(first.locator(".speaker")).to_have_text(office.officer.name)
    expect(first).not_to_have_class("line person mine")
    expect(second).to_have_class("line person mine")
    with reading(desk.engine) as tx:
        said = tx.scalars(select(inbox.c.payload).where(inbox.c.lane == "group-1"))
        assert [json.loads(one)["account"] for one in said] == ["officer-1", "supervisor-1"]


def test_a_reload_keeps_the_conversation(page: Page, desk: Desk, office: Office) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.hand_to(office.officer.name)
    officer.type("รายงาน")
    officer.press("ยกเลิก")
    before = officer.log.aria_snapshot()
    officer, _, _ = open_desk(page, desk.url)
    assert officer.log.aria_snapshot() == before
    expect(officer.body.locator(".join")).to_be_hidden()


def test_two_pages_of_one_phone_show_the_same(page: Page, desk: Desk, office: Office) -> None:
    officer, _, _ = open_desk(page, desk.url)
    other, _, _ = open_desk(page.context.new_page(), desk.url)
    officer.hand_to(office.officer.name)
    officer.type("รายงาน")
    other.press("ยกเลิก")
    expect(officer.lines).to_have_count(other.lines.count())
    assert officer.log.aria_snapshot() == other.log.aria_snapshot()


def test_what_people_write_is_shown_and_never_run(page: Page, desk: Desk) -> None:
    words = "<img src=x onerror=alert(1)> **ดอกไม้** &amp; <b>"
    officer, _, _ = open_desk(page, desk.url)
    officer.type(words)
    expect(officer.lines.first.locator(".text")).to_have_text(words)
    assert officer.log.locator("img, b").count() == 0
