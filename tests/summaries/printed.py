"""The PDF of a quarter, read back from the text on its pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
from sqlalchemy import Engine

from bot.papers.reports import write_report
from bot.papers.wording import Wording
from handlers.exports.scope import Scope
from tests.summaries.exported import iso_month
from tests.summaries.marks import Mark, take_marks
from tests.summaries.office import TODAY

_FOOTER = re.compile(r"(?m)^หน้า [0-9]+ จาก [0-9]+$")
# A mark above another one is drawn by itself, and so its syllable is there twice for a reader.
_TWICE = re.compile("([ก-ฮ][\u0e31\u0e34-\u0e37][\u0e48-\u0e4b])\\1")
_PROJECT = re.compile(r"([0-9]{8}-[0-9]{4}) (.+)")
_MONTH = re.compile(
    r"(\S+ 25[0-9]{2}) (—|[0-9.]+) (ทันกำหนด|ล่าช้า|ยังไม่รายงาน|ไม่ต้องรายงาน)(?: ([0-9/ ]+))?"
)
_START = re.compile(r"ต้นงวดร้อยละ (—|[0-9.]+)")
_SCORE = re.compile(r"คะแนน สยป\.: (—|[0-9.]+) ?(.*)")
_BUDGET = re.compile(r"งบประมาณ: ใช้ไป (—|[0-9,.]+) จาก ([0-9,.]+) บาท")
_ISSUE = re.compile(r"(ปัญหา|อุปสรรค) \((ใหม่|ยังไม่แก้ไข|แก้ไขแล้ว) ?[^)]*\): (.*)")
_RESULT = re.compile(r"(.+) (—|[0-9.,]+) (\S+) (ถึงเป้าหมาย|ยังไม่ถึงเป้าหมาย|เทียบไม่ได้)")
_ADDED = re.compile(r"บันทึกหลังปิดรับเดือน(\S+ 25[0-9]{2}): ร้อยละ ([0-9.]+)")
_START_MARK = re.compile(
    r"แก้ไขหลังปิดไตรมาสนี้ \(รายงานเดือน(\S+ 25[0-9]{2})\): ร้อยละต้นไตรมาส (—|[0-9.]+) เป็น ([0-9.]+)"
)
_CORRECTED = re.compile(
    r"แก้ไขหลังปิดรับเดือน(\S+ 25[0-9]{2}) \(ฉบับที่ ([0-9]+)\): ร้อยละ ([0-9.]+) เป็น ([0-9.]+)"
)


@dataclass
class Printed:
    """A project's part, as figures."""

    code: str
    name: str
    start: Decimal | None = None
    months: dict[str, tuple[Decimal | None, str]] = field(default_factory=dict)
    score: tuple[Decimal | None, str] | None = None
    budget: tuple[Decimal | None, Decimal | None] | None = None
    issues: list[tuple[str, str, str]] = field(default_factory=list)
    results: list[tuple[str, Decimal | None, str]] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    starts: list[tuple[str, Decimal | None, Decimal | None]] = field(default_factory=list)
    corrections: list[tuple[str, Decimal | None, Decimal | None]] = field(default_factory=list)


def printed(office: Engine, scope: Scope, wording: Wording, *, today: date) -> bytes:
    """The PDF of a scope."""
    pdf = BytesIO()
    assert write_report(office, scope, pdf, wording, today=today) is True
    return pdf.getvalue()


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, as a reader selects it."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = []
        for page in document:
            text = page.get_textpage()
            texts.append(_TWICE.sub(r"\1", text.get_text_range().replace("\r\n", "\n")))
            text.close()
            page.close()
        return texts
    finally:
        document.close()


def lines_of(office: Engine, scope: Scope) -> list[str]:
    """The lines of a report in Thai, without the foot of each page."""
    pages = pages_of(printed(office, scope, Wording("th"), today=TODAY))
    return [line for page in pages for line in _FOOTER.sub("", page).splitlines() if line]


def projects_of(lines: list[str]) -> list[Printed]:
    """The parts of the projects."""
    return [*_read(lines[_details(lines) :])]


def compared_of(lines: list[str]) -> dict[str, tuple[str, str]]:
    """The first table: each row as now, and as before."""
    begin = lines.index("รายการ ช่วงนี้ ช่วงก่อน") + 1
    end = next(at for at in range(begin, len(lines)) if lines[at].startswith("การส่งรายงาน"))
    rows = (line.rsplit(" ", 2) for line in lines[begin:end])
    return {name: (now, before) for name, now, before in rows}


def number(text: str) -> Decimal | None:
    return None if text == "—" else Decimal(text.replace(",", ""))


def _details(lines: list[str]) -> int:
    # The contents name it first.
    return max(at for at, line in enumerate(lines) if line.startswith("รายละเอียดรายโครงการ"))


def _read(lines: list[str]) -> Iterator[Printed]:
    project: Printed | None = None
    for line in lines:
        if found := _PROJECT.fullmatch(line):
            if project is not None:
                yield project
            project = Printed(found[1], found[2])
        elif project is not None:
            _take(project, line)
    if project is not None:
        yield project


def _take(project: Printed, line: str) -> None:
    if take_marks(line, project.marks):
        return
    if found := _MONTH.fullmatch(line):
        project.months[iso_month(found[1])] = (number(found[2]), found[3])
    elif found := _START.fullmatch(line):
        project.start = number(found[1])
    elif found := _SCORE.match(line):
        project.score = (number(found[1]), found[2].strip())
    elif found := _BUDGET.match(line):
        project.budget = (number(found[2]), number(found[1]))
    elif found := _ISSUE.match(line):
        project.issues.append((found[1], found[2], found[3]))
    elif found := _ADDED.match(line):
        project.corrections.append((iso_month(found[1]), None, number(found[2])))
    elif found := _START_MARK.match(line):
        project.starts.append((iso_month(found[1]), number(found[2]), number(found[3])))
    elif found := _CORRECTED.match(line):
        project.corrections.append((iso_month(found[1]), number(found[3]), number(found[4])))
    elif found := _RESULT.fullmatch(line):
        project.results.append((found[3], number(found[2]), found[4]))
