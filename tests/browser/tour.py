"""The tour through the try-out page: joining, a report, its receipt, and a picture of it.

    python -m tests.browser.tour docs/tour.png

starts the service as its users do, with the sample data, in a folder of its own.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.browser.phones import Phone, open_desk

OFFICER = "พิมพ์ลดา ศรีสุขใจ"
SUPERVISOR = "ประวิทย์ ทองสุกปลั่ง"
EVALUATOR = "สมพงษ์ เที่ยงธรรมดี"
SIZE: ViewportSize = {"width": 1280, "height": 900}
PATIENCE = 30_000  # milliseconds, for a machine that has other things to do


@contextmanager
def sample_desk(folder: Path) -> Iterator[str]:
    """Run the service with the sample data in `folder` while the block lasts; gives its URL."""
    database = f"sqlite:///{folder / 'tour.db'}"
    environment = {**os.environ, "DATABASE_URL": database, "PORT": "0"}
    khuepna = [sys.executable, "-m", "bot"]
    subprocess.run([*khuepna, "sample"], env=environment, check=True, capture_output=True)
    with subprocess.Popen(
        [*khuepna, "all"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            assert process.stdout
            opened = (re.search(r"http://\S+", line) for line in process.stdout)
            address = next(filter(None, opened), None)
            if address is None:
                raise RuntimeError("the service did not start")
            yield address[0]
        finally:
            process.terminate()


def walk(page: Page, url: str) -> tuple[Phone, Phone, Phone]:
    """Go from joining to the receipt on the officer's phone, and look in on the others."""
    officer, supervisor, group = open_desk(page, url)
    officer.hand_to(OFFICER)
    officer.type("รายงาน")
    expect(officer.newest).to_contain_text("คืบหน้าสะสมร้อยละ")
    if officer.newest.get_by_role("button", name="+5").count():
        officer.press("+5")
    else:  # in October nothing was reported yet to add to
        officer.type("5")
    officer.type("ขุดลอกคลองเพิ่มอีก 350 เมตร และล้างท่อระบายน้ำในชุมชนแล้ว 4 ซอย")
    officer.press("ครบแล้ว")
    officer.press("ไม่มี")
    officer.press("ไม่มี")
    officer.press("ส่งรายงาน")
    expect(officer.log).to_contain_text("เลขที่รับ")
    return officer, supervisor, group


def main(picture: str) -> None:
    """Make the tour and write the picture of it."""
    path = find_chromium()
    if path is None:
        sys.exit(MISSING)
    with (
        TemporaryDirectory() as folder,
        sample_desk(Path(folder)) as url,
        chromium(path) as browser,
    ):
        page = browser.new_page(viewport=SIZE, locale="th-TH", reduced_motion="reduce")
        page.set_default_timeout(PATIENCE)
        _, supervisor, group = walk(page, url)
        supervisor.body.get_by_text("Telegram").click()
        supervisor.hand_to(SUPERVISOR)
        supervisor.type("/help")
        evaluator = Phone(page.locator("#evaluator-1"))
        evaluator.hand_to(EVALUATOR)
        evaluator.type("ให้คะแนน")
        group.type("/help")
        page.screenshot(path=picture)


if __name__ == "__main__":
    main(*sys.argv[1:])
