"""What a person does with the phones of the try-out page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True, slots=True)
class Phone:
    """One phone on the page."""

    body: Locator

    @property
    def log(self) -> Locator:
        return self.body.get_by_role("log")

    @property
    def lines(self) -> Locator:
        return self.log.locator(".line")

    @property
    def newest(self) -> Locator:
        return self.lines.last

    @property
    def composer(self) -> Locator:
        return self.body.get_by_role("textbox", name="พิมพ์ข้อความ")

    def hand_to(self, person: str) -> None:
        """Choose who holds the phone, and wait until they have joined.

        Whoever has a role in several units stands there for each.
        """
        holder = self.body.get_by_role("combobox")
        label, *_ = [text for text in holder.locator("option").all_inner_texts() if person in text]
        holder.select_option(label=label)
        self._wait_for_answer(self.body.get_by_role("button", name="ส่งเครื่องให้").click)
        expect(self.body.locator(".join")).to_be_hidden()

    def type(self, words: str) -> None:
        """Type a message and send it, and wait for the answer."""
        self.composer.fill(words)
        self._wait_for_answer(lambda: self.composer.press("Enter"))

    def press(self, label: str) -> None:
        """Press the newest button of that label, and wait for the answer."""
        button = self.log.get_by_role("button", name=label, exact=True).last
        self._wait_for_answer(button.click)

    def send_files(self, *files: Path) -> None:
        """Choose files by keyboard, as a person does; what becomes of them is not waited for."""
        clip = self.body.get_by_role("button", name="เลือกรูปหรือไฟล์")
        clip.focus()
        with self.body.page.expect_file_chooser() as chosen:
            clip.press("Enter")
        chosen.value.set_files(files)

    def _wait_for_answer(self, act: Callable[[], object]) -> None:
        answers = self.log.locator(".bot")
        before = answers.count()
        act()
        expect(answers).not_to_have_count(before)


def open_desk(page: Page, url: str) -> tuple[Phone, Phone, Phone]:
    """Open the page and give its phones: the officer's, the supervisor's and the group's."""
    page.goto(url)
    officer, supervisor, group = (
        Phone(page.locator(f"#{lane}")) for lane in ("officer-1", "supervisor-1", "group-1")
    )
    expect(officer.log).to_have_attribute("aria-busy", "false")
    return officer, supervisor, group


def report(phone: Phone, project: str) -> None:
    """Report on one of several projects, from the first question to the receipt."""
    phone.type("รายงาน")
    phone.press(project)
    phone.press("+5")
    phone.type("ปลูกต้นไม้แล้ว 40 ต้น และวางท่อน้ำตามแนวทางเดินเสร็จ 120 เมตร")
    phone.press("ครบแล้ว")
    phone.press("ไม่มี")
    phone.type("ผู้รับจ้างขอขยายเวลาส่งงานงวดที่ 2")
    phone.press("ส่งรายงาน")
