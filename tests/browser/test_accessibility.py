"""The page by keyboard alone, by ear, at 200 % zoom, and for eyes that need contrast."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from handlers.messages import Outgoing
from tests.browser.phones import Phone, open_desk, report
from tests.web.desk import Desk, say
from tests.web.office import PROJECTS, Office

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
NAMED = "button|textbox|combobox|radio|link|progressbar|log|region|group|option|navigation|img"
PROJECT = "1. " + PROJECTS[0][1]


def choose_look(phone: Phone, look: str) -> None:
    phone.body.get_by_role("radio", name=look).check(force=True)


@pytest.mark.parametrize("look", ["LINE", "Telegram"])
def test_every_control_has_a_name_and_every_word_stands_out(
    page: Page, desk: Desk, office: Office, look: str
) -> None:
    phones = open_desk(page, desk.url)
    officer, supervisor, group = phones
    for phone in phones:
        choose_look(phone, look)
    officer.hand_to(office.officer.name)
    report(officer, PROJECT)
    supervisor.body.get_by_role("button", name="อื่น ๆ").click()
    group.type("/help")
    say(desk.engine, "group-1", Outgoing("ข้อความที่สอง"))
    page.route("**/tryout/messages*", lambda route: route.abort())
    supervisor.composer.fill("สวัสดี")
    supervisor.composer.press("Enter")
    expect(supervisor.newest.get_by_role("button")).to_be_visible()

    tree = page.locator("body").aria_snapshot()
    assert tree.count("button ") > 20
    assert re.findall(rf"- (?:{NAMED})(?! \")[^\n]*", tree) == []

    contrast = page.evaluate(CONTRAST)
    assert contrast["looked"] > 60
    assert contrast["weak"] == []


def test_the_page_has_landmarks_and_headings_in_order(page: Page, desk: Desk) -> None:
    open_desk(page, desk.url)
    for landmark in ("banner", "main"):
        expect(page.get_by_role(landmark)).to_have_count(1)
    for name in ("เจ้าหน้าที่", "หัวหน้า", "ผู้ประเมิน", "กลุ่มแชต"):
        expect(page.get_by_role("region", name=name)).to_be_visible()
    levels = page.evaluate(
        "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((one) => Number(one.tagName[1]))"
    )
    assert levels == [1, 2, 3, 2, 3, 2, 3, 2, 3]
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(ids) == len(set(ids))


def test_a_chat_is_a_log_that_reads_out_what_is_new_and_not_its_history(
    page: Page, desk: Desk
) -> None:
    say(desk.engine, "officer-1", Outgoing("เมื่อวาน"))
    page.goto(desk.url, wait_until="commit")
    log = page.locator("#officer-1 .log")
    expect(log).to_have_attribute("aria-live", "polite")
    assert 'aria-busy="true"' in desk.client.get("/").text
    expect(log).to_have_attribute("aria-busy", "false")
    expect(log.locator(".line")).to_have_count(1)
    expect(log.locator(".speaker")).to_have_text("บอต")


def test_a_screen_reader_hears_each_line_in_its_language(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, f"{desk.url}/?lang=en")
    say(desk.engine, "officer-1", Outgoing("สวัสดี"), Outgoing("Good morning"))
    expect(officer.lines).to_have_count(2)
    assert page.locator("#officer-1 .said").evaluate_all("all => all.map((one) => one.lang)") == [
        "th",
        "en",
    ]


def test_a_report_by_keyboard_alone(page: Page, desk: Desk, office: Office) -> None:
    """Only keys are pressed: never a click, never a focus set by the test."""
    officer, _, _ = open_desk(page, desk.url)
    keys = page.keyboard

    def tab_to(name: str, key: str = "Tab") -> None:
        for _ in range(40):
            keys.press(key)
            focused = page.evaluate(
                "document.activeElement.getAttribute('aria-label')"
                " ?? document.activeElement.labels?.[0]?.textContent"
                " ?? document.activeElement.textContent"
            )
            if focused.strip() == name:
                return
        raise AssertionError(f"{name} cannot be reached by keyboard")

    def answer(label: str) -> None:
        expect(officer.log.get_by_role("button", name=label, exact=True).last).to_be_visible()
        tab_to(label, "Shift+Tab")
        keys.press("Enter")
        expect(officer.log.get_by_role("button", name=f"{label} (เลือกแล้ว)").last).to_be_visible()
        tab_to("พิมพ์ข้อความ")

    keys.press("Tab")
    expect(page.get_by_role("link", name="ข้ามไปช่องพิมพ์ข้อความ")).to_be_focused()
    keys.press("Enter")
    expect(officer.composer).to_be_focused()

    tab_to("ผู้ถือเครื่อง", "Shift+Tab")
    keys.press("ArrowDown")
    tab_to("ส่งเครื่องให้")
    keys.press("Enter")
    expect(officer.body.locator(".join")).to_be_hidden()
    expect(officer.composer).to_be_focused()

    keys.type("รายงาน")
    keys.press("Enter")
    answer(PROJECT)
    answer("+5")
    keys.type("ปลูกต้นไม้แล้ว")
    keys.press("Shift+Enter")
    keys.type("และวางท่อน้ำ")
    keys.press("Enter")
    expect(officer.composer).to_be_focused()
    expect(officer.log.locator(".person").last).to_contain_text("ปลูกต้นไม้แล้ว\nและวางท่อน้ำ")
    answer("ครบแล้ว")
    answer("ไม่มี")
    keys.type("ไม่มี")
    keys.press("Enter")
    answer("ส่งรายงาน")
    expect(officer.newest).to_contain_text("เลขที่รับ")


def test_the_attachments_open_and_close_by_keyboard(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    attach = officer.body.get_by_role("button", name="อื่น ๆ")
    attach.press("Enter")
    expect(attach).to_have_attribute("aria-expanded", "true")
    officer.body.get_by_role("button", name="สติกเกอร์").press("Escape")
    expect(attach).to_have_attribute("aria-expanded", "false")
    expect(attach).to_be_focused()


def test_what_has_the_focus_is_seen(page: Page, desk: Desk) -> None:
    open_desk(page, desk.url)
    seen: set[str] = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """(() => {
              const focused = document.activeElement;
              if (focused === document.body) return "";
              const shown = focused.type === "radio" ? focused.nextElementSibling : focused;
              const style = getComputedStyle(shown);
              return `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`;
            })()"""
        )
        seen.add(outline)
    assert seen - {""} == {"solid 3px rgb(10, 58, 138)"}


def test_at_twice_the_size_everything_is_still_there(
    page: Page, desk: Desk, office: Office
) -> None:
    page.set_viewport_size({"width": 640, "height": 450})  # 1280 by 900 at 200 %
    officer, supervisor, _ = open_desk(page, desk.url)
    officer.hand_to(office.officer.name)
    officer.type("รายงาน")
    officer.press(PROJECT)
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    expect(supervisor.body).to_be_hidden()
    page.get_by_role("button", name="หัวหน้า").click()
    expect(supervisor.composer).to_be_visible()
    expect(officer.body).to_be_hidden()


@pytest.mark.parametrize(("width", "shown"), [(390, 1), (1100, 4), (1280, 4), (1920, 4)])
def test_every_phone_has_the_room_of_a_phone(
    page: Page, desk: Desk, width: int, shown: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    open_desk(page, desk.url)
    assert page.locator(".phone:visible").count() == shown
    for role in ("เจ้าหน้าที่", "หัวหน้า", "ผู้ประเมิน", "กลุ่มแชต"):
        if shown == 1:
            page.get_by_role("navigation").get_by_role("button", name=role).click()
        phone = page.get_by_role("region", name=role)
        expect(phone.get_by_role("textbox", name="พิมพ์ข้อความ")).to_be_visible()
        room = phone.bounding_box()
        assert room is not None
        assert room["width"] > 280
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_a_narrow_screen_a_phone_out_of_sight_counts_what_is_new(page: Page, desk: Desk) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    say(desk.engine, "supervisor-1", Outgoing("เก่า"))
    _, supervisor, _ = open_desk(page, desk.url)
    tab = page.get_by_role("navigation").get_by_role("button", name="หัวหน้า")
    expect(tab).to_have_text("หัวหน้า")
    say(desk.engine, "supervisor-1", Outgoing("ใหม่ 1"), Outgoing("ใหม่ 2"))
    expect(tab).to_have_accessible_name("หัวหน้า ข้อความใหม่ 2 ข้อความ")
    tab.click()
    expect(tab).to_have_accessible_name("หัวหน้า")
    expect(supervisor.newest).to_be_in_viewport()


def test_who_wants_no_motion_gets_none(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    say(desk.engine, "officer-1", Outgoing("นิ่ง"))
    animation = "one => getComputedStyle(one).animationName"
    assert officer.newest.evaluate(animation) == "arrive"
    page.emulate_media(reduced_motion="reduce")
    assert officer.newest.evaluate(animation) == "none"
