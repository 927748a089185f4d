"""Moving time on the page: by keyboard, by ear, on a handset, and what the phones then show."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.phones import Phone, open_desk
from tests.web.desk import Desk
from tests.web.office import PROJECTS, Office, open_office
from tests.web.trial import MONDAY, hold, trial_desk

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
FIRST_REMINDER = "วันศุกร์ที่ 20 พ.ย. 2569 08:30"


@pytest.fixture
def desk(sqlite_url: str) -> Iterator[Desk]:
    with trial_desk(sqlite_url) as served:
        yield served


@pytest.fixture
def office(desk: Desk) -> Office:
    opened = open_office(desk.engine, now=MONDAY)
    hold(desk.engine, "officer-1", opened.officer)
    hold(desk.engine, "supervisor-1", opened.supervisor)
    return opened


@pytest.fixture
def phones(page: Page, desk: Desk, office: Office) -> tuple[Phone, Phone, Phone]:
    page.clock.set_fixed_time(MONDAY)
    return open_desk(page, desk.url)


def bar_of(page: Page) -> Locator:
    return page.get_by_role("region", name="เวลาของหน้าทดลอง")


def move(page: Page, label: str) -> None:
    bar_of(page).get_by_role("button", name=label).click()
    expect(bar_of(page).get_by_role("status")).to_contain_text("แล้ว")


def test_the_next_event_is_reached_by_keyboard_and_answered_by_its_button(
    page: Page, phones: tuple[Phone, Phone, Phone]
) -> None:
    officer, supervisor, group = phones
    time = bar_of(page).get_by_role("time")
    expect(bar_of(page)).to_contain_text("เวลาจริง")
    expect(time).to_have_text("วันจันทร์ที่ 16 พ.ย. 2569 12:00")
    for _ in range(4):  # the skip link, the language, a day forward
        page.keyboard.press("Tab")
    forward = page.get_by_role("button", name="ข้ามไปเรื่องถัดไป")
    expect(forward).to_be_focused()
    page.keyboard.press("Enter")
    expect(time).to_have_text(FIRST_REMINDER)
    expect(bar_of(page)).to_contain_text("เวลาทดลอง")
    expect(bar_of(page).get_by_role("status")).to_contain_text("20 พ.ย. 2569 08.30 น.")
    expect(forward).to_be_focused()

    expect(officer.newest).to_contain_text(PROJECTS[0][1])
    expect(officer.log.locator(".day")).to_have_text("วันนี้")
    expect(officer.body.locator(".clock")).to_have_text("08:30")
    expect(supervisor.lines).to_have_count(0)
    expect(group.lines).to_have_count(0)
    page.keyboard.press("Enter")
    expect(time).to_have_text("วันพุธที่ 25 พ.ย. 2569 08:30")
    buttons = officer.log.locator("button[data-press^='0.open.']")
    expect(buttons).to_have_count(2 * len(PROJECTS))
    buttons.nth(len(PROJECTS)).click()
    expect(officer.log.locator(".bot")).to_have_count(3)
    expect(officer.newest).to_contain_text(PROJECTS[0][1])
    expect(officer.log.locator("button.chosen")).to_have_count(1)
    expect(buttons.nth(len(PROJECTS))).to_have_accessible_name(re.compile("เลือกแล้ว"))


def test_a_day_forward_makes_today_yesterday(
    page: Page, phones: tuple[Phone, Phone, Phone]
) -> None:
    officer, _, _ = phones
    officer.type("/help")
    expect(officer.log.locator(".day")).to_have_text("วันนี้")
    move(page, "ข้ามไป 1 วัน")
    expect(officer.log.locator(".day")).to_have_text("16 พฤศจิกายน 2569")
    officer.type("/help")
    expect(officer.log.locator(".day")).to_have_text(["16 พฤศจิกายน 2569", "วันนี้"])


def test_two_pages_show_the_same_time(
    page: Page, desk: Desk, phones: tuple[Phone, Phone, Phone]
) -> None:
    other = page.context.new_page()
    other.clock.set_fixed_time(MONDAY)
    open_desk(other, desk.url)
    move(page, "ข้ามไป 1 วัน")
    expect(bar_of(other).get_by_role("time")).to_have_text("วันอังคารที่ 17 พ.ย. 2569 12:00")
    move(other, "ข้ามไป 1 วัน")
    expect(bar_of(page).get_by_role("time")).to_have_text("วันพุธที่ 18 พ.ย. 2569 12:00")


def test_time_that_could_not_be_moved_is_said_and_can_be_tried_again(
    page: Page, phones: tuple[Phone, Phone, Phone]
) -> None:
    page.route("**/tryout/clock*", lambda route: route.abort())
    bar_of(page).get_by_role("button", name="ข้ามไป 1 วัน").click()
    expect(bar_of(page).get_by_role("status")).to_contain_text("เวลาเดินไปไม่ถึงที่ตั้งใจ")
    page.unroute("**/tryout/clock*")
    bar_of(page).get_by_role("button", name="ข้ามไป 1 วัน").click()
    expect(bar_of(page).get_by_role("time")).to_have_text("วันอังคารที่ 17 พ.ย. 2569 12:00")


def test_every_word_on_the_bar_stands_out_and_every_button_has_a_name(
    page: Page, phones: tuple[Phone, Phone, Phone]
) -> None:
    move(page, "ข้ามไปเรื่องถัดไป")
    tree = page.locator("body").aria_snapshot()
    assert re.findall(r"- (?:button|region|group)(?! \")[^\n]*", tree) == []
    assert page.evaluate(CONTRAST)["weak"] == []
    page.emulate_media(forced_colors="active")
    expect(bar_of(page).get_by_role("button", name="ข้ามไป 1 วัน")).to_be_visible()


def test_on_a_handset_the_bar_fits_and_the_hidden_phone_counts(
    page: Page, phones: tuple[Phone, Phone, Phone]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.get_by_role("navigation").get_by_role("button", name="หัวหน้า").click()
    move(page, "ข้ามไปเรื่องถัดไป")
    expect(bar_of(page).get_by_role("time")).to_have_text(FIRST_REMINDER)
    tab = page.get_by_role("navigation").get_by_role("button", name="เจ้าหน้าที่")
    expect(tab).to_have_accessible_name("เจ้าหน้าที่ ข้อความใหม่ 1 ข้อความ")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for button in bar_of(page).get_by_role("button").all():
        box = button.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 360


def test_the_bar_speaks_english(page: Page, desk: Desk, office: Office) -> None:
    page.clock.set_fixed_time(MONDAY)
    open_desk(page, f"{desk.url}/?lang=en")
    bar = page.get_by_role("region", name="Time on this page")
    bar.get_by_role("button", name="A day forward").click()
    expect(bar.get_by_role("status")).to_contain_text("17 Nov 2026")
    expect(bar.get_by_role("time")).to_have_text("Tuesday, 17 Nov 2026 12:00")
