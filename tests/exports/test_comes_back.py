"""An exported page that is imported again: what was filed in chat is known."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import Connection, Engine, func, select

from handlers.exports.register import export_page
from handlers.imports.page_options import PageOptions
from handlers.imports.register import NamedBytes, import_file
from storage import filing, inbox, page_log, people, projects, units
from storage.db import transaction
from storage.filing import Filing
from storage.periods import Period
from storage.records import (
    Arrival,
    Content,
    ImportedReport,
    ProjectFacts,
    Timeliness,
    Unit,
)
from storage.reports import log_of
from storage.tables import inbox as inbox_table
from storage.tables import report

CODE = "50990000-3700"
NOW = datetime(2026, 11, 20, 3, tzinfo=UTC)
NOVEMBER = Period(2026, 11)
FIRST = ImportedReport(
    Content(Decimal(40), "ปรับพื้นที่", None, "ฝนตก"), date(2026, 11, 5), date(2026, 11, 5)
)


def office(tx: Connection) -> int:
    units.save_unit(tx, Unit("50990000", "สำนักงานเขตทดลอง"))
    saved = projects.save_project(tx, ProjectFacts(CODE, "โครงการสวน", "50990000", 2570))
    return saved.id


def by_mali(tx: Connection, event: str) -> Filing:
    mali = people.find_or_add_person(tx, name="มาลี", unit_code="50990000", locale="th", now=NOW)
    inbox.receive(tx, [Arrival("webchat", event, "officer-1", NOW, "{}")], now=NOW)
    number = select(func.max(inbox_table.c.id))
    return Filing(
        reporter_id=mali.id,
        channel="webchat",
        inbox_id=tx.execute(number).scalar_one(),
        reported_on=date(2026, 11, 20),
        timeliness=Timeliness.ON_TIME,
        now=NOW,
    )


def import_again(tx: Connection, page: str) -> None:
    file = NamedBytes("page.txt", page.encode())
    assert not import_file(tx, file, PageOptions(), now=NOW, locale="th").refused


def rows(tx: Connection) -> int:
    return tx.execute(select(func.count()).select_from(report)).scalar_one()


def test_a_report_filed_in_chat_is_not_doubled_by_its_own_page(database: Engine) -> None:
    with transaction(database) as tx:
        project = office(tx)
        page_log.add_imported(tx, project, [FIRST])
        content = Content(Decimal("45.5"), "ปลูกต้นไม้\nรดน้ำ", "ดินแห้ง", None)
        filing.file_entry(tx, content, project_id=project, period=NOVEMBER, by=by_mali(tx, "e-1"))
        before = log_of(tx, project)
        page = export_page(tx, CODE)
        assert page is not None
        import_again(tx, page)
        assert log_of(tx, project) == before
        assert rows(tx) == 2


def test_a_correction_in_chat_stands_when_the_first_page_comes_again(database: Engine) -> None:
    with transaction(database) as tx:
        project = office(tx)
        page_log.add_imported(tx, project, [FIRST])
        corrected = Content(Decimal(42), "ปรับพื้นที่แล้ว", None, None)
        filing.file_revision(
            tx,
            corrected,
            project_id=project,
            period=NOVEMBER,
            entry=1,
            revision=2,
            by=by_mali(tx, "e-1"),
        )
        assert page_log.add_imported(tx, project, [FIRST]).unchanged == 1
        changed = ImportedReport(
            Content(Decimal(41), "ปรับพื้นที่บ้าง", None, None), FIRST.reported_on, None
        )
        assert page_log.add_imported(tx, project, [changed]).unchanged == 1
        assert [one.content for one in log_of(tx, project)] == [corrected]
        assert rows(tx) == 2


def test_a_page_that_changed_revises_what_it_brought_before(database: Engine) -> None:
    changed = ImportedReport(Content(Decimal(41), "ปรับพื้นที่บ้าง", None, None), FIRST.reported_on, None)
    same_day = ImportedReport(Content(Decimal(43), "เพิ่ม", None, None), FIRST.reported_on, None)
    with transaction(database) as tx:
        project = office(tx)
        page_log.add_imported(tx, project, [FIRST, same_day])
        added = page_log.add_imported(tx, project, [changed, same_day])
        assert (added.new, added.revised, added.unchanged) == (0, 1, 1)
        log = log_of(tx, project)
        assert [one.content for one in log] == [changed.content, same_day.content]
        assert [one.revision for one in log] == [2, 1]
