from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, insert

from storage.periods import Period
from storage.records import Report, newest_of
from storage.reporters import add_reporter, projects_reported_by
from storage.reports import count_filed_by, latest_months_of, latest_of, log_of
from storage.tables import report
from tests.queues.rows import NOW, add_person, add_project

OCTOBER, NOVEMBER = Period(2026, 10), Period(2026, 11)


def add(
    tx: Connection,
    project: int,
    percent: int,
    *,
    period: Period = NOVEMBER,
    entry: int = 1,
    revision: int = 1,
    day: int = 20,
    reporter: int | None = None,
) -> None:
    tx.execute(
        insert(report).values(
            project_id=project,
            period=period,
            entry=entry,
            revision=revision,
            percent=Decimal(percent),
            narrative="ขุดลอกคลองแล้ว",
            reported_on=date(period.year, period.month, day),
            filed_at=NOW,
            reporter_id=reporter,
            channel="line" if reporter else None,
        )
    )


def percents(reports: tuple[Report, ...]) -> list[int]:
    return [int(one.content.percent) for one in reports]


def test_a_log_holds_every_entry_in_its_newest_revision_oldest_first(tx: Connection) -> None:
    project, other = add_project(tx), add_project(tx, "04160200-0002")
    add(tx, project, 30, entry=2, day=21)
    add(tx, project, 20, entry=1, day=20)
    add(tx, project, 10, period=OCTOBER)
    add(tx, project, 25, entry=1, revision=2, day=24)
    add(tx, project, 26, entry=1, revision=3, day=20)
    add(tx, other, 99)
    assert percents(log_of(tx, project)) == [10, 26, 30]
    assert log_of(tx, 4711) == ()


def test_entries_of_one_day_stand_in_the_order_of_their_numbers(tx: Connection) -> None:
    project = add_project(tx)
    for entry in (2, 3, 1):
        add(tx, project, entry, entry=entry)
    assert percents(log_of(tx, project)) == [1, 2, 3]


def test_the_newest_report_is_of_the_last_month_entry_and_revision(tx: Connection) -> None:
    project, other = add_project(tx), add_project(tx, "04160200-0002")
    silent = add_project(tx, "04160200-0003")
    add(tx, project, 50, entry=2)
    add(tx, project, 55, entry=2, revision=2)
    add(tx, project, 70, entry=1, revision=3, day=25)
    add(tx, project, 90, period=OCTOBER, entry=9, day=31)
    add(tx, other, 5, period=OCTOBER)
    mali = add_person(tx)
    for one in (project, other, silent):
        add_reporter(tx, project_id=one, person_id=mali)
    newest = [listed.newest for listed in projects_reported_by(tx, mali, today=date(2026, 11, 25))]
    assert [one and int(one.content.percent) for one in newest] == [55, 5, None]
    assert newest[0] in log_of(tx, project)


def test_the_latest_entries_of_several_projects_come_newest_first(tx: Connection) -> None:
    project, other = add_project(tx), add_project(tx, "04160200-0002")
    add(tx, project, 1, period=OCTOBER, day=20)
    add(tx, other, 2, period=OCTOBER, day=25)
    add(tx, project, 3, day=10)
    add(tx, project, 4, day=10, revision=2)
    add(tx, other, 5, day=9)
    assert percents(latest_of(tx, [project, other], limit=3)) == [4, 5, 2]
    assert percents(latest_of(tx, [project], limit=9)) == [4, 1]
    assert latest_of(tx, [], limit=9) == ()


def test_how_far_a_project_is_says_its_latest_month_whatever_was_sent_last(tx: Connection) -> None:
    project = add_project(tx)
    add(tx, project, 10, period=OCTOBER, day=20)
    add(tx, project, 30, day=20)
    add(tx, project, 35, entry=2, day=21)
    add(tx, project, 12, period=OCTOBER, revision=2, day=25)
    newest = newest_of(log_of(tx, project))
    assert newest is not None
    assert newest.content.percent == 35
    assert percents(latest_months_of(tx, project, limit=9)) == [35, 30, 12]
    assert percents(latest_months_of(tx, project, limit=1)) == [35]
    assert newest_of(()) is None


def test_what_a_person_filed_counts_once_however_often_it_was_corrected(tx: Connection) -> None:
    project, mali = add_project(tx), add_person(tx)
    add(tx, project, 1, reporter=mali)
    add(tx, project, 2, revision=2, reporter=mali)
    add(tx, project, 3, entry=2, reporter=mali)
    add(tx, project, 4, entry=3, reporter=add_person(tx, "วิภา รักงาน"))
    add(tx, project, 5, entry=4)
    assert count_filed_by(tx, mali) == 2
