"""What stands on the pages: the sections of the city's page, and the numbers of the chat."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from sqlalchemy import Engine

from handlers.exports.register import export_page
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from storage.db import reading, transaction
from storage.filing import Filing, file_revision
from storage.page_log import add_imported
from storage.passes import ProjectPages, UnitPages
from storage.people import set_locale
from storage.periods import local_date
from storage.projects import find_project, save_project
from storage.records import Content, ImportedReport, ProjectFacts, Timeliness
from storage.units import find_unit
from tests.linked_pages.office import (
    BUREAU,
    DIVISION,
    GARDEN,
    MONTHS,
    NOW,
    NURSERY,
    OF_THE_BUREAU,
    OF_THE_GARDEN,
    SILENT,
    WORDS,
    Office,
    open_office,
)
from tests.summaries.office import GOLDEN, QUARTER, settle
from tests.web.desk import Desk, running


def words_of(page: str) -> str:
    """The text of a page, as one line."""
    return told_in(page.partition("<body")[2])


def told_in(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def cells(page: str, row: str) -> list[str]:
    """The cells of the table's row that is headed so."""
    for found in re.findall(r"<tr\b.*?</tr>", page, re.DOTALL):
        head, *rest = re.findall(r"<t[hd]\b[^>]*>(.*?)</t[hd]>", found, re.DOTALL)
        if told_in(head).endswith(row):
            return [told_in(one) for one in rest]
    raise AssertionError(f"no row {row}")


def look(desk: Desk, path: str) -> str:
    answer = desk.client.get(path)
    assert answer.status_code == 200
    return answer.text


# --- a project --------------------------------------------------------------------------------

SECTIONS = (
    "โครงการสวนริมน้ำ : 04990100-0001",
    "กองสวนริมน้ำ : (2570)",
    "ความคืบหน้าโครงการ ร้อยละ 21.25",
    "นางสาวมะลิ ใบเขียว โทร. 7230",
    "พิมพ์ข้อมูล",
    "หลักการและเหตุผล",
    "เพื่อให้ประชาชนมีพื้นที่สีเขียวใกล้บ้าน",
    "04990101/04990101",
    "วัตถุประสงค์ของโครงการ",
    "เป้าหมายของโครงการ",
    "สนับสนุนยุทธศาสตร์กรุงเทพมหานครฯ",
    "มิติที่ ๒.๑ - พื้นที่สีเขียว",
    "(1) ความคืบหน้าโครงการฯ ร้อยละ 21.25",
    "ปัญหาของโครงการ ไม่มี",
    "อุปสรรคของโครงการ ไม่มี",
    "(2) ความคืบหน้าโครงการฯ ร้อยละ 12.5",
    "01/10/2569 : เตรียมพื้นที่",
    "ตัวชี้วัด : จำนวนต้นไม้ที่ปลูก",
    "ค่าเป้าหมาย ต้น 2000",
    "ผลงานที่ทำได้ ต้น 1407.52",
    "ตัวชี้วัดเชิงยุทธศาสตร์ ตัวชี้วัดระดับผลผลิต (output)",
    "1,407.52 95 100 / 50",
    "รายงานผลฯ ไตรมาสที่ 1 ปลูกแล้ว",
    "สรุปผลการดำเนินงาน คืบหน้าตามแผน",
    "นับต้นที่ยังมีชีวิต",
    "ผลการประเมินโครงการ (รายไตรมาส)",
    "1/2570 95 ส่งครบถ้วน",
)


def test_a_projects_page_has_the_sections_of_the_citys_page_in_their_order(
    desk: Desk, office: Office
) -> None:
    text = words_of(look(desk, office.link(OF_THE_GARDEN)))
    places: list[int] = []
    for section in SECTIONS:
        start = max(places, default=-1) + 1
        assert section in text[start:], section
        places.append(text.index(section, start))


def test_the_percent_of_a_year_before_is_not_held_against_the_plan(
    desk: Desk, office: Office
) -> None:
    with transaction(office.engine) as tx:
        silent = find_project(tx, SILENT)
        assert silent is not None
        old = ImportedReport(Content(Decimal(90), "ของปีก่อน", None, None), date(2026, 9, 25), None)
        add_imported(tx, silent[0], [old])
    said = words_of(look(desk, office.link(ProjectPages(SILENT))))
    assert "ความคืบหน้าโครงการ ร้อยละ 90 ยังไม่มีรายงานในปีงบประมาณนี้" in said
    assert "ตามแผนเส้นตรง" not in said
    assert "ตามแผนเส้นตรง" in words_of(look(desk, office.link(OF_THE_GARDEN)))


def test_a_correction_of_an_earlier_month_is_not_how_far_the_project_is(
    desk: Desk, office: Office
) -> None:
    with transaction(office.engine) as tx:
        garden = find_project(tx, GARDEN)
        assert garden is not None
        content = Content(Decimal(15), "แก้ไขของเดือนตุลาคม", None, None)
        day = date(2026, 11, 20)
        by = Filing(office.officer.id, "line", 9, day, Timeliness.ON_TIME, NOW)
        file_revision(
            tx, content, project_id=garden[0], period=MONTHS[0], entry=1, revision=2, by=by
        )
        exported = export_page(tx, GARDEN)
    said = words_of(look(desk, office.link(OF_THE_GARDEN)))
    assert "ความคืบหน้าโครงการ ร้อยละ 21.25 ตามแผนเส้นตรง" in said
    assert "(1) ความคืบหน้าโครงการฯ ร้อยละ 15" in said
    assert exported is not None
    assert "\nความคืบหน้าโครงการ ร้อยละ 21.25\n" in exported


def test_what_people_wrote_stays_what_they_wrote(desk: Desk, office: Office) -> None:
    page = look(desk, office.link(OF_THE_GARDEN))
    assert "<script>" not in page
    assert WORDS in words_of(page)


def test_a_correction_says_so(desk: Desk, office: Office) -> None:
    assert "แก้ไขครั้งที่ 1" in words_of(look(desk, office.link(OF_THE_GARDEN)))


def test_months_without_a_report_and_months_to_come_are_told_apart(
    desk: Desk, office: Office
) -> None:
    page = look(desk, office.link(OF_THE_BUREAU) + f"/project/{SILENT}")
    assert cells(page, "ตุลาคม 2569") == ["ไม่มีรายงาน", "ยังไม่รายงาน"]
    assert cells(page, "ธันวาคม 2569") == ["—", "ยังไม่ถึง"]


def test_a_project_without_reports_says_so(desk: Desk, office: Office) -> None:
    page = look(desk, office.link(OF_THE_BUREAU) + f"/project/{SILENT}")
    assert "โครงการนี้ยังไม่มีรายงานความคืบหน้า" in words_of(page)
    assert "curve" not in page


def test_the_page_for_paper_has_no_way_about(desk: Desk, office: Office) -> None:
    page = look(desk, office.link(OF_THE_GARDEN) + "?print=1")
    assert "<nav" not in page
    assert "เลือกคำสั่งพิมพ์ในเมนูของเบราว์เซอร์" in words_of(page)
    assert "พิมพ์จากระบบคืบหน้า ข้อมูล ณ วันที่ 20 พ.ย. 2569" in words_of(page)


def test_it_says_how_long_the_link_holds(desk: Desk, office: Office) -> None:
    assert "ลิงก์นี้ใช้ได้ถึง 27 พ.ย. 2569 10.00 น." in words_of(look(desk, office.link(OF_THE_GARDEN)))


def test_whoever_reads_english_reads_english(desk: Desk, office: Office) -> None:
    with transaction(office.engine) as tx:
        set_locale(tx, person_id=office.chief.id, locale="en")
    link = office.link(OF_THE_BUREAU)
    for path in ("", f"/project/{GARDEN}", "/quarter/2570Q1"):
        page = look(desk, link + path)
        assert '<html lang="en">' in page
    assert "Nov 2026" in page


# --- a unit -----------------------------------------------------------------------------------


def test_a_units_overview_counts_its_projects(desk: Desk, office: Office) -> None:
    page = look(desk, office.link(OF_THE_BUREAU))
    assert cells(page, "กำลังดำเนินการ")[0] == "1"
    assert cells(page, "ยังไม่มีการรายงาน")[0] == "1"
    assert cells(page, "ทันกำหนด") == ["1", "50"]
    assert cells(page, "ยังไม่ถึงกำหนด (ครบกำหนด 25 พ.ย. 2569)") == ["1", "50"]
    assert "ส่งทันกำหนดร้อยละ 50" in words_of(page)
    assert cells(page, DIVISION.name) == ["1", "21.25", "1", "0", "0"]
    assert cells(page, NURSERY.name) == ["1", "—", "0", "0", "1"]


def test_a_project_of_the_year_before_that_goes_on_is_in_none_of_its_counts(
    desk: Desk, office: Office
) -> None:
    before = look(desk, office.link(OF_THE_BUREAU))
    with transaction(office.engine) as tx:
        old = save_project(tx, ProjectFacts("04990100-0066", "โครงการเก่า", DIVISION.code, 2569)).id
        words = Content(Decimal(3), "ของปีก่อน", None, None)
        add_imported(tx, old, [ImportedReport(words, date(2026, 11, 12), None)])
    after = look(desk, office.link(OF_THE_BUREAU))
    assert told_in(after.partition("<main")[2]) == told_in(before.partition("<main")[2])


def test_before_the_due_day_no_page_tells_a_report_to_be_missing(
    desk: Desk, office: Office
) -> None:
    link, coming = office.link(OF_THE_BUREAU), "ยังไม่ถึงกำหนด (ครบกำหนด 25 พ.ย. 2569)"
    unit = look(desk, link)
    assert f'<span class="mark not_due">{coming}</span>' in unit
    assert "ค้าง" not in words_of(unit)
    for page in (
        unit,
        look(desk, f"{link}/project/{SILENT}"),
        look(desk, f"{link}/quarter/2570Q1"),
    ):
        assert coming in words_of(page)
        assert "ยังไม่มีรายงานเดือนพฤศจิกายน" not in words_of(page)


def test_an_overview_of_a_year_without_projects_leads_to_the_year_before(
    desk: Desk, office: Office
) -> None:
    at = datetime(2027, 11, 20, 3, tzinfo=UTC)
    with running(office.engine, clock=lambda: at) as then:
        link = office.link(OF_THE_BUREAU, at=at)
        empty = look(then, link)
        assert "ยังไม่มีโครงการของปีงบประมาณ พ.ศ. 2571" in words_of(empty)
        [path] = re.findall(r'href="([^"]+/unit/04990000/2570)"', empty)
        page = look(then, f"{link.rpartition('/')[0]}/{path}")
        below = look(then, f"{link}/unit/{DIVISION.code}/2570")
    said = words_of(page)
    assert "2 โครงการ ปีงบประมาณ พ.ศ. 2570 · ข้อมูล ณ วันที่ 30 ก.ย. 2570" in said
    assert "โครงการสวนริมน้ำ" in said
    assert "การรายงานเดือนกันยายน 2570" in said
    assert f'/unit/{DIVISION.code}/2570"' in page
    assert f'/unit/{BUREAU.code}/2570"' in below
    assert "/2569" not in page


def test_a_year_in_which_something_is_reported_leads_to_no_other(
    desk: Desk, office: Office
) -> None:
    with transaction(office.engine) as tx:
        save_project(tx, ProjectFacts("04990100-0066", "โครงการเก่า", DIVISION.code, 2569))
    link = office.link(OF_THE_BUREAU)
    assert "ดูภาพรวมปีงบประมาณ" not in words_of(look(desk, link))
    nursery = look(desk, f"{link}/unit/{NURSERY.code}")
    assert "ดูภาพรวมปีงบประมาณ" not in words_of(nursery)  # it has no earlier projects


def test_the_overview_of_a_year_is_shown_to_whoever_may_see_the_unit(
    desk: Desk, office: Office
) -> None:
    division = office.link(UnitPages(DIVISION.code))
    assert desk.client.get(f"{division}/unit/{DIVISION.code}/2570").status_code == 200
    for path in (
        f"unit/{BUREAU.code}/2570",
        f"unit/{NURSERY.code}/2570",
        f"unit/{DIVISION.code}/2571",
        f"unit/{DIVISION.code}/9999",
        f"unit/{DIVISION.code}/2570/1",
    ):
        assert desk.client.get(f"{division}/{path}").status_code == 404, path


def test_a_running_quarter_counts_apart_what_is_not_due(desk: Desk, office: Office) -> None:
    path = office.link(OF_THE_BUREAU) + "/quarter/2570Q1"
    page = look(desk, path)
    # On time, late, missing, not due yet, not owed.
    assert cells(page, "พฤศจิกายน 2569") == ["1", "0", "0", "1", "0"]
    assert cells(page, "ตุลาคม 2569") == ["0", "1", "1", "0", "0"]
    coming = "ครบกำหนด 25 พ.ย. 2569"
    months = page.partition('id="months"')[2].partition("</thead>")[0]
    assert told_in(months).endswith("ยังไม่รายงาน ยังไม่ถึงกำหนด ไม่ต้องรายงาน")
    assert cells(page, f"ในจำนวนนี้ ยังไม่ถึงกำหนด {coming} (โครงการ)") == ["1", "—"]
    units = page.partition('id="units"')[2].partition("</table>")[0]
    assert "ยังไม่ส่ง" in units
    assert "ค้าง" not in units
    at = datetime(2026, 11, 26, 3, tzinfo=UTC)
    with running(office.engine, clock=lambda: at) as then:
        page = look(then, office.link(OF_THE_BUREAU, at=at) + "/quarter/2570Q1")
    assert cells(page, "พฤศจิกายน 2569") == ["1", "0", "1", "0"]
    assert "ยังไม่ถึงกำหนด" not in words_of(page)


def test_what_is_due_later_is_counted_apart(desk: Desk, office: Office) -> None:
    with transaction(office.engine) as tx:
        save_project(tx, ProjectFacts("04990100-0007", "โครงการแปลงผัก", DIVISION.code, 2570))
        later = Change(NURSERY.code, 2570, {"due_day": 27})
        assert not change_policies(tx, [later], set_by=None, now=NOW)
    at = datetime(2026, 11, 26, 3, tzinfo=UTC)
    with running(office.engine, clock=lambda: at) as then:
        page = look(then, office.link(OF_THE_BUREAU, at=at))
    assert cells(page, "ยังไม่รายงาน") == ["2", "67"]
    assert cells(page, "ในจำนวนนี้ ยังไม่ถึงกำหนด (ครบกำหนด 27 พ.ย. 2569)") == ["1", "—"]
    vegetables, seedlings = (
        page.partition(f"{name}</a></h3>")[2].partition("<h3>")[0]
        for name in ("โครงการแปลงผัก", "โครงการเพาะกล้าไม้")
    )
    flag = "ยังไม่มีรายงานเดือนพฤศจิกายน 2569"
    assert flag in vegetables
    assert flag not in seedlings


def test_what_needs_attention_comes_first_with_its_reason(office: Office) -> None:
    at = datetime(2026, 11, 26, 3, tzinfo=UTC)
    with running(office.engine, clock=lambda: at) as then:
        text = words_of(look(then, office.link(OF_THE_BUREAU, at=at)))
    silent, garden = text.index("โครงการเพาะกล้าไม้"), text.index("โครงการสวนริมน้ำ")
    assert silent < text.index("ยังไม่มีรายงานเดือนพฤศจิกายน 2569") < garden
    assert "ความคืบหน้า ร้อยละ 21.25 · รายงานล่าสุด 19 พ.ย. 2569 ทันกำหนด" in text


def test_a_unit_below_leads_back_to_the_unit_above(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    page = look(desk, f"{link}/unit/{DIVISION.code}")
    assert f"หน่วยงานเหนือขึ้นไป: {BUREAU.name}" in words_of(page)
    own = office.link(UnitPages(DIVISION.code))
    assert "หน่วยงานเหนือขึ้นไป" not in look(desk, own)


def test_many_projects_are_turned_over_page_by_page(desk: Desk, office: Office) -> None:
    with transaction(office.engine) as tx:
        for number in range(1, 46):
            facts = ProjectFacts(
                f"04990200-{1000 + number}", f"แปลงที่ {number:02d}", NURSERY.code, 2570
            )
            save_project(tx, facts)
    link = office.link(UnitPages(NURSERY.code))
    seen: list[str] = []
    for number in (1, 2, 3):
        page = look(desk, f"{link}?page={number}")
        assert f"หน้า {number} จาก 3" in words_of(page)
        seen += re.findall(r'<h3><a href="[^"]+/project/([^"]+)"', page)
    assert len(seen) == len(set(seen)) == 46
    assert look(desk, f"{link}?page=99") == look(desk, f"{link}?page=3")
    printed = look(desk, f"{link}?print=1")
    assert len(re.findall(r"<h3>", printed)) == 46


def test_a_unit_without_projects_says_so(desk: Desk, office: Office) -> None:
    later = NOW + timedelta(days=400)
    with running(office.engine, clock=lambda: later) as then:
        page = look(then, office.link(OF_THE_BUREAU, at=later))
    assert "ยังไม่มีโครงการของปีงบประมาณ พ.ศ. 2571" in words_of(page)


def test_a_units_indicators_are_folded_and_on_paper_open(desk: Desk, office: Office) -> None:
    link = office.link(OF_THE_BUREAU)
    page, printed = look(desk, link), look(desk, f"{link}?print=1")
    for said in (
        "ตัวชี้วัดของหน่วยงาน ปีงบประมาณ พ.ศ. 2570 ร้อยละของสวนที่เย็นลง",
        "ค่าเป้าหมาย ร้อยละ 80 ผลงานที่ทำได้ ร้อยละ 72.5",
        "สยป. ตรวจประเมินตัวชี้วัด ไตรมาสที่ 1: 90",
        "รายงานผลฯ ไตรมาสที่ 1 วัดครบแปดแห่ง สรุปผลการดำเนินงาน เย็นลงหกแห่ง",
    ):
        assert said in words_of(page)
        assert said in words_of(printed)
    assert page.count("<details>") == printed.count("<details open>") == 1
    assert words_of(page).index("โครงการเพาะกล้าไม้") < words_of(page).index("ตัวชี้วัดของหน่วยงาน")
    below = words_of(look(desk, f"{link}/unit/{DIVISION.code}"))
    assert "ตัวชี้วัดของหน่วยงาน" not in below


# --- a quarter --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "sentence", "nearest"),
    [
        ("/quarter/x", "ไม่มีไตรมาสชื่อนี้ ไตรมาสเขียนเช่น 2570Q1", "2570Q1"),
        ("/quarter/2570Q9", "ไม่มีไตรมาสชื่อนี้", "2570Q1"),
        ("/quarter/ไตรมาส 4/2570", "ไม่พบหน้านี้", ""),
        ("/quarter/2570Q3", "ไตรมาสนี้ยังไม่เริ่ม", "2570Q1"),
        ("/quarter/2560Q2", "ไม่มีโครงการของไตรมาสนี้", "2570Q1"),
    ],
)
def test_a_quarter_that_is_not_there_leads_to_the_nearest(
    desk: Desk, office: Office, path: str, sentence: str, nearest: str
) -> None:
    link = office.link(OF_THE_BUREAU)
    answer = desk.client.get(link + path)
    assert answer.status_code == 404
    assert sentence in words_of(answer.text)
    if nearest:
        address = re.findall(r'class="button" href="([^"]+)"', answer.text)
        assert desk.client.get(str(answer.url.join(address[0]))).status_code == 200
        assert address[0].endswith(f"/quarter/{nearest}")


def test_a_project_of_another_year_leads_to_a_quarter_of_its_own(
    desk: Desk, office: Office
) -> None:
    with transaction(office.engine) as tx:
        save_project(tx, ProjectFacts("04990100-0066", "โครงการเก่า", DIVISION.code, 2566))
    answer = desk.client.get(office.link(ProjectPages("04990100-0066")) + "/quarter/2570Q1")
    assert answer.status_code == 404
    assert "โครงการนี้ไม่ได้อยู่ในปีงบประมาณของไตรมาสนี้" in words_of(answer.text)
    assert "/quarter/2566Q4" in answer.text


def test_the_golden_quarter_has_the_numbers_and_words_of_the_chat(database: Engine) -> None:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    office = open_office(database)
    today = datetime(2023, 10, 20, 3, 0, tzinfo=NOW.tzinfo)
    unit_code = "50970000"
    with transaction(database) as tx:
        tx.exec_driver_sql(
            f"INSERT INTO role_grant (person_id, role, unit_code)"
            f" VALUES ({office.chief.id}, 'supervisor', '{unit_code}')"
        )
    with reading(database) as tx:
        unit = find_unit(tx, unit_code)
        say = phrases("summary", "th")
        lines = list(report_quarter(tx, QUARTER, unit, say, today=local_date(today)))
    with running(database, clock=lambda: today) as desk:
        link = office.link(UnitPages(unit_code), at=today)
        page = look(desk, f"{link}/quarter/{QUARTER}?print=1")
    text = words_of(page)
    assert lines[0] in text
    said = "\n".join(lines)
    [count] = re.findall(r"^(\d+) โครงการ", said, re.MULTILINE)
    start, end = re.findall(r"ความคืบหน้าเฉลี่ย: ร้อยละ (\S+) → (\S+)", said)[0]
    shares = re.findall(r"ทันกำหนด (\d+)% · ล่าช้า (\d+)% · ยังไม่รายงาน (\d+)%", said)[0]
    [score] = re.findall(r"^คะแนน สยป. เฉลี่ย: (\S+)", said, re.MULTILINE)
    assert cells(page, "จำนวนโครงการ")[0] == count
    assert cells(page, "ความคืบหน้าเฉลี่ยต้นไตรมาส (ร้อยละ)")[0] == start
    assert cells(page, "ความคืบหน้าเฉลี่ยสิ้นไตรมาส (ร้อยละ)")[0] == end
    for name, share in zip(("ทันกำหนด", "ล่าช้า", "ยังไม่รายงาน"), shares, strict=True):
        assert cells(page, f"{name} (ร้อยละ)")[0] == share
    assert cells(page, "คะแนน สยป. เฉลี่ย")[0] == score
    for kind, *counts in re.findall(
        r"^(ปัญหา|อุปสรรค): ยังเปิดอยู่ (\d+) \(พบใหม่ (\d+) · ค้างจากก่อนหน้า (\d+)\) · แก้ไขแล้ว (\d+)",
        said,
        re.MULTILINE,
    ):
        assert cells(page, kind) == counts
    # What is told of projects one by one: joined entries, problems, corrections, gains.
    for line in lines:
        if re.match(r"  (\d\d/\d\d/\d{4} : |ปัญหา|อุปสรรค|แก้ไขหลังปิดรับ|บันทึกหลังปิดรับ)", line):
            assert " ".join(line.split()) in text
    for gain, before in re.findall(r"ทั้งไตรมาส (\S+) · ไตรมาสก่อน (\S+)", said):
        assert f"เพิ่มขึ้นทั้งไตรมาส {gain} จุด (ไตรมาสก่อน {before})" in text
