from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from decimal import Decimal

import pytest
from sqlalchemy import Engine

from handlers.imports.evaluations import AS_PRINTED
from handlers.imports.outcome import Outcome, Reason, Tally, Thing
from handlers.imports.page_options import PageOptions
from handlers.imports.register import NamedBytes, import_file
from storage.db import reading, transaction
from storage.periods import Period, Quarter
from storage.projects import find_project, save_project
from storage.records import (
    Evaluation,
    Indicator,
    PrintedScore,
    ProjectFacts,
    ProjectStatus,
    QuarterResult,
    Unit,
)
from storage.reports import log_of
from storage.unit_indicators import find_unit_indicator
from storage.units import all_units, find_unit, save_unit
from tests.imports.desk import NOW, OPTIONS, everything, page_text, take, take_page

CLUTTER = "\n\nไม่รู้จัก"


def facts(database: Engine, code: str) -> ProjectFacts:
    with reading(database) as tx:
        found = find_project(tx, code)
    assert found is not None
    return found[1]


def tallies(outcome: Outcome) -> set[Tally]:
    assert outcome.refused == ()
    return set(outcome.tallies)


@pytest.mark.parametrize("name", OPTIONS)
def test_a_page_imported_again_changes_nothing(database: Engine, name: str) -> None:
    first = take_page(database, name)
    before = everything(database)
    again = take_page(database, name)
    assert everything(database) == before
    assert any(tally.new for tally in tallies(first))
    assert not any(tally.new or tally.changed for tally in tallies(again))


@pytest.mark.parametrize("name", [name for name in OPTIONS if name.endswith(".txt")])
def test_a_refused_page_changes_nothing(database: Engine, name: str) -> None:
    take_page(database, "full.html")
    before = everything(database)
    text = page_text(name).replace("พิมพ์ข้อมูล", f"พิมพ์ข้อมูล{CLUTTER}\nตัวชี้วัด", 1)
    text = text.replace("2023-0", "2023-3")
    outcome = take(database, text + CLUTTER, PageOptions(year="ปี"), name=name)
    assert outcome.refused
    assert outcome.tallies == ()
    assert everything(database) == before


def test_the_whole_page_is_in_the_register(database: Engine) -> None:
    outcome = take_page(database, "full.txt")
    assert outcome.code == "50990000-3561"
    assert tallies(outcome) == {
        Tally(Thing.UNIT, new=1),
        Tally(Thing.PROJECT, new=1),
        Tally(Thing.ENTRY, new=3),
    }
    stored = facts(database, "50990000-3561")
    assert stored.objectives.startswith("1. เพื่อให้น้ำไหลสะดวก")
    assert stored.strategy[0] == "ด้านที่ ๑ – เมืองน้ำใส"
    assert [one.name for one in stored.indicators][1] == "ร้อยละของประชาชนที่พึงพอใจ"
    assert stored.evaluations[0].note == AS_PRINTED
    with reading(database) as tx:
        found = find_project(tx, "50990000-3561")
        assert found is not None
        log = log_of(tx, found[0])
    assert [(one.period, one.entry) for one in log] == [
        (Period(2023, 5), 1),
        (Period(2023, 5), 2),
        (Period(2023, 6), 1),
    ]
    assert {(one.timeliness, one.reporter, one.channel) for one in log} == {(None, None, None)}


def test_a_later_copy_adds_its_new_entries_and_corrects_the_others(database: Engine) -> None:
    take_page(database, "stripped.txt")
    text = page_text("stripped.txt").replace("ติดตั้งแล้ว 2 แห่ง", "ติดตั้งแล้วสองแห่ง")
    text = text.replace("(3) ", "(4) ").replace("(2) ", "(3) ").replace("(1) ", "(2) ")
    newest = "(1) ความคืบหน้าโครงการฯ ร้อยละ 100 (2023-09-29)\n29/09/2566 : แล้วเสร็จ\n"
    text = text.replace("(2) ", f"{newest}------------------&&&--------------------\n(2) ", 1)
    outcome = take(database, text, OPTIONS["stripped.txt"], name="later.txt")
    assert Tally(Thing.ENTRY, new=1, changed=1, unchanged=2) in tallies(outcome)


def test_two_imports_of_one_page_at_once_come_one_after_the_other(database: Engine) -> None:
    file = NamedBytes("full.txt", page_text("full.txt").encode())
    with ThreadPoolExecutor(1) as pool:
        with transaction(database) as tx:
            import_file(tx, file, OPTIONS["full.txt"], now=NOW, locale="th")
            second = pool.submit(take_page, database, "full.txt")
            # Long enough for the second to have come to where it must wait.
            assert not wait([second], timeout=0.3).done
        assert Tally(Thing.ENTRY, unchanged=3) in tallies(second.result(timeout=10))


# --- units --------------------------------------------------------------------------------------


def test_the_unit_of_a_page_is_made_under_those_that_its_code_tells(database: Engine) -> None:
    take_page(database, "full.txt")
    with reading(database) as tx:
        assert all_units(tx) == (
            Unit("50000000", "50000000"),
            Unit("50990000", "สำนักงานเขตทุ่งทอง", "50000000"),
        )


def test_a_name_stands_in_for_a_missing_one_but_replaces_none(database: Engine) -> None:
    take_page(database, "stripped.txt")
    with reading(database) as tx:
        assert find_unit(tx, "50990000") == Unit("50990000", "50990000", "50000000")
    take_page(database, "full.txt")
    take(database, page_text("full.html").replace("ทุ่งทอง", "ทุ่งเงิน"), name="other.html")
    with reading(database) as tx:
        assert find_unit(tx, "50990000") == Unit("50990000", "สำนักงานเขตทุ่งทอง", "50000000")


def test_a_unit_that_is_there_keeps_its_place(database: Engine) -> None:
    with transaction(database) as tx:
        save_unit(tx, Unit("77000000", "กลุ่มเขตเหนือ"))
        save_unit(tx, Unit("50990000", "สำนักงานเขตทุ่งทอง", "77000000"))
    take_page(database, "full.txt")
    with reading(database) as tx:
        assert len(all_units(tx)) == 2


# --- what is there already ----------------------------------------------------------------------


def test_a_page_without_a_name_keeps_the_known_one(database: Engine) -> None:
    nameless = PageOptions(code="50990000-3700", year="2566")
    text = page_text("stripped.txt")
    take(database, text, nameless, name="page.txt")
    assert facts(database, "50990000-3700").name == "50990000-3700"
    take_page(database, "stripped.txt")
    take(database, text, nameless, name="page.txt")
    assert facts(database, "50990000-3700").name == "โครงการลานกีฬา"


def test_a_page_leaves_alone_what_it_does_not_speak_of(database: Engine) -> None:
    take_page(database, "full.txt")
    known = facts(database, "50990000-3561")
    quarters = (QuarterResult(1, narrative="ตามแผน"),)
    indicators = tuple(
        Indicator(one.name, code="5099-0001", definition="นิยาม", quarters=quarters)
        for one in known.indicators
    )
    entered = Evaluation(Quarter(2566, 3), None, "รอเอกสาร")
    with transaction(database) as tx:
        changed = ProjectFacts(
            known.code,
            known.name,
            known.unit_code,
            2566,
            status=ProjectStatus.DELAYED,
            division_code="50990800",
            indicators=indicators,
            evaluations=(entered,),
        )
        save_project(tx, changed)
    take(database, page_text("full.txt").replace("50990900/50990900\n", ""), name="page.txt")
    stored = facts(database, "50990000-3561")
    assert (stored.status, stored.division_code) == (ProjectStatus.DELAYED, "50990800")
    assert stored.rationale == known.rationale
    assert stored.indicators[0].measure == "คลอง"
    assert {(one.code, one.definition, one.quarters) for one in stored.indicators} == {
        ("5099-0001", "นิยาม", quarters)
    }
    assert stored.evaluations == (entered,)


def test_strategy_lines_are_kept_once_for_the_projects_of_a_year(database: Engine) -> None:
    take_page(database, "full.txt")
    before = everything(database)["strategy_line"]
    take(database, page_text("full.txt").replace("-3561", "-3562"), name="twin.txt")
    assert everything(database)["strategy_line"] == before
    assert facts(database, "50990000-3562").strategy == facts(database, "50990000-3561").strategy


# --- indicators of units ------------------------------------------------------------------------


def test_an_indicator_page_is_kept_for_its_unit_and_year(database: Engine) -> None:
    outcome = take_page(database, "indicator.txt")
    assert tallies(outcome) == {Tally(Thing.UNIT, new=1), Tally(Thing.INDICATOR, new=1)}
    with reading(database) as tx:
        found = find_unit_indicator(tx, "5099-0817", unit_code="50990000", fiscal_year=2566)
    assert found is not None
    assert found.summary == "ดำเนินการได้ตามแผน"
    assert [one.number for one in found.quarters] == [1, 2, 3, 4]


def test_a_stripped_copy_of_an_indicator_page_keeps_what_it_lacks(database: Engine) -> None:
    take_page(database, "indicator.txt")
    nameless = PageOptions(code="5099-0817", year="2566")
    text = "ค่าเป้าหมาย ร้อยละ : 100\nประเภทตัวชี้วัด : ตัวชี้วัดงานประจำ"
    outcome = take(database, text, nameless, name="short.txt")
    assert Tally(Thing.INDICATOR, changed=1) in tallies(outcome)
    with reading(database) as tx:
        found = find_unit_indicator(tx, "5099-0817", unit_code="50990000", fiscal_year=2566)
    assert found is not None
    assert found.name == "มิติที่ 3 (3.2) ร้อยละความสำเร็จของการให้บริการ"
    assert (found.target, found.actual, len(found.quarters)) == ("100", "56.6600", 4)
    assert found.printed == PrintedScore(4, Decimal(0))


# --- other files --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("page.pdf", b"%PDF", Reason.UNKNOWN_KIND),
        ("page", b"", Reason.UNKNOWN_KIND),
        ("page.txt", b"\0\0", Reason.UNREADABLE),
        ("table.csv", b"\0\0", Reason.UNREADABLE),
        ("table.xlsx", b"PK\x03\x04", Reason.UNREADABLE),
        ("table.xlsx", b"", Reason.UNREADABLE),
        ("table.csv", b"", Reason.NO_KNOWN_CONTENT),
        ("PAGE.TXT", b"", Reason.NO_KNOWN_CONTENT),
    ],
)
def test_a_file_of_another_kind_is_refused(
    sqlite: Engine, name: str, content: bytes, reason: Reason
) -> None:
    assert [one.reason for one in take(sqlite, content, name=name).refused] == [reason]
