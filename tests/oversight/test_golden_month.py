"""A month of an invented city, number by number."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby

import pytest
from sqlalchemy import Connection, Engine

from handlers.messages import STANDING
from handlers.oversight.digest import write_digest
from handlers.oversight.lists import write_part
from handlers.oversight.parts import Part
from handlers.oversight.reading import (
    month_looked_after,
    read_digest,
    read_listing,
    topmost,
)
from handlers.oversight.risk import Reason
from handlers.oversight.rules import read_rules
from handlers.oversight.standing import Bucket, Change, Digest, Judged
from handlers.texts import phrases
from handlers.timeliness.classes import Class, Shares
from storage.db import transaction
from storage.periods import Period, local_date
from storage.reachability import mark_unreachable
from storage.records import ProjectStatus, Unit
from storage.reports import problems_of
from storage.statuses import set_status
from storage.units import units_below
from tests.oversight.city import (
    CITY,
    LATE,
    NORTH,
    NOVEMBER,
    NOW,
    OTHER,
    SOUTH,
    add_officer,
    add_reports,
    at,
    found_city,
)
from tests.oversight.whole import Whole, read_whole

TODAY = local_date(NOW)
OCTOBER, DECEMBER = Period(2026, 10), Period(2026, 12)


def overview(tx: Connection, unit: Unit = CITY, *, today: date = TODAY) -> Whole:
    return read_whole(tx, unit, NOVEMBER, today=today)


def digest(tx: Connection, unit: Unit, period: Period, *, today: date) -> Digest:
    rules = read_rules(tx, period, today=today)
    return read_digest(tx, rules, unit, units_below(tx, unit.code))


def names(judged: tuple[Judged, ...]) -> list[str]:
    return [one.standing.name for one in judged]


@pytest.fixture(name="whole")
def read_city(database: Engine) -> Whole:
    with transaction(database) as tx:
        found = found_city(tx)
        add_officer(tx, "มาลี", found["ค้างหนึ่ง"], found["ค้างสาม"])
        add_officer(tx, "สมพร", found["ค้างสอง"], chat=False)
        return overview(tx)


def test_every_project_of_the_units_below_is_counted_once(whole: Whole) -> None:
    assert len(whole.projects) == 14
    assert "ของสำนักอื่น" not in names(whole.projects)
    assert whole.digest.buckets == {
        Bucket.DONE: 1,
        Bucket.IN_PROGRESS: 7,
        Bucket.SUSPENDED: 2,
        Bucket.CANCELLED: 1,
        Bucket.UNREPORTED: 3,
    }


def test_each_month_is_in_its_class(whole: Whole) -> None:
    # That which was suspended after the due day still owes its report.
    assert whole.digest.classes == {
        Class.ON_TIME: 6,
        Class.LATE: 1,
        Class.MISSING: 4,
        Class.NOT_OWED: 3,
    }
    assert whole.digest.shares == Shares(55, 9, 36)


def test_shares_are_held_against_those_of_the_month_before(whole: Whole) -> None:
    # October: 9 on time, 1 late, 3 missing, of which one is suspended since.
    october = [one.before for one in whole.projects]
    counts = {each: october.count(each) for each in Class}
    assert counts == {Class.ON_TIME: 9, Class.LATE: 1, Class.MISSING: 3, Class.NOT_OWED: 1}
    assert whole.digest.change == Change(55 - 69, 9 - 8, 36 - 23)


def test_whoever_is_missing_is_named_with_their_projects(whole: Whole) -> None:
    told = [
        ([(one.name, one.reachable) for one in reporters], names(tuple(projects)))
        for reporters, projects in groupby(whole.missing, key=lambda one: one.standing.reporters)
    ]
    assert told == [
        ([("มาลี", True)], ["ค้างหนึ่ง", "ค้างสาม"]),
        ([("สมพร", False)], ["ค้างสอง"]),
        ([], ["พักหลัง"]),
    ]


def test_each_project_at_risk_has_its_reasons(whole: Whole) -> None:
    found = {
        one.standing.name: [(risk.reason, risk.percent, risk.against) for risk in one.risks]
        for one in whole.at_risk
    }
    # 57 of 365 days are over: 15.62 percent.
    assert found == {
        "ลดลง": [(Reason.FELL, Decimal(45), Decimal(60))],
        "ช้ากว่าแผน": [(Reason.BEHIND, Decimal("0.5"), Decimal("15.62"))],
        "ครบแต่ไม่ปิด": [(Reason.NOT_DONE, Decimal(100), Decimal(100))],
        "ใช้เงินเร็ว": [(Reason.SPENT, Decimal(26), Decimal(60))],
    }


def test_a_project_that_stands_still_for_two_months_is_at_risk(database: Engine) -> None:
    with transaction(database) as tx:
        numbers = found_city(tx)
        today = date(2026, 12, 20)
        # Since October is one month in November; that December is silent is told elsewhere.
        assert not _stalled(read_whole(tx, NORTH, DECEMBER, today=today))
        add_reports(tx, numbers["หยุดนิ่ง"], at(18, 22, month=12))
        assert _stalled(read_whole(tx, NORTH, DECEMBER, today=today)) == ["หยุดนิ่ง"]
        add_reports(tx, numbers["หยุดนิ่ง"], at(19, 22, month=12), at(20, 23, month=12))
        assert not _stalled(read_whole(tx, NORTH, DECEMBER, today=today))


def _stalled(found: Whole) -> list[str]:
    return [
        one.standing.name
        for one in found.projects
        if any(risk.reason is Reason.STALLED for risk in one.risks)
    ]


def test_problems_are_open_while_each_newer_report_names_one(whole: Whole) -> None:
    # "ใช้เงินเร็ว" named one on 1 October and none on the 21st: the present one is newer.
    assert [(one.standing.name, one.problem_days) for one in whole.problems] == [
        ("ค้างหนึ่ง", 35),
        ("ใช้เงินเร็ว", 6),
        ("ช้ากว่าแผน", 2),
    ]


def test_a_unit_in_the_middle_sees_itself_and_nothing_beside(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        south = overview(tx, SOUTH)
        assert names(south.projects) == ["ตามแผน", "ช้ากว่ากำหนด", "ค้างหนึ่ง", "ค้างสอง"]
        north = overview(tx, NORTH)
        own = overview(tx, CITY)
    assert set(names(south.projects)).isdisjoint(names(north.projects))
    assert len(own.projects) == len(south.projects) + len(north.projects) + 2


def test_a_month_is_locked_after_its_lock_day(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        assert not any(one.locked for one in overview(tx, today=date(2026, 12, 10)).projects)
        assert all(one.locked for one in overview(tx, today=date(2026, 12, 11)).projects)


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 12, 1), NOVEMBER),
        (date(2026, 12, 10), NOVEMBER),
        (date(2026, 12, 11), Period(2026, 12)),
        (date(2026, 11, 26), NOVEMBER),
    ],
)
def test_a_month_is_looked_after_until_it_is_locked(
    database: Engine, today: date, month: Period
) -> None:
    with transaction(database) as tx:
        found_city(tx)
        assert month_looked_after(tx, CITY.code, today) == month


def test_whoever_holds_a_unit_and_one_below_it_has_one_digest(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        found = topmost(tx, {SOUTH.code, CITY.code, OTHER.code})
    assert [one.code for one in found] == [CITY.code, OTHER.code]


DIGEST = """\
สรุปเดือนพฤศจิกายน 2569 · สำนักทดลองใช้
สถานะ: แล้วเสร็จ 1 · กำลังดำเนินการ 7 · ชะลอ 2 · ยกเลิก 1 · ยังไม่มีการรายงาน 3
การรายงาน (จุดเทียบเดือนก่อน): ทันกำหนด 6 (55%, −14) · ล่าช้า 1 (9%, +1) · ยังไม่รายงาน 4 (36%, +13)
ค้างรายงาน 4 โครงการ: มาลี: 2 โครงการ
สมพร (ไม่มีแชตที่ติดต่อได้): 1 โครงการ
ไม่มีผู้รายงาน: 1 โครงการ
เสี่ยง 4 โครงการ: ลดลง: ลดลงจากร้อยละ 60 เป็น 45
ช้ากว่าแผน: ร้อยละ 0.5 ช้ากว่าแผนเส้นตรง (16)
ครบแต่ไม่ปิด: ครบร้อยละ 100 แต่ยังไม่ปรับสถานะเป็นแล้วเสร็จ
และอีก 1
ปัญหาที่ยังไม่หมด 3 โครงการ: ค้างหนึ่ง: 35 วัน
ใช้เงินเร็ว: 6 วัน
ช้ากว่าแผน: 2 วัน"""


def test_the_digest_says_all_that_on_one_screen(whole: Whole) -> None:
    told = write_digest(whole.digest, phrases("digest", "th"))
    assert told.card is not None
    rows = "\n".join(f"{row.label}: {row.value}" for row in told.card.rows)
    assert f"{told.card.title}\n{rows}" == DIGEST
    assert told.ask == 0
    assert [one.id for one in told.choices] == [
        "remind.2026-11.90000000",
        "digest.missing.2026-11.90000000",
        "digest.risk.2026-11.90000000",
        "digest.problems.2026-11.90000000",
        "digest.reports.2026-11.90000000",
        "digest.month.2026-10.90000000",
    ]


def test_a_month_with_nothing_to_look_after_is_one_line(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        nothing = digest(tx, OTHER, Period(2027, 11), today=date(2027, 11, 26))
    told = write_digest(nothing, phrases("digest", "th"))
    assert told.card is None
    assert "\n" not in told.text
    assert not told.choices


@pytest.mark.parametrize(
    ("today", "head"),
    [
        (date(2026, 11, 30), "ข้อมูล ณ วันที่ 30 พ.ย. 2569 รวม 14 โครงการ"),
        (
            date(2026, 12, 9),
            (
                "สถานะ ความเสี่ยง และอายุปัญหา ณ วันที่ 30 พ.ย. 2569"
                " นับรายงานที่ได้รับถึงวันที่ 9 ธ.ค. 2569 รวม 14 โครงการ"
            ),
        ),
    ],
)
def test_the_head_says_of_which_days_the_figures_are(
    database: Engine, today: date, head: str
) -> None:
    """Reports that came after their month count; all else is as it was on its last day."""
    with transaction(database) as tx:
        numbers = found_city(tx)
        before = digest(tx, CITY, NOVEMBER, today=today).classes[Class.LATE]
        late = (date(2026, 12, 8), Decimal(12), LATE, "ฝนตกหนัก")
        add_reports(tx, numbers["ค้างสอง"], late, of=NOVEMBER)
        since = date(2026, 12, 1)
        set_status(
            tx,
            numbers["ตามแผน"],
            ProjectStatus.DONE,
            since=since,
            set_by=None,
            now=datetime(2026, 12, 1, 3, tzinfo=UTC),
        )
        stood = digest(tx, CITY, NOVEMBER, today=today)
    told = write_digest(stood, phrases("digest", "th"))
    assert told.text == head
    assert told.card is not None
    assert stood.classes[Class.LATE] == before + 1
    assert stood.buckets[Bucket.DONE] == 1
    [ages] = [row.value for row in told.card.rows if row.label.startswith("ปัญหา")]
    assert ages.splitlines()[0] == "ค้างหนึ่ง: 39 วัน"


def test_a_problem_of_the_day_is_new(database: Engine) -> None:
    with transaction(database) as tx:
        numbers = found_city(tx)
        add_reports(tx, numbers["ค้างสอง"], at(26, 5, LATE, "ฝนตกหนัก"))
        found = overview(tx, SOUTH)
        newest = [one.standing.newest for one in found.problems]
        words = problems_of(tx, [one.report_id for one in newest if one])
    told = write_digest(found.digest, phrases("digest", "th"))
    assert told.card is not None
    assert told.card.rows[-1].value == "ค้างหนึ่ง: 35 วัน\nค้างสอง: แจ้งใหม่"
    listed = write_part(found.listing(Part.PROBLEMS, 0), phrases("digest", "th"), problems=words)
    assert listed.card is not None
    assert listed.card.rows[-1].value == "แจ้งใหม่ · ฝนตกหนัก"


def test_the_reports_of_a_month_with_nothing_to_look_after_can_still_be_read(
    database: Engine,
) -> None:
    with transaction(database) as tx:
        found_city(tx)
        whole = overview(tx)
    fine = [one for one in whole.projects if one.standing.name == "ตามแผน"]
    told = write_digest(replace(whole, projects=tuple(fine)).digest, phrases("digest", "th"))
    assert "\n" not in told.text
    assert told.ask == STANDING
    assert told.choices[0].id == f"digest.reports.2026-11.{whole.unit.code}"


def test_open_problems_are_told_in_their_own_words(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        found = overview(tx)
        newest = [one.standing.newest for one in found.problems]
        words = problems_of(tx, [one.report_id for one in newest if one])
    told = write_part(found.listing(Part.PROBLEMS, 0), phrases("digest", "th"), problems=words)
    assert told.card is not None
    assert [(row.label, row.value) for row in told.card.rows] == [
        ("1. ค้างหนึ่ง", "35 วัน · ผู้รับจ้างทิ้งงาน"),
        ("2. ใช้เงินเร็ว", "6 วัน · วัสดุแพง"),
        ("3. ช้ากว่าแผน", "2 วัน · น้ำท่วม"),
    ]
    assert [one.label for one in told.choices] == ["1. ค้างหนึ่ง", "2. ใช้เงินเร็ว", "3. ช้ากว่าแผน"]


def test_neither_later_months_nor_other_fiscal_years_count(database: Engine) -> None:
    with transaction(database) as tx:
        found_city(tx)
        october = read_whole(tx, NORTH, OCTOBER, today=TODAY)
    [still] = [one.standing for one in october.projects if one.standing.name == "หยุดนิ่ง"]
    assert still.newest is not None
    # It stood at 90 in September, which was the year before, and is reported for November.
    assert (still.newest.period, still.newest.percent) == (OCTOBER, Decimal(22))
    assert still.newest.before is None


def test_a_correction_counts_in_the_place_of_what_it_corrects(database: Engine) -> None:
    with transaction(database) as tx:
        project_id = found_city(tx)["ช้ากว่าแผน"]
        add_reports(tx, project_id, at(24, 30), corrects=1)
        found = overview(tx)
    assert "ช้ากว่าแผน" not in names(found.problems)
    assert "ช้ากว่าแผน" not in names(found.at_risk)
    [corrected] = [one.standing for one in found.projects if one.standing.name == "ช้ากว่าแผน"]
    assert corrected.newest is not None
    assert corrected.newest.percent == 30


def test_whoever_blocked_the_bot_is_shown_as_out_of_reach(database: Engine) -> None:
    with transaction(database) as tx:
        found = found_city(tx)
        add_officer(tx, "มาลี", found["ค้างหนึ่ง"])
        mark_unreachable(tx, channel="webchat", lane="มาลี", now=NOW)
        missing = overview(tx, SOUTH).missing
    assert [(one.name, one.reachable) for one in missing[0].standing.reporters] == [("มาลี", False)]


@pytest.mark.parametrize("unit", [CITY, NORTH, SOUTH, OTHER], ids=lambda one: one.name)
@pytest.mark.parametrize("month", [OCTOBER, NOVEMBER, DECEMBER], ids=str)
@pytest.mark.parametrize("today", [TODAY, date(2026, 12, 11)], ids=str)
def test_what_the_database_counts_is_what_every_project_adds_up_to(
    database: Engine, unit: Unit, month: Period, today: date
) -> None:
    with transaction(database) as tx:
        found = found_city(tx)
        add_officer(tx, "มาลี", found["ค้างหนึ่ง"], found["ค้างสาม"])
        add_officer(tx, "สมพร", found["ค้างสอง"], found["ค้างสาม"], chat=False)
        rules, units = read_rules(tx, month, today=today), units_below(tx, unit.code)
        whole = read_whole(tx, unit, month, today=today)
        assert read_digest(tx, rules, unit, units) == whole.digest
        for part in Part:
            for page in (0, 1):
                told = read_listing(tx, rules, unit, units, part=part, page=page)
                assert told == whole.listing(part, page)
