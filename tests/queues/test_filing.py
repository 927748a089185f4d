from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError

from storage import filing, page_log
from storage.db import transaction
from storage.filing import Filing
from storage.periods import Period
from storage.records import Content, ImportedReport, Timeliness
from storage.reporters import add_reporter
from storage.reports import log_of
from storage.tables import inbox, report
from storage.units import save_unit
from tests.queues.rows import (
    NOW,
    UNIT,
    add_person,
    add_project,
    arrival,
    be_impatient,
    keep,
    somebody_waits_for_a_lock,
    until,
)

NOVEMBER = Period(2026, 11)
OCTOBER = Period(2026, 10)
TODAY = date(2026, 11, 25)
CONTENT = Content(Decimal(45), "ขุดลอกคลองแล้ว", None, None)


def by(
    tx: Connection, event: str, *, timeliness: Timeliness = Timeliness.ON_TIME, reporter: int = 0
) -> Filing:
    """A filing by somebody, caused by an event that is in the inbox."""
    keep(tx, arrival(event))
    number = tx.execute(select(inbox.c.id).where(inbox.c.event_id == event)).scalar_one()
    reporter = reporter or add_person(tx)
    return Filing(reporter, "line", number, TODAY, timeliness, NOW)


def add(
    tx: Connection,
    project: int,
    event: str,
    *,
    content: Content = CONTENT,
    period: Period = NOVEMBER,
) -> None:
    filing.file_entry(tx, content, project_id=project, period=period, by=by(tx, event))


def revise(
    tx: Connection,
    project: int,
    event: str,
    *,
    content: Content,
    revision: int,
    timeliness: Timeliness = Timeliness.LATE,
) -> None:
    filing.file_revision(
        tx,
        content,
        project_id=project,
        period=NOVEMBER,
        entry=1,
        revision=revision,
        by=by(tx, event, timeliness=timeliness),
    )


def rows(tx: Connection, *columns: str) -> list[tuple[Any, ...]]:
    chosen = [report.c[name] for name in columns]
    return [tuple(row) for row in tx.execute(select(*chosen).order_by(report.c.id))]


@pytest.mark.parametrize(
    "content",
    [
        Content(Decimal(0), "เริ่มแล้ว", None, None),
        Content(Decimal(100), "แล้วเสร็จ", "ไม่มีงบประมาณ", "ฝนตก"),
        Content(
            Decimal("33.33"),
            "บรรทัดแรก\n\nบรรทัดสาม \"คำพูด\" 'ใช่' \\n 100% 👩🏽‍🌾 ก็ำ ที่่",
            "-",
            " ",
        ),
        Content(Decimal("0.01"), "ก" * 10_000, "ข" * 5_000, "ค" * 5_000),
    ],
    ids=["least", "most", "every sign", "longest"],
)
def test_a_report_is_filed_word_for_word(tx: Connection, content: Content) -> None:
    project = add_project(tx)
    add(tx, project, "e1", content=content)
    [filed] = log_of(tx, project)
    assert filed.content == content
    assert filed.content.percent.as_tuple() == content.percent.quantize(Decimal("0.01")).as_tuple()
    assert (filed.period, filed.entry, filed.revision) == (NOVEMBER, 1, 1)
    assert (filed.reported_on, filed.filed_at, filed.channel) == (TODAY, NOW, "line")
    assert (filed.timeliness, filed.reporter) == (Timeliness.ON_TIME, "มาลี ใจงาม")


@pytest.mark.parametrize("percent", ["-0.01", "-45", "1000", "45.123", "NaN", "Infinity"])
def test_what_is_no_percent_is_not_filed(tx: Connection, percent: str) -> None:
    project = add_project(tx)
    filed_by = by(tx, "e1")
    content = Content(Decimal(percent), "ขุดลอกคลองแล้ว", None, None)
    with pytest.raises(Exception, match=r"(?i)percent|digits|decimals"), tx.begin_nested():
        filing.file_entry(tx, content, project_id=project, period=NOVEMBER, by=filed_by)
    assert rows(tx, "id") == []


def test_entries_are_numbered_within_the_month_of_a_project(tx: Connection) -> None:
    one, other = add_project(tx), add_project(tx, "04160200-0002")
    add(tx, one, "e1")
    add(tx, one, "e2")
    add(tx, other, "e3")
    add(tx, one, "e4", period=OCTOBER)
    assert rows(tx, "project_id", "period", "entry", "revision") == [
        (one, NOVEMBER, 1, 1),
        (one, NOVEMBER, 2, 1),
        (other, NOVEMBER, 1, 1),
        (one, OCTOBER, 1, 1),
    ]


def test_one_event_files_once(tx: Connection) -> None:
    project = add_project(tx)
    once = by(tx, "e1")
    filing.file_entry(tx, CONTENT, project_id=project, period=NOVEMBER, by=once)
    with pytest.raises(IntegrityError), tx.begin_nested():
        filing.file_entry(tx, CONTENT, project_id=project, period=NOVEMBER, by=once)
    with pytest.raises(IntegrityError), tx.begin_nested():
        filing.file_revision(
            tx, CONTENT, project_id=project, period=NOVEMBER, entry=1, revision=2, by=once
        )
    assert rows(tx, "entry", "revision") == [(1, 1)]


# --- corrections ----------------------------------------------------------------------------


def test_a_correction_is_added_and_what_it_corrects_stays_as_it_was(tx: Connection) -> None:
    project = add_project(tx)
    add(tx, project, "e1")
    before = rows(tx, *report.c.keys())
    better = Content(Decimal("47.5"), "ขุดลอกคลองแล้ว 2 แห่ง", "ฝนตก", None)
    revise(tx, project, "e2", content=better, revision=2)
    best = Content(Decimal(48), "ขุดลอกคลองแล้ว 3 แห่ง", None, None)
    revise(tx, project, "e3", content=best, revision=3)
    assert rows(tx, *report.c.keys())[:1] == before
    assert rows(tx, "entry", "revision", "percent") == [
        (1, 1, Decimal(45)),
        (1, 2, Decimal("47.5")),
        (1, 3, Decimal(48)),
    ]
    assert [(one.revision, one.content) for one in log_of(tx, project)] == [(3, best)]


def test_a_revision_that_is_there_already_is_not_replaced(tx: Connection) -> None:
    project = add_project(tx)
    add(tx, project, "e1")
    better = Content(Decimal(47), "ขุดลอกคลองแล้ว 2 แห่ง", None, None)
    revise(tx, project, "e2", content=better, revision=2)
    with pytest.raises(IntegrityError), tx.begin_nested():
        revise(tx, project, "e3", content=CONTENT, revision=2)
    assert [one.content for one in log_of(tx, project)] == [better]


def test_a_late_correction_does_not_make_the_report_late(tx: Connection) -> None:
    project = add_project(tx)
    add(tx, project, "e1")
    revise(tx, project, "e2", content=CONTENT, revision=2, timeliness=Timeliness.LATE)
    assert rows(tx, "timeliness") == [(Timeliness.ON_TIME,), (Timeliness.ON_TIME,)]


# --- several at work ------------------------------------------------------------------------


@pytest.fixture
def project(postgresql: Engine) -> int:
    with transaction(postgresql) as tx:
        save_unit(tx, UNIT)
        return add_project(tx)


def file_by_chat(tx: Connection, project: int) -> None:
    filing.hold_project(tx, project)
    add(tx, project, "other")


def import_a_page(tx: Connection, project: int) -> None:
    entry = ImportedReport(replace(CONTENT, narrative="จากหน้าโครงการ"), TODAY, None)
    assert page_log.add_imported(tx, project, [entry]).new == 1


@pytest.mark.parametrize("other", [file_by_chat, import_a_page])
def test_reports_on_one_project_are_filed_one_after_another(
    postgresql: Engine, project: int, other: Callable[[Connection, int], None]
) -> None:
    def file_another() -> None:
        with transaction(postgresql) as tx:
            other(tx, project)

    with ThreadPoolExecutor(1) as thread, transaction(postgresql) as tx:
        filing.hold_project(tx, project)
        filed = thread.submit(file_another)
        until(lambda: filed.done() or somebody_waits_for_a_lock(postgresql))
        assert not filed.done(), "the other one did not wait"
        add(tx, project, "first")
        tx.commit()
        filed.result(timeout=20)
    with transaction(postgresql) as tx:
        assert rows(tx, "entry", "revision") == [(1, 1), (2, 1)]


def test_nobody_waits_for_reports_on_another_project(postgresql: Engine, project: int) -> None:
    with transaction(postgresql) as tx:
        another = add_project(tx, "04160200-0002")
    with transaction(postgresql) as tx:
        filing.hold_project(tx, project)
        with transaction(postgresql) as other:
            be_impatient(other)
            filing.hold_project(other, another)
            filing.file_entry(
                other, CONTENT, project_id=another, period=NOVEMBER, by=by(other, "e1")
            )
        assert rows(tx, "project_id") == [(another,)]


def test_a_held_project_can_be_pointed_to(postgresql: Engine, project: int) -> None:
    """A reporter can be added meanwhile: holding is no stronger than it has to be."""
    with transaction(postgresql) as tx:
        mali = add_person(tx)
    with transaction(postgresql) as tx:
        filing.hold_project(tx, project)
        with transaction(postgresql) as other:
            be_impatient(other)
            assert add_reporter(other, project_id=project, person_id=mali)
