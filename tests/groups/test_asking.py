"""What anybody may type in a bound group: odd words are answered, with what may be seen there."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine

from handlers.messages import Outgoing
from handlers.search.keeping import index_for
from handlers.status.answering import answer
from handlers.status.asker import Asker, asking_group
from handlers.status.questions import (
    OfProject,
    ReadQuarter,
    ShowProject,
    ShowQuarter,
    projects_asked,
)
from storage.db import transaction
from storage.group_bindings import bind_group, find_binding
from storage.page_log import add_imported
from storage.people import find_or_add_person
from storage.periods import Quarter
from storage.project_months import Wanted
from storage.projects import find_project, save_project
from storage.records import Content, ImportedReport, ProjectFacts, Unit
from storage.units import save_unit, units_below

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
UNIT = Unit("50160000", "สำนักงานเขตทดลอง")
OTHER = Unit("50170000", "สำนักงานเขตข้างเคียง")
PRESENT = Quarter(2570, 1)
NEAR = "สวนหย่อมริมคลองใส"
PARK, SOUTH, FOREIGN = "50160000-0001", "50160000-0902", "50170000-0001"


def ask(tx: Connection, *, full: bool = False) -> Asker:
    """Let somebody ask in a group of the unit, which has more projects than a search shows."""
    for unit in (UNIT, OTHER):
        save_unit(tx, unit)
    boss = find_or_add_person(tx, name="สมศรี", unit_code=UNIT.code, locale="th", now=NOW)
    place = {"channel": "line", "lane": "C-1"}
    bind_group(tx, **place, unit_code=UNIT.code, full=full, bound_by=boss.id, now=NOW)
    save_project(tx, ProjectFacts(PARK, "โครงการสวนริมคลอง", UNIT.code, 2570))
    for number in range(2, 14):
        name = f"โครงการตลาดริมคลองสายที่ {number}"
        save_project(tx, ProjectFacts(f"50160000-{number:04d}", name, UNIT.code, 2570))
    save_project(tx, ProjectFacts(FOREIGN, "โครงการของเขตอื่น", OTHER.code, 2570))
    binding = find_binding(tx, **place)
    assert binding is not None
    return asking_group(tx, binding, locale="th", now=NOW)


def number_of(tx: Connection, code: str) -> int:
    found = find_project(tx, code)
    assert found is not None
    return found[0]


def words_of(said: tuple[Outgoing, ...]) -> str:
    rows = [f"{row}" for one in said if one.card for row in one.card.rows]
    return "\n".join([*(one.text for one in said), *rows])


ODD = (
    *("", " ", "😀", "😀" * 1000, "?", "%", "_", "'", '"', "\\", "0", "-1", "๙๙๙", "หน้า 99"),
    *("2566Q5", "4/66", "4/2566", "ไตรมาส 4/66", "ไตรมาสที่ ๔ ปี ๒๕๖๖", "2566", "2023Q4", "2599Q4"),
    *("2400Q1", "Q9", "ไตรมาส", "ริมคลอง 2566Q4", "2570Q1 ริมคลอง", "ริมคลอง " * 375, "ก " * 1500),
    *("50160000-0001", "๕๐๑๖๐๐๐๐-๐๐๐๑", "50170000", "99999999-9999", "9" * 3000, "\u200b"),
)


def test_whatever_is_typed_is_answered_at_reasonable_length(database: Engine) -> None:
    with transaction(database) as tx:
        asker = ask(tx)
        for words in ODD:
            for question in (*(projects_asked(each, words) for each in Wanted), ReadQuarter(words)):
                said = answer(asker, question)
                assert said, words
                assert all(one.text for one in said), words
                assert len(words_of(said)) < 4_000, words
                assert "เขตอื่น" not in words_of(said), words


def test_a_quarter_of_a_project_elsewhere_is_no_different_from_none(database: Engine) -> None:
    with transaction(database) as tx:
        asker = ask(tx, full=True)
        foreign, nothing = number_of(tx, FOREIGN), 4711
        for about in (foreign, nothing):
            for question in (ShowProject(about), ShowQuarter(PRESENT, OfProject(about))):
                assert "ดูได้เฉพาะโครงการของหน่วยงานที่ผูกไว้" in words_of(answer(asker, question))


def test_a_project_that_has_left_the_unit_is_not_summarised_by_its_old_name(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with transaction(database) as tx:
        asker = ask(tx, full=True)
        behind = index_for(tx)
        save_project(tx, ProjectFacts(PARK, "โครงการสวนริมคลอง", OTHER.code, 2570))
        monkeypatch.setattr("handlers.status.searching.index_for", lambda _tx: behind)
        said = words_of(answer(asker, ReadQuarter("สวนริมคลอง")))
        for question in (projects_asked(Wanted.ALL, "ริมคลอง"), ReadQuarter("ริมคลอง")):
            [several] = answer(asker, question)
            assert len(several.choices) == 9
            assert not any("สวนริมคลอง" in one.label for one in several.choices)
            assert "สวนริมคลอง" not in words_of((several,))
    assert "ดูได้เฉพาะโครงการของหน่วยงานที่ผูกไว้" in said


def test_a_summary_of_mistyped_words_says_what_it_is_of(database: Engine) -> None:
    with transaction(database) as tx:
        asker = ask(tx)
        said = words_of(answer(asker, ReadQuarter("2570Q1 สวนริมคลอว")))
        exact = words_of(answer(asker, ReadQuarter("2570Q1 สวนริมคลอง")))
    assert said == f"ไม่พบ “สวนริมคลอว” ตรงตัว แสดงสิ่งที่ใกล้ที่สุด\n{exact}"


def test_no_number_is_cut_in_half_before_it_is_hidden(database: Engine) -> None:
    words = "ก" * 490 + " 081-234-5678 และอื่น ๆ"
    with transaction(database) as tx:
        asker = ask(tx, full=True)
        park = number_of(tx, PARK)
        told = Content(Decimal(5), words, None, None)
        add_imported(tx, park, [ImportedReport(told, date(2026, 11, 20), None)])
        said = words_of(answer(asker, ShowProject(park)))
    assert "xxxx" in said
    assert "081" not in said


def test_of_many_the_first_ten_are_shown_and_how_fewer_are_found(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        asker = ask(tx)
        for number in range(1, 13):
            save_unit(tx, Unit(f"501601{number:02d}", "ฝ่ายโยธา", UNIT.code))
        ten = frozenset(f"501601{number:02d}" for number in range(1, 11))
        for question in (projects_asked(Wanted.ALL, "ฝ่ายโยธา"), ReadQuarter("ฝ่ายโยธา")):
            [said] = answer(replace(asker, units=ten), question)
            assert len(said.choices) == 10
            assert "หน่วยงานแรก" not in said.text
        asker = replace(asker, units=units_below(tx, UNIT.code))
        for wanted, command in ((Wanted.ALL, "/status"), (Wanted.LATE, "/late")):
            [said] = answer(asker, projects_asked(wanted, "ริมคลอง"))
            assert said.card is not None
            assert len(said.card.rows) == len(said.choices) == 10
            assert said.text.startswith("พบ 13 รายการที่ตรงกับ “ริมคลอง”")
            assert said.text.endswith(f"เช่น {command} ริมคลอง สำนักงานเขตทดลอง")
        [said] = answer(asker, ReadQuarter("ริมคลอง"))
        assert said.text.startswith("พบ 13 รายการ")
        assert said.text.endswith("เช่น /summary ริมคลอง สำนักงานเขตทดลอง")
        for question in (projects_asked(Wanted.RISK, "ฝ่ายโยธา"), ReadQuarter("ฝ่ายโยธา")):
            [said] = answer(asker, question)
            assert "12" in said.text
            assert len(said.choices) == 10
            assert all("ฝ่ายโยธา · สำนักงานเขตทดลอง" in one.label for one in said.choices)
            assert "แสดง 10 หน่วยงานแรก" in said.text
            assert said.text.endswith(" 50160110")


def test_what_is_nearest_is_offered_and_said_to_be_no_more_than_that(sqlite: Engine) -> None:
    far = "กระเช้าลอยฟ้า"
    with transaction(sqlite) as tx:
        asker = ask(tx)
        for question in (projects_asked(Wanted.ALL, NEAR), ReadQuarter(NEAR)):
            [said] = answer(asker, question)
            assert f"ไม่พบ “{NEAR}” เลือกที่ใกล้ที่สุดด้านล่าง" in said.text
            assert any("ริมคลอง" in one.label for one in said.choices)
        for question in (projects_asked(Wanted.ALL, far), ReadQuarter(far)):
            [said] = answer(asker, question)
            assert f"ไม่พบ “{far}” ในหน่วยงานของกลุ่มนี้" in said.text


def test_of_several_that_are_only_near_it_is_said(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        asker = ask(tx)
        for number in range(1, 4):
            save_unit(tx, Unit(f"501601{number:02d}", "ฝ่ายโยธา", UNIT.code))
        asker = replace(asker, units=units_below(tx, UNIT.code))
        for typed, told in (
            ("ริมครอง", "แต่พบ 13 โครงการที่ใกล้เคียง"),
            ("ฝ่ายโยทา", "แต่มี 3 หน่วยงานที่ใกล้เคียง"),
        ):
            for question in (projects_asked(Wanted.ALL, typed), ReadQuarter(typed)):
                [said] = answer(asker, question)
                assert said.text.startswith(f"ไม่พบ “{typed}” ตรงตัว {told}")


def test_without_a_quarter_a_project_of_an_earlier_year_is_summarised_in_it(
    database: Engine,
) -> None:
    with transaction(database) as tx:
        asker = ask(tx)
        for code, name in (("50160000-0901", "โครงการซุ้มประตูเหนือ"), (SOUTH, "โครงการซุ้มประตูใต้")):
            gate = save_project(tx, ProjectFacts(code, name, UNIT.code, 2568)).id
            told = Content(Decimal(90), "ทาสีแล้ว", None, None)
            add_imported(tx, gate, [ImportedReport(told, date(2025, 9, 20), None)])
        sign = save_project(tx, ProjectFacts("50160000-0903", "โครงการป้ายบอกทาง", UNIT.code, 2568))
        add_imported(tx, sign.id, [ImportedReport(told, date(2026, 10, 20), None)])
        goes_on = words_of(answer(asker, ReadQuarter("ป้ายบอกทาง")))
        said = words_of(answer(asker, ReadQuarter("ซุ้มประตูใต้")))
        [several] = answer(asker, ReadQuarter("ซุ้มประตู ปี 2568"))
        named = words_of(answer(asker, ReadQuarter("2568Q3 ซุ้มประตูใต้")))
    assert "ไตรมาสที่ 4 ปีงบประมาณ พ.ศ. 2568" in said
    assert "ซุ้มประตูใต้" in said
    assert {one.id.split(".")[1] for one in several.choices} == {"2568Q4"}
    assert "ไตรมาสที่ 3 ปีงบประมาณ พ.ศ. 2568" in named
    assert "ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2570" in goes_on
    assert "ป้ายบอกทาง" in goes_on
