"""Photos and files from the phones of the page, all the way into a report."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from handlers.dialogue.attaching import LARGEST
from tests.browser.phones import Phone, open_desk
from tests.evidence.contents import content_of
from tests.web.desk import Desk
from tests.web.office import PROJECTS, Office

PROJECT = "1. " + PROJECTS[0][1]
PATIENCE = 20_000  # milliseconds, for a machine that has other things to do


def file(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(content_of(name))
    return path


def expect_answer(phone: Phone, words: str) -> None:
    """Wait for what the bot says when all is fetched, and a quiet second has passed."""
    expect(phone.newest).to_contain_text(words, timeout=PATIENCE)


def begin_report(phone: Phone, office: Office) -> None:
    phone.hand_to(office.officer.name)
    phone.type("รายงาน")
    phone.press(PROJECT)


def test_photos_and_files_are_chosen_by_keyboard_and_are_in_the_report(
    page: Page, desk: Desk, office: Office, tmp_path: Path
) -> None:
    officer, _, _ = open_desk(page, desk.url)
    begin_report(officer, office)
    officer.send_files(file(tmp_path, "a.jpg"), file(tmp_path, "แผนงาน.pdf"))
    expect(officer.composer).to_be_focused()
    expect_answer(officer, "แนบแล้ว 1 รูป 1 ไฟล์")
    sent = officer.log.locator(".mine .text")
    assert sent.all_inner_texts()[-2:] == ["[ไฟล์] a.jpg", "[ไฟล์] แผนงาน.pdf"]
    officer.press("+5")
    officer.type("ขุดดินแล้ว")
    officer.press("ครบแล้ว")
    officer.press("ไม่มี")
    officer.press("ไม่มี")
    expect(officer.newest.locator(".card")).to_contain_text("1 รูป 1 ไฟล์")
    officer.press("ส่งรายงาน")
    expect(officer.newest.locator(".card")).to_contain_text("1 รูป 1 ไฟล์")


def test_a_photo_before_a_report_is_begun_is_told_what_to_do_first(
    page: Page, desk: Desk, office: Office, tmp_path: Path
) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.hand_to(office.officer.name)
    officer.send_files(file(tmp_path, "a.jpg"))
    expect_answer(officer, "พิมพ์ “รายงาน” ก่อน")


def test_a_file_that_is_too_large_is_not_even_sent(
    page: Page, desk: Desk, office: Office, tmp_path: Path
) -> None:
    asked: list[str] = []
    officer, _, _ = open_desk(page, desk.url)
    begin_report(officer, office)
    page.on("request", lambda request: asked.append(request.url))
    large = tmp_path / "a.pdf"
    large.touch()
    os.truncate(large, LARGEST + 1)
    officer.send_files(large)
    expect(officer.newest).to_contain_text("ใหญ่เกิน 20 MB")
    expect(officer.newest).to_have_attribute("data-state", "failed")
    assert asked == []


def test_a_photo_that_did_not_arrive_can_be_sent_again(
    page: Page, desk: Desk, office: Office, tmp_path: Path
) -> None:
    officer, _, _ = open_desk(page, desk.url)
    begin_report(officer, office)
    page.route("**/tryout/files*", lambda route: route.abort())
    officer.send_files(file(tmp_path, "a.jpg"))
    again = officer.newest.get_by_role("button")
    expect(again).to_be_visible()
    page.unroute("**/tryout/files*")
    again.click()
    expect_answer(officer, "แนบแล้ว 1 รูป")


def test_a_reload_shows_what_was_sent(
    page: Page, desk: Desk, office: Office, tmp_path: Path
) -> None:
    officer, _, _ = open_desk(page, desk.url)
    begin_report(officer, office)
    officer.send_files(file(tmp_path, "a.jpg"))
    expect_answer(officer, "แนบแล้ว 1 รูป")
    before = officer.log.aria_snapshot()
    officer, _, _ = open_desk(page, desk.url)
    assert officer.log.aria_snapshot() == before


@pytest.fixture
def handset(browser: Browser) -> Iterator[Page]:
    """A page on a small screen that is touched."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, has_touch=True)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def test_on_a_handset_the_paper_clip_is_touched(
    handset: Page, desk: Desk, office: Office, tmp_path: Path
) -> None:
    officer, _, _ = open_desk(handset, desk.url)
    begin_report(officer, office)
    clip = officer.body.get_by_role("button", name="เลือกรูปหรือไฟล์")
    with handset.expect_file_chooser() as chosen:
        clip.tap()
    assert chosen.value.is_multiple()
    chosen.value.set_files([file(tmp_path, "a.jpg")])
    expect_answer(officer, "แนบแล้ว 1 รูป")
    width = handset.evaluate("document.documentElement.scrollWidth")
    assert width == 360
