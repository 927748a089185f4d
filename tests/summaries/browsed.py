"""Pages behind a link, read back from their markup."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import lxml.html
from lxml.html import HtmlElement
from sqlalchemy import Engine

from bot.linked_pages.asked import Asked
from bot.linked_pages.shown import Shown
from bot.linked_pages.views import find_view
from bot.templates import fill
from handlers.passes import issue_pass
from storage.db import reading, transaction
from storage.passes import UnitPages
from storage.people import find_or_add_person, grant_role
from storage.periods import Quarter
from storage.records import Role, Unit
from storage.units import save_unit
from tests.summaries.exported import iso_month
from tests.summaries.marks import take_marks
from tests.summaries.office import UNITS
from tests.summaries.printed import Printed, number
from tests.turns.office import ISSUER

NOW = datetime(2023, 10, 20, 3, tzinfo=UTC)
CITY = Unit("00000000", "กรุงเทพมหานคร")

_ISSUE = re.compile(r"(ปัญหา|อุปสรรค) \((พบใหม่|ค้างจากก่อนหน้า|แก้ไขแล้ว) ?[^)]*\): (.*)")
_RESULT = re.compile(r".+: ผลงาน (\S+) เป้าหมาย (.+) \((\S+)\)")
_SCORE = re.compile(r"คะแนน สยป\. (\S+) ?(.*)")
_BUDGET = re.compile(r"งบประมาณ: ใช้ไป (\S+) จาก (\S+) บาท")
_ADDED = re.compile(r"บันทึกหลังปิดรับเดือน(.+): ร้อยละ (\S+)")
_START_MARK = re.compile(
    r"แก้ไขหลังปิดไตรมาสนี้ \(รายงานเดือน(\S+ 25[0-9]{2})\): ร้อยละต้นไตรมาส (—|[0-9.]+) เป็น ([0-9.]+)"
)
_CORRECTED = re.compile(r"แก้ไขหลังปิดรับเดือน(.+) \(.+\): ร้อยละ (\S+) เป็น (\S+)")


def browsed(office: Engine, quarter: Quarter) -> HtmlElement:
    """The page of a quarter of all units, which are put below one for that."""
    with transaction(office) as tx:
        save_unit(tx, CITY)
        for unit in UNITS:
            save_unit(tx, replace(unit, parent_code=unit.parent_code or CITY.code))
    return look_at(office, CITY.code, f"quarter/{quarter}")


def look_at(office: Engine, unit_code: str, address: str, *, now: datetime = NOW) -> HtmlElement:
    """What stands at an address behind a link to a unit's pages."""
    with transaction(office) as tx:
        chief = find_or_add_person(tx, name="สน ทิวไผ่", unit_code=unit_code, locale="th", now=now)
        grant_role(tx, person_id=chief.id, role=Role.SUPERVISOR, unit_code=unit_code)
        opens = UnitPages(unit_code)
        url = issue_pass(tx, ISSUER, opens, holder=chief.id, now=now)
    asked = Asked(url.rpartition("/")[2], address)
    with reading(office) as tx:
        shown = find_view(tx, ISSUER.key, asked, now=now)
    assert isinstance(shown, Shown)
    return lxml.html.fromstring(fill(f"linked/{shown.template}", shown.content))


def totals_on(page: HtmlElement) -> dict[str, tuple[str, ...]]:
    """The rows of the table of totals."""
    return {head: tuple(row) for head, *row in _rows(page, "//section[@aria-labelledby='totals']")}


def projects_on(page: HtmlElement) -> list[Printed]:
    """The articles of the projects."""
    return [_project(one) for one in _elements(page, "//article")]


def _project(article: HtmlElement) -> Printed:
    under, *others = _texts(article, ".//p | .//li")
    project = Printed(under.split(" ")[0], _texts(article, ".//h3")[0])
    for head, percent, became in _rows(article, "."):
        if head == "ต้นไตรมาส":
            project.start = number(percent)
        elif head != "เดือน":
            reported = None if percent == "ไม่มีรายงาน" else number(percent)
            project.months[iso_month(head)] = (reported, became)
    for line in others:
        _take(project, line)
    return project


def _take(project: Printed, line: str) -> None:
    if take_marks(line, project.marks):
        return
    if found := _ISSUE.fullmatch(line):
        project.issues.append((found[1], found[2], found[3]))
    elif found := _RESULT.fullmatch(line):
        project.results.append((found[2], number(found[1]), found[3]))
    elif found := _SCORE.fullmatch(line):
        project.score = (number(found[1]), found[2])
    elif found := _BUDGET.fullmatch(line):
        project.budget = (number(found[2]), number(found[1]))
    elif found := _ADDED.fullmatch(line):
        project.corrections.append((iso_month(found[1]), None, number(found[2])))
    elif found := _START_MARK.fullmatch(line):
        project.starts.append((iso_month(found[1]), number(found[2]), number(found[3])))
    elif found := _CORRECTED.fullmatch(line):
        project.corrections.append((iso_month(found[1]), number(found[2]), number(found[3])))


def _rows(part: HtmlElement, within: str) -> list[list[str]]:
    return [_texts(row, "./th | ./td") for row in _elements(part, f"{within}//tr")]


def _texts(part: HtmlElement, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in _elements(part, path)]


def _elements(part: HtmlElement, path: str) -> list[HtmlElement]:
    found = part.xpath(path)
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, HtmlElement)]
