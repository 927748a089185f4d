from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine

from handlers.imports.outcome import CellFault, Outcome, Place, Reason, Tally, Thing
from handlers.thai.text import Fault
from storage.db import reading
from storage.people import people_named
from storage.projects import find_project
from storage.records import Grant, ProjectStatus, Role, Unit
from storage.reporters import projects_reported_by, reporters_of
from storage.units import all_units
from tests.imports.desk import everything, take
from tests.imports.office import PEOPLE, PROJECTS, TABLES, UNITS, csv, xlsx


def take_units(database: Engine) -> Outcome:
    return take(database, csv(UNITS), name="units.csv")


def refusals(outcome: Outcome) -> list[tuple[Reason, int, str | None, str]]:
    return [
        (one.reason, one.place.line, one.place.column, one.about)
        for one in outcome.refused
        if one.place
    ]


def test_a_workbook_fills_units_people_and_projects(database: Engine) -> None:
    outcome = take(database, xlsx(**TABLES), name="office.xlsx")
    assert outcome.refused == ()
    assert set(outcome.tallies) == {
        Tally(Thing.UNIT, new=5),
        Tally(Thing.PERSON, new=3, changed=1),
        Tally(Thing.PROJECT, new=2),
    }
    with reading(database) as tx:
        assert all_units(tx) == (
            Unit("50000000", "50000000"),
            Unit("50990000", "สำนักงานเขตทุ่งทอง", "50000000"),
            Unit("50990900", "ฝ่ายเทศกิจ", "50990000"),
            Unit("77000000", "กลุ่มเขตเหนือ"),
            Unit("78000000", "กองงานสวน", "77000000"),
        )
        (mali,) = people_named(tx, "มาลี ใจงาม")
        (kong,) = people_named(tx, "ก้อง ทองดี")
        found = find_project(tx, "50990000-0001")
        assert found is not None
        reporters = reporters_of(tx, found[0])
        reported = projects_reported_by(tx, kong.id, today=date(2026, 11, 25))
    assert mali.grants == {Grant(Role.OFFICER, "50990000"), Grant(Role.EVALUATOR, "50990000")}
    assert mali.locale == "th"
    assert set(reporters) == {mali.id, kong.id}
    assert [(one.code, one.unit) for one in reported] == [("50990000-0001", "สำนักงานเขตทุ่งทอง")]
    assert found[1].budget == Decimal("1500000.50")
    assert (found[1].status, found[1].fiscal_year) == (ProjectStatus.DELAYED, 2570)


def test_tables_imported_again_change_nothing(database: Engine) -> None:
    take(database, xlsx(**TABLES), name="office.xlsx")
    before = everything(database)
    again = take(database, xlsx(**TABLES), name="office.xlsx")
    assert everything(database) == before
    assert not any(tally.new or tally.changed for tally in again.tallies)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp874", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_may_come_from_any_spreadsheet(sqlite: Engine, encoding: str, delimiter: str) -> None:
    outcome = take(sqlite, csv(UNITS, delimiter).encode(encoding), name="UNITS.CSV")
    assert outcome.refused == ()
    with reading(sqlite) as tx:
        assert Unit("50990900", "ฝ่ายเทศกิจ", "50990000") in all_units(tx)


def test_headings_may_be_english_in_any_order_with_empty_rows_above(sqlite: Engine) -> None:
    rows = (("", "", ""), ("Unit Name *", "PARENT", "Code"), ("Parks", "", "78000000"))
    take(sqlite, csv(rows), name="units.csv")
    with reading(sqlite) as tx:
        assert Unit("78000000", "Parks") in all_units(tx)


def test_mended_cells_are_told_by_row_and_column(sqlite: Engine) -> None:
    rows = (("รหัสหน่วยงาน", "ชื่อหน่วยงาน"), (4160200, "สํานักงานสวน"))
    outcome = take(sqlite, xlsx(Sheet1=rows), name="units.xlsx")
    assert [(one.place, one.kind, one.before, one.after) for one in outcome.repaired] == [
        (Place(2, "รหัสหน่วยงาน", "Sheet1"), CellFault.LOST_ZERO, "4160200", "04160200"),
        (
            Place(2, "ชื่อหน่วยงาน", "Sheet1"),
            Fault.DECOMPOSED_SARA_AM,
            "สํานักงาน",
            "สำนักงาน",
        ),
    ]
    with reading(sqlite) as tx:
        assert Unit("04160200", "สำนักงานสวน", "04160000") in all_units(tx)


def test_everything_wrong_is_told_at_once_and_nothing_is_changed(database: Engine) -> None:
    take_units(database)
    before = everything(database)
    outcome = take(
        database,
        xlsx(
            หน่วยงาน=(
                *UNITS,
                ("509", "สั้นไป", ""),
                ("51000000", "", "52000000"),
                ("53000000", "ไม่มีต้นสังกัด", "54000000"),
                ("77000000", "ซ้ำ", ""),
            ),
            บุคลากร=(
                *PEOPLE,
                ("", "50990000", "เจ้าหน้าที่"),
                ("ใหม่ มาก", "99990000", "นายก"),
                ("มาลี ใจงาม", "50990000", "เจ้าหน้าที่"),
            ),
            โครงการ=(
                *PROJECTS,
                ("50990000-1", "โครงการ", "2023", "", "มาก", "ดี"),
                ("99990000-0001", "โครงการ", "2570", "มาลี ใจงาม, ไม่รู้จัก กัน", "", ""),
            ),
        ),
        name="office.xlsx",
    )
    assert everything(database) == before
    assert outcome.tallies == ()
    assert refusals(outcome) == [
        (Reason.BAD_UNIT_CODE, 6, "รหัสหน่วยงาน", "509"),
        (Reason.CELL_EMPTY, 7, "ชื่อหน่วยงาน", ""),
        (Reason.ROW_TWICE, 9, None, "ซ้ำ"),
        (Reason.CELL_EMPTY, 6, "ชื่อ-นามสกุล", ""),
        (Reason.BAD_ROLE, 7, "บทบาท", "นายก"),
        (Reason.ROW_TWICE, 8, None, "มาลี ใจงาม"),
        (Reason.BAD_PROJECT_CODE, 4, "รหัสโครงการ", "50990000-1"),
        (Reason.BAD_YEAR, 4, "ปีงบประมาณ", "2023"),
        (Reason.BAD_STATUS, 4, "สถานะ", "ดี"),
        (Reason.BAD_NUMBER, 4, "งบประมาณ", "มาก"),
        (Reason.UNIT_UNKNOWN, 8, "รหัสหน่วยงานต้นสังกัด", "54000000"),
        (Reason.UNIT_UNKNOWN, 5, "รหัสโครงการ", "99990000"),
        (Reason.PERSON_UNKNOWN, 5, "ผู้รายงาน", "ไม่รู้จัก กัน"),
    ]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (("รหัสหน่วยงาน", "ต้นสังกัด"), [(Reason.COLUMN_MISSING, "ชื่อหน่วยงาน")]),
        (
            ("รหัสหน่วยงาน", "ชื่อหน่วยงาน", "โทรศัพท์"),
            [(Reason.COLUMN_UNKNOWN, "โทรศัพท์")],
        ),
        (
            ("รหัสหน่วยงาน", "ชื่อหน่วยงาน", "หน่วยงาน"),
            [(Reason.COLUMN_TWICE, "หน่วยงาน")],
        ),
        (("รหัสหน่วยงาน", "ชื่อหน่วยงาน", ""), [(Reason.CELL_WITHOUT_HEADING, "ค")]),
        (("สี", "กลิ่น", "รส"), [(Reason.NO_KNOWN_CONTENT, "สี, กลิ่น, รส")]),
    ],
)
def test_columns_that_are_missing_unknown_or_doubled_are_refused(
    sqlite: Engine, headings: tuple[str, ...], expected: list[tuple[Reason, str]]
) -> None:
    outcome = take(sqlite, csv([headings, ("50990000", "ข", "ค")[: len(headings)]]), name="a.csv")
    assert [(one.reason, one.about) for one in outcome.refused] == expected


@pytest.mark.parametrize(
    "rows",
    [
        [("77000000", "ก", "77000000")],
        [("77000000", "ก", "78000000"), ("78000000", "ข", "77000000")],
        [("50000000", "ก", "50990900")],
    ],
)
def test_a_unit_cannot_come_to_lie_below_itself(
    database: Engine, rows: list[tuple[str, ...]]
) -> None:
    take_units(database)
    before = everything(database)
    outcome = take(database, csv([UNITS[0], *rows]), name="units.csv")
    assert {one.reason for one in outcome.refused} == {Reason.UNIT_BELOW_ITSELF}
    assert everything(database) == before


def test_units_may_change_places_in_one_table(database: Engine) -> None:
    take_units(database)
    rows = (UNITS[0], ("77000000", "กลุ่มเขตเหนือ", "78000000"), ("78000000", "กองงานสวน", "50990000"))
    outcome = take(database, csv(rows), name="units.csv")
    assert outcome.refused == ()
    with reading(database) as tx:
        assert Unit("77000000", "กลุ่มเขตเหนือ", "78000000") in all_units(tx)


def test_a_cell_left_empty_leaves_a_project_as_it_was(database: Engine) -> None:
    take(database, xlsx(**TABLES), name="office.xlsx")
    rows = (PROJECTS[0], ("50990000-0001", "โครงการคลองใสไหลดี", "2570", "", "", ""))
    take(database, csv(rows), name="projects.csv")
    with reading(database) as tx:
        found = find_project(tx, "50990000-0001")
        assert found is not None
        assert len(reporters_of(tx, found[0])) == 2
    assert found[1].name == "โครงการคลองใสไหลดี"
    assert (found[1].budget, found[1].status) == (Decimal("1500000.50"), ProjectStatus.DELAYED)


def test_a_reporter_of_a_common_name_is_the_one_of_the_projects_unit(database: Engine) -> None:
    people = (*PEOPLE, ("มาลี ใจงาม", "78000000", "เจ้าหน้าที่"), ("ก้อง ทองดี", "78000000", "หัวหน้า"))
    outcome = take(database, xlsx(ก=UNITS, ข=people, ค=PROJECTS), name="office.xlsx")
    assert refusals(outcome) == [(Reason.PERSON_AMBIGUOUS, 2, "ผู้รายงาน", "ก้อง ทองดี")]
    alone = (PROJECTS[0], ("50990000-0001", "โครงการคลองใส", "2570", "มาลี ใจงาม", "", ""))
    take(database, xlsx(ก=UNITS, ข=people, ค=alone), name="office.xlsx")
    with reading(database) as tx:
        found = find_project(tx, "50990000-0001")
        assert found is not None
        at_home = [one.id for one in people_named(tx, "มาลี ใจงาม") if one.unit_code == "50990000"]
        assert list(reporters_of(tx, found[0])) == at_home


def test_spreadsheets_figures_are_read_as_they_are_shown(sqlite: Engine) -> None:
    projects = (PROJECTS[0], ("50990000-0001", "โครงการ", 2570.0, None, 1500000.5, None))
    outcome = take(sqlite, xlsx(ก=UNITS, ค=projects), name="office.xlsx")
    assert outcome.refused == ()
    with reading(sqlite) as tx:
        found = find_project(tx, "50990000-0001")
    assert found is not None
    assert (found[1].fiscal_year, found[1].budget) == (2570, Decimal("1500000.5"))


def test_a_damaged_csv_is_refused(sqlite: Engine) -> None:
    outcome = take(sqlite, "รหัส,ชื่อ\n" + '"' + "ก" * 200_000, name="units.csv")
    assert [one.reason for one in outcome.refused] == [Reason.UNREADABLE]


def edited(book: bytes, pattern: bytes, other: bytes) -> bytes:
    """Give a workbook with something else written in its sheets."""
    written, edits = BytesIO(), 0
    with ZipFile(BytesIO(book)) as old, ZipFile(written, "w") as new:
        for name in old.namelist():
            part, found = re.subn(pattern, other, old.read(name))
            new.writestr(name, part)
            edits += found
    assert edits == 1
    return written.getvalue()


@pytest.mark.parametrize("told", [b"A1", b"A1:C3", b"A1:XFD1048576"])
def test_all_rows_are_read_however_large_a_workbook_says_that_it_is(
    sqlite: Engine, told: bytes
) -> None:
    book = edited(xlsx(ก=UNITS), rb'<dimension ref="[^"]*"', b'<dimension ref="%s"' % told)
    outcome = take(sqlite, book, name="units.xlsx")
    assert outcome.refused == ()
    with reading(sqlite) as tx:
        assert {row[0] for row in UNITS[1:]} <= {unit.code for unit in all_units(tx)}


def test_a_figure_that_a_spreadsheet_computed_is_read_as_it_shows_it(sqlite: Engine) -> None:
    rows = (PROJECTS[0], ("50990000-0001", "โครงการคลองใส", 2570.0, "", 1.1 * 3, ""))
    written = xlsx(ก=UNITS, ค=rows)
    book = edited(written, rb"<v>3\.3</v>", b"<v>3.3000000000000003</v>")
    outcome = take(sqlite, book, name="office.xlsx")
    assert outcome.refused == ()
    with reading(sqlite) as tx:
        found = find_project(tx, "50990000-0001")
    assert found is not None
    assert found[1].budget == Decimal("3.30")


@pytest.mark.parametrize("name", ["", "\u200b", "\u0e4b", " \u0e3a\ufeff"])
def test_a_name_that_nobody_could_see_is_none(sqlite: Engine, name: str) -> None:
    outcome = take(sqlite, csv((*UNITS, ("51000000", name, ""))), name="units.csv")
    assert [one[:3] for one in refusals(outcome)] == [
        (Reason.CELL_EMPTY, len(UNITS) + 1, "ชื่อหน่วยงาน")
    ]


@pytest.mark.parametrize(
    "code",
    ["50990000\u20130001", "50990000 \u2014 0001", "\u200b50990000-0001", "๕๐๙๙๐๐๐๐\u2212๐๐๐๑"],
)
def test_a_code_may_come_from_a_word_processor(sqlite: Engine, code: str) -> None:
    rows = (PROJECTS[0], (code, "โครงการคลองใส", "2570", "", "", ""))
    assert take(sqlite, xlsx(ก=UNITS, ค=rows), name="office.xlsx").refused == ()
    with reading(sqlite) as tx:
        assert find_project(tx, "50990000-0001") is not None
