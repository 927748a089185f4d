"""Pictures that are asked for on the page are seen there, and files are opened by a link."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.phones import open_desk
from tests.web.desk import Desk
from tests.web.office import PROJECTS, Office

PATIENCE = 30_000  # milliseconds: the first picture of a process takes seconds to draw
CODE, NAME = PROJECTS[0][0], PROJECTS[0][1]


def test_a_picture_is_shown_in_its_bubble_and_a_file_is_a_link(
    page: Page, desk: Desk, office: Office
) -> None:
    officer, _, _ = open_desk(page, desk.url)
    officer.hand_to(office.officer.name)
    officer.type(f"/export {CODE}")
    officer.press("กราฟ")
    picture = officer.newest.get_by_role("img", name=f"กราฟ {NAME}")
    expect(picture).to_be_visible(timeout=PATIENCE)
    page.wait_for_function(
        "() => document.querySelector('.picture img').naturalWidth > 0", timeout=PATIENCE
    )
    assert picture.evaluate("(image) => image.clientWidth") > 150
    officer.press("Excel")
    link = officer.newest.get_by_role("link", name=f"รายงาน {NAME}")
    expect(link).to_have_attribute("href", re.compile(r"^/v/[^/]+/file/"))
    answer = page.request.get(f"{desk.url}{link.get_attribute('href')}")
    assert answer.status == 200
    assert "spreadsheet" in answer.headers["content-type"]
