"""The pages behind a link, in a browser without JavaScript: narrow, wide, magnified, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from sqlalchemy import Engine

from storage.db import transaction
from storage.passes import UnitPages
from storage.projects import save_project
from storage.records import ProjectFacts
from tests.linked_pages.office import (
    DIVISION,
    GARDEN,
    NOW,
    NURSERY,
    OF_THE_BUREAU,
    SILENT,
    Office,
    open_office,
)
from tests.summaries.printed import pages_of
from tests.web.desk import Desk, running

CONTRAST = (Path(__file__).parent / "contrast.js").read_text(encoding="utf-8")
LONG = "โครงการ" + "ยาวมากจนไม่มีที่ตัด" * 12 + "AndOneWordWithoutAnySpaceInItThatGoesOnAndOn" * 3
PAGES = (
    "",
    f"/unit/{DIVISION.code}",
    f"/project/{GARDEN}",
    f"/project/{SILENT}",
    "/project/04990200-0077",
    "/quarter/2570Q1",
    "/quarter/2580Q1",
)
HEADINGS = "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((one) => +one.tagName[1])"
ABORTED = "net::ERR_ABORTED"
SCROLLS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def office(sqlite: Engine) -> Office:
    opened = open_office(sqlite)
    with transaction(sqlite) as tx:
        save_project(
            tx, ProjectFacts("04990200-0077", LONG, NURSERY.code, 2570, rationale=LONG * 3)
        )
    return opened


@pytest.fixture
def desk(office: Office) -> Iterator[Desk]:
    with running(office.engine, clock=lambda: NOW) as served:
        yield served


@pytest.fixture
def plain(browser: Browser, desk: Desk) -> Iterator[Page]:
    """A fresh page without JavaScript, which may ask nobody but us and be refused nothing."""
    faults: list[str] = []
    context = browser.new_context(
        viewport={"width": 320, "height": 700}, locale="th-TH", java_script_enabled=False
    )
    context.set_default_timeout(30_000)

    def note(request: Request) -> None:
        # What is still drawn when a test goes on is let go of.
        if not request.url.startswith(desk.url) or request.failure not in {None, ABORTED}:
            faults.append(request.url)

    context.on("request", note)
    context.on("requestfailed", note)
    context.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security" in message.text else None,
    )
    yield context.new_page()
    context.close()
    assert faults == []


@pytest.fixture
def link(desk: Desk, office: Office) -> str:
    return desk.url + office.link(OF_THE_BUREAU)


@pytest.mark.parametrize("width", [320, 640, 1280])
def test_nothing_is_wider_than_the_screen(plain: Page, link: str, width: int) -> None:
    """640 points are 1280 at 200 %."""
    plain.set_viewport_size({"width": width, "height": 700})
    for path in PAGES:
        plain.goto(link + path)
        assert plain.evaluate(SCROLLS) <= 0, path


def test_a_narrow_screen_says_how_to_see_the_columns_that_are_beyond_it(
    plain: Page, link: str
) -> None:
    hint = "ถ้าเห็นไม่ครบทุกคอลัมน์ เลื่อนตารางไปทางขวา"
    for path in ("", "/quarter/2570Q1"):
        for width, is_shown in ((360, True), (640, False)):
            plain.set_viewport_size({"width": width, "height": 700})
            plain.goto(link + path)
            expect(plain.get_by_text(hint).first).to_be_visible(visible=is_shown)
    plain.emulate_media(media="print")
    expect(plain.get_by_text(hint).first).to_be_hidden()


def test_what_is_folded_opens_by_keyboard(plain: Page, link: str) -> None:
    plain.goto(link)
    expect(plain.get_by_text("วัดครบแปดแห่ง")).to_be_hidden()
    plain.get_by_text("ผลรายไตรมาส สรุปผล และนิยาม").press("Enter")
    expect(plain.get_by_text("วัดครบแปดแห่ง")).to_be_visible()


def test_what_is_folded_is_read_on_paper(plain: Page, link: str) -> None:
    plain.goto(link)
    assert "วัดครบแปดแห่ง" in "".join(pages_of(plain.pdf()))


def test_text_of_twice_the_size_stays_on_the_screen(plain: Page, link: str) -> None:
    plain.set_viewport_size({"width": 640, "height": 900})
    for path in PAGES:
        plain.goto(link + path)
        plain.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
        assert plain.evaluate(SCROLLS) <= 0, path


def test_a_page_has_landmarks_headings_in_order_and_names_for_all(plain: Page, link: str) -> None:
    for path in PAGES:
        plain.goto(link + path)
        for landmark in ("banner", "main", "contentinfo"):
            expect(plain.get_by_role(landmark)).to_have_count(1)
        expect(plain.get_by_role("navigation", name="หน้าอื่นในลิงก์นี้")).to_have_count(1)
        levels = plain.evaluate(HEADINGS)
        assert levels[0] == 1, path
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = plain.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
        assert len(ids) == len(set(ids))
        tree = plain.locator("body").aria_snapshot()
        assert (
            re.findall(r"- (?:link|table|region|article|navigation|img)(?! \")[^\n]*", tree) == []
        )
        heads = plain.locator("th").count()
        assert plain.locator("th[scope]").count() == heads
        assert plain.locator("html").get_attribute("lang") == "th"


def test_every_word_stands_out(plain: Page, link: str) -> None:
    for path in PAGES:
        plain.goto(link + path)
        contrast = plain.evaluate(CONTRAST)
        assert contrast["looked"] > 3
        assert contrast["weak"] == [], path


def test_a_keyboard_reaches_everything_and_its_place_is_seen(plain: Page, link: str) -> None:
    plain.goto(link)
    plain.keyboard.press("Tab")
    skip = plain.get_by_role("link", name="ข้ามไปเนื้อหา")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("main")).to_be_focused()
    plain.keyboard.press("Tab")
    seen = set()
    for _each in range(30):
        seen.add(
            plain.evaluate(
                "(() => { const one = document.activeElement;"
                " if (one === document.body) return '';"
                " const style = getComputedStyle(one);"
                " return `${style.outlineStyle} ${style.outlineWidth} ${style.outlineColor}`; })()"
            )
        )
        plain.keyboard.press("Tab")
    assert seen - {""} == {"solid 3px rgb(10, 58, 138)"}


def test_from_the_unit_to_a_project_and_its_print_view_by_links_alone(
    plain: Page, link: str
) -> None:
    plain.goto(link)
    plain.get_by_role("link", name="โครงการสวนริมน้ำ").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text(GARDEN)
    plain.get_by_role("main").get_by_role("link", name="พิมพ์ข้อมูล").click()
    expect(plain.get_by_role("navigation")).to_have_count(0)
    plain.get_by_role("link", name="กลับไปหน้าปกติ").click()
    plain.get_by_role("link", name="ภาพรวมหน่วยงาน").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("ภาพรวม สำนักสวนสาธารณะ")
    plain.get_by_role("link", name="กองสวนริมน้ำ").click()
    plain.get_by_role("link", name="หน่วยงานเหนือขึ้นไป").click()
    plain.get_by_role("link", name="รายงานไตรมาส 1/2570").click()
    expect(plain.get_by_role("heading", name="รายหน่วยงาน")).to_be_visible()


def test_pictures_and_the_font_are_there(plain: Page, link: str) -> None:
    plain.goto(f"{link}/project/{GARDEN}")
    widths = plain.evaluate("[...document.images].map((one) => one.naturalWidth)")
    assert len(widths) == 2
    assert all(widths)
    assert plain.evaluate("document.fonts.check('16px Sarabun')")
    loaded = "[...document.fonts].filter((one) => one.status === 'loaded').length"
    assert plain.evaluate(loaded) == 2


def test_on_paper_there_is_no_way_about_and_headings_come_again(
    plain: Page, link: str, office: Office, tmp_path: Path
) -> None:
    with transaction(office.engine) as tx:
        for number in range(1, 61):
            code = f"04990200-{1000 + number}"
            save_project(tx, ProjectFacts(code, f"แปลงที่ {number}", NURSERY.code, 2570))
    plain.emulate_media(media="print")
    for path in (f"/project/{GARDEN}?print=1", "?print=1", f"/project/{GARDEN}"):
        plain.goto(link + path)
        expect(plain.get_by_role("banner")).to_be_hidden()
        expect(plain.get_by_text("พิมพ์จากระบบคืบหน้า")).to_be_visible()
        assert plain.evaluate("getComputedStyle(document.querySelector('thead')).display") == (
            "table-header-group"
        )
        printed = plain.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True)
        assert re.findall(rb"/MediaBox \[0 0 (\d+)", printed)[0] in {b"594", b"595"}
        assert len(re.findall(rb"/Type /Page\b", printed)) >= 2


def test_a_link_that_is_over_reads_well_too(plain: Page, desk: Desk, office: Office) -> None:
    plain.goto(desk.url + office.link(UnitPages("05990000")))
    expect(plain.get_by_role("heading", level=1)).to_have_text("ไม่พบหน้านี้")
    assert plain.evaluate(SCROLLS) <= 0
    assert plain.evaluate(CONTRAST)["weak"] == []
