"""An office with all that a page can show, and links to its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Engine

from handlers.passes import issue_pass
from storage.db import transaction
from storage.filing import Filing, file_entry, file_revision
from storage.page_log import add_imported
from storage.passes import Opens, ProjectPages, UnitPages
from storage.people import find_or_add_person, grant_role
from storage.periods import Period, Quarter
from storage.projects import save_project
from storage.records import (
    Content,
    Evaluation,
    ImportedReport,
    Indicator,
    Person,
    PrintedScore,
    ProjectFacts,
    ProjectStatus,
    QuarterResult,
    Role,
    Timeliness,
    Unit,
)
from storage.reporters import add_reporter
from storage.unit_indicators import save_unit_indicator
from storage.units import save_unit
from tests.turns.office import ISSUER

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
BUREAU = Unit("04990000", "สำนักสวนสาธารณะ")
DIVISION = Unit("04990100", "กองสวนริมน้ำ", BUREAU.code)
NURSERY = Unit("04990200", "กองเพาะชำ", BUREAU.code)
ELSEWHERE = Unit("05990000", "สำนักอื่น")
GARDEN, SILENT, FOREIGN = "04990100-0001", "04990200-0002", "05990000-0009"
WORDS = "ปลูกต้นไม้แล้ว <script>alert(1)</script> & “รอบใหม่”"
PROBLEM = "น้ำประปาไหลอ่อน"
TELEPHONE = "นางสาวมะลิ ใบเขียว โทร. 7230"
RATIONALE = "เพื่อให้ประชาชนมีพื้นที่สีเขียวใกล้บ้าน\nและลดความร้อนของเมือง"
COOLER = Indicator(
    "ร้อยละของสวนที่เย็นลง",
    code="0499-0001",
    measure="ร้อยละ",
    target="80",
    actual="72.5",
    kind="ตัวชี้วัดเจรจา",
    level="ตัวชี้วัดระดับผลลัพธ์ (outcome)",
    definition="วัดอุณหภูมิเวลาเที่ยง",
    summary="เย็นลงหกแห่ง",
    quarters=(
        QuarterResult(1, Decimal("72.5"), Decimal(90), (Decimal(90), Decimal(50)), "วัดครบแปดแห่ง"),
    ),
    printed=PrintedScore(1, Decimal(90)),
)
MONTHS = (Period(2026, 10), Period(2026, 11))


@dataclass(frozen=True, slots=True)
class Office:
    engine: Engine
    chief: Person
    officer: Person

    def link(self, opens: Opens, *, holder: int | None = None, at: datetime = NOW) -> str:
        """The path of a link, without a slash at its end."""
        with transaction(self.engine) as tx:
            url = issue_pass(tx, ISSUER, opens, holder=holder or self.chief.id, now=at)
        return url.removeprefix(ISSUER.base_url)


def open_office(engine: Engine) -> Office:
    """Make a bureau with two divisions, its people, and three projects, one of them elsewhere."""
    with transaction(engine) as tx:
        for unit in (BUREAU, DIVISION, NURSERY, ELSEWHERE):
            save_unit(tx, unit)
        chief, officer = (
            find_or_add_person(tx, name=name, unit_code=unit.code, locale="th", now=NOW)
            for name, unit in (("สน ทิวไผ่", BUREAU), ("มะลิ ใบเขียว", DIVISION))
        )
        grant_role(tx, person_id=chief.id, role=Role.SUPERVISOR, unit_code=BUREAU.code)
        grant_role(tx, person_id=officer.id, role=Role.OFFICER, unit_code=DIVISION.code)
        garden = save_project(tx, _garden()).id
        add_reporter(tx, project_id=garden, person_id=officer.id)
        old = Content(Decimal("12.5"), "01/10/2569 : เตรียมพื้นที่", None, None)
        add_imported(tx, garden, [ImportedReport(old, date(2026, 10, 23), date(2026, 10, 1))])
        for event, (percent, problems) in enumerate((("20", PROBLEM), ("21.25", None)), start=1):
            by = Filing(officer.id, "line", event, date(2026, 11, 19), Timeliness.ON_TIME, NOW)
            content = Content(Decimal(percent), WORDS, problems, None)
            if event == 1:
                file_entry(tx, content, project_id=garden, period=MONTHS[1], by=by)
            else:
                file_revision(
                    tx, content, project_id=garden, period=MONTHS[1], entry=1, revision=2, by=by
                )
        save_unit_indicator(tx, COOLER, unit_code=BUREAU.code, fiscal_year=2570)
        save_project(tx, ProjectFacts(SILENT, "โครงการเพาะกล้าไม้", NURSERY.code, 2570))
        save_project(tx, ProjectFacts(FOREIGN, "โครงการของที่อื่น", ELSEWHERE.code, 2570))
    return Office(engine, chief, officer)


def _garden() -> ProjectFacts:
    quarters = (
        QuarterResult(1, Decimal("1407.52"), Decimal(95), (Decimal(100), Decimal(50)), "ปลูกแล้ว"),
        QuarterResult(2),
    )
    indicator = Indicator(
        "จำนวนต้นไม้ที่ปลูก",
        code="5018-0817",
        measure="ต้น",
        target="2000",
        actual="1407.52",
        kind="ตัวชี้วัดเชิงยุทธศาสตร์",
        level="ตัวชี้วัดระดับผลผลิต (output)",
        definition="นับต้นที่ยังมีชีวิต",
        summary="คืบหน้าตามแผน",
        quarters=quarters,
    )
    return ProjectFacts(
        GARDEN,
        "โครงการสวนริมน้ำ",
        DIVISION.code,
        2570,
        division_code="04990101",
        responsible=TELEPHONE,
        rationale=RATIONALE,
        objectives="เพิ่มพื้นที่สีเขียว",
        targets="ปลูกต้นไม้ 2,000 ต้น",
        strategy=("ด้านที่ ๒ – เมืองสีเขียว", "มิติที่ ๒.๑ - พื้นที่สีเขียว"),
        status=ProjectStatus.IN_PROGRESS,
        budget=Decimal(1_000_000),
        budget_used=Decimal("250000.50"),
        indicators=(indicator,),
        evaluations=(Evaluation(Quarter(2570, 1), Decimal(95), "ส่งครบถ้วน"),),
    )


OF_THE_BUREAU = UnitPages(BUREAU.code)
OF_THE_GARDEN = ProjectPages(GARDEN)
