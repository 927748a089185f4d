"""How the phones look: Thai letters, the two apps' ways of drawing, and room for long words."""

from playwright.sync_api import Page, expect

from handlers.messages import Choice, Outgoing
from tests.browser.phones import open_desk
from tests.web.desk import Desk, say


def test_all_text_is_set_in_the_letters_that_the_page_brings(page: Page, desk: Desk) -> None:
    open_desk(page, desk.url)
    families = page.evaluate(
        "[...new Set([...document.querySelectorAll('body *')]"
        ".filter((one) => one.checkVisibility())"
        ".map((one) => getComputedStyle(one).fontFamily))]"
    )
    assert families == ["Sarabun, sans-serif"]
    assert page.evaluate(
        "document.fonts.ready.then((fonts) => [...fonts].map((font) => font.status))"
    ) == ["loaded", "loaded"]


def test_marks_above_thai_letters_are_not_cut_off(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    say(desk.engine, "officer-1", Outgoing("ที่นี่ก็ยิ้มอยู่", None, 1, (Choice("yes", "ปั๊มน้ำ"),)))
    for element in (officer.newest.locator(".text"), officer.newest.get_by_role("button")):
        room = element.evaluate(
            "one => parseFloat(getComputedStyle(one).lineHeight)"
            " / parseFloat(getComputedStyle(one).fontSize)"
        )
        assert room >= 1.5


def test_an_address_is_a_link_that_opens_in_a_tab_of_its_own(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    address = f"{desk.url}/v/1-abc"
    say(desk.engine, "officer-1", Outgoing(f"ภาพรวม <b>\n{address}\nเปิดได้ถึงพรุ่งนี้ javascript:x"))
    expect(officer.newest.locator(".text")).to_have_text(
        f"ภาพรวม <b>\n{address}\nเปิดได้ถึงพรุ่งนี้ javascript:x"
    )
    link = officer.newest.get_by_role("link")
    expect(link).to_have_count(1)
    assert link.get_attribute("href") == address
    assert link.get_attribute("rel") == "noopener noreferrer"
    with page.context.expect_page() as opened:
        link.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้")


def test_the_switch_between_the_apps_changes_only_the_drawing(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    say(desk.engine, "officer-1", Outgoing("ใช่ไหม", None, 1, (Choice("yes", "ใช่"),)))
    expect(officer.lines).to_have_count(1)
    button = officer.newest.get_by_role("button")
    content = officer.log.aria_snapshot()
    line_width = button.evaluate("one => one.offsetWidth")
    officer.body.get_by_text("Telegram").click()
    assert officer.log.aria_snapshot() == content
    assert button.evaluate("one => one.offsetWidth") > 2 * line_width
    page.reload()
    expect(officer.body.get_by_role("radio", name="Telegram")).to_be_checked()
    expect(officer.body).to_have_attribute("data-look", "telegram")


def test_the_clock_of_a_phone_is_bangkoks(page: Page, desk: Desk) -> None:
    page.clock.set_fixed_time("2026-11-25T18:41:00Z")
    open_desk(page, desk.url)
    expect(page.locator(".clock").first).to_have_text("01:41")


def test_days_are_told_in_the_buddhist_era(page: Page, desk: Desk) -> None:
    page.clock.set_fixed_time("2026-12-31T05:00:00Z")
    officer, _, _ = open_desk(page, desk.url)
    say(desk.engine, "officer-1", Outgoing("สวัสดี"))
    expect(officer.log.locator(".day")).to_have_text("25 พฤศจิกายน 2569")


def test_the_field_grows_with_what_is_typed_up_to_a_limit(page: Page, desk: Desk) -> None:
    officer, _, _ = open_desk(page, desk.url)
    height = "one => one.offsetHeight"
    low = officer.composer.evaluate(height)
    officer.composer.fill("หนึ่ง\nสอง\nสาม")
    grown = officer.composer.evaluate(height)
    officer.composer.fill("บรรทัด\n" * 50)
    assert low < grown < officer.composer.evaluate(height) < 200


def test_a_word_without_end_stays_inside_its_bubble(page: Page, desk: Desk) -> None:
    officer, supervisor, _ = open_desk(page, desk.url)
    supervisor.body.get_by_text("Telegram").click()
    for phone, lane in ((officer, "officer-1"), (supervisor, "supervisor-1")):
        say(desk.engine, lane, Outgoing("w" * 500, None, 1, (Choice("yes", "ย" * 120),)))
        expect(phone.lines).to_have_count(1)
        assert phone.log.evaluate("one => one.scrollWidth - one.clientWidth") == 0


def test_a_reader_of_old_lines_is_not_torn_away_by_new_ones(page: Page, desk: Desk) -> None:
    for number in range(30):
        say(desk.engine, "officer-1", Outgoing(f"ข้อความที่ {number}"))
    officer, _, _ = open_desk(page, desk.url)
    expect(officer.newest).to_be_in_viewport()
    officer.log.evaluate("one => { one.scrollTop = 0 }")
    say(desk.engine, "officer-1", Outgoing("ล่าสุด"))
    jump = officer.body.get_by_role("button", name="ข้อความใหม่")
    expect(jump).to_be_visible()
    assert officer.log.evaluate("one => one.scrollTop") == 0
    jump.click()
    expect(officer.newest).to_be_in_viewport()
    expect(jump).to_be_hidden()
