"""What the database counts and puts in order is what the rules say of each project."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import Connection, Engine, insert, select

from handlers.oversight.risk import risks_of
from handlers.oversight.standing import Bucket, bucket_of
from handlers.status.reading import Looked, Told, buckets_of, look_at, read_page, tell_of
from handlers.timeliness.classes import Class
from storage.db import reading, transaction
from storage.filing import Filing, file_entry, file_revision, hold_project
from storage.last_reports import keep_last_reports
from storage.newest_reports import newest_reports
from storage.periods import BANGKOK, Period, fiscal_months
from storage.project_months import Newest, Wanted
from storage.projects import find_project, save_project
from storage.ranking import ranked
from storage.records import Content, ProjectFacts, ProjectStatus, Timeliness, Unit
from storage.statuses import set_status
from storage.tables import last_report, person, project, report
from storage.units import save_unit
from tests.oversight.city import CITY, NORTH, NOW, OTHER, SOUTH, found_city

TODAY = date(2026, 11, 26)
NOVEMBER = Period(2026, 11)


def look(tx: Connection, *units: Unit, month: Period = NOVEMBER, today: date = TODAY) -> Looked:
    return look_at(tx, month, today=today, units=[one.code for one in units])


def city(tx: Connection) -> dict[str, int]:
    numbers = found_city(tx)
    keep_last_reports(tx)
    return numbers


def names(told: tuple[Told, ...]) -> list[str]:
    return [one.standing.name for one in told]


def test_the_city_of_the_digest_is_counted_and_put_in_order(database: Engine) -> None:
    with transaction(database) as tx:
        city(tx)
        page = read_page(tx, look(tx, CITY, SOUTH, NORTH), Wanted.ALL, 1, most=20)
    assert buckets_of(page.counted) == {
        Bucket.DONE: 1,
        Bucket.IN_PROGRESS: 7,
        Bucket.SUSPENDED: 2,
        Bucket.CANCELLED: 1,
        Bucket.UNREPORTED: 3,
    }
    # That which was suspended after the due day still owes the month.
    assert (page.counted.total, page.counted.missing, page.counted.at_risk) == (14, 4, 4)
    wrong = [len(one.risks) + (one.became is Class.MISSING) for one in page.projects]
    assert wrong == sorted(wrong, reverse=True)
    assert wrong.count(0) == 6
    assert "ของสำนักอื่น" not in names(page.projects)


def test_only_what_is_missing_or_at_risk_is_listed(database: Engine) -> None:
    with transaction(database) as tx:
        city(tx)
        looked = look(tx, CITY, SOUTH, NORTH)
        late = read_page(tx, looked, Wanted.LATE, 1, most=20)
        risk = read_page(tx, looked, Wanted.RISK, 1, most=20)
    assert set(names(late.projects)) == {"ค้างหนึ่ง", "ค้างสอง", "ค้างสาม", "พักหลัง"}
    assert all(one.risks for one in risk.projects)
    assert "ช้ากว่าแผน" in names(risk.projects)


def test_a_page_beyond_the_last_is_the_last(database: Engine) -> None:
    with transaction(database) as tx:
        city(tx)
        looked = look(tx, CITY, SOUTH, NORTH)
        pages = [read_page(tx, looked, Wanted.ALL, number, most=5) for number in (1, 2, 3, 9)]
    assert [(one.number, one.pages, one.first) for one in pages] == [
        (1, 3, 1),
        (2, 3, 6),
        (3, 3, 11),
        (3, 3, 11),
    ]
    assert len({name for one in pages for name in names(one.projects)}) == 14


def drawn_city(tx: Connection, random: Random) -> None:
    """Many projects of two years whose reports, budgets and statuses are drawn by lot."""
    for unit in (CITY, SOUTH):
        save_unit(tx, unit)
    for number in range(1, 121):
        year = random.choice((2570, 2570, 2570, 2569))
        money = random.choice((None, Decimal(0), Decimal(random.randint(1, 999)) / 7))
        facts = ProjectFacts(
            f"90010000-{number:04d}",
            f"โครงการ {number}",
            random.choice((CITY, SOUTH)).code,
            year,
            status=random.choice(list(ProjectStatus)),
            budget=None if money is None else round(money, 2),
            budget_used=random.choice((None, Decimal(random.randint(0, 99_999)) / 100)),
        )
        saved = save_project(tx, facts).id
        for month in (*fiscal_months(2569)[-3:], *fiscal_months(2570)[:3]):
            for entry in range(1, random.choice((0, 1, 1, 2)) + 1):
                for revision in range(1, random.choice((1, 1, 2)) + 1):
                    percent = random.choice((0, 10, 15, 15, 31, 45, 100))
                    tx.execute(
                        insert(report).values(
                            project_id=saved,
                            period=month,
                            entry=entry,
                            revision=revision,
                            percent=Decimal(percent) + random.choice((0, Decimal("0.62"), 0)),
                            narrative="ดำเนินการ",
                            problems=random.choice((None, "น้ำท่วม")),
                            obstacles=None,
                            reported_on=month.first_day.replace(day=random.randint(1, 28)),
                            timeliness=random.choice((None, Timeliness.LATE)),
                        )
                    )
        if random.random() < 0.3:
            status = random.choice(list(ProjectStatus))
            since = random.choice((date(2026, 11, 3), date(2026, 11, 25), date(2026, 11, 26)))
            set_status(tx, saved, status, since=since, set_by=None, now=NOW)
    tx.execute(report.update().where(report.c.percent > Decimal(100)).values(percent=Decimal(100)))
    keep_last_reports(tx)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("month", [NOVEMBER, NOVEMBER.previous], ids=str)
def test_what_the_database_says_of_a_drawn_city_is_what_the_rules_say(
    database: Engine, month: Period, seed: int
) -> None:
    with transaction(database) as tx:
        drawn_city(tx, Random(seed))
        everything = list(tx.scalars(select(project.c.id)))
        of_year = list(tx.scalars(select(project.c.id).where(project.c.fiscal_year == 2570)))
        for looked, numbers in (
            (look(tx, CITY, SOUTH, month=month), of_year),
            (look_at(tx, month, today=TODAY, ids=everything), everything),
        ):
            told = {one.standing.project_id: one for one in tell_of(tx, looked, numbers)}
            page = read_page(tx, looked, Wanted.ALL, 1, most=1000)
            assert page.counted.total == len(told) == len(numbers)
            missing = {one for one, said in told.items() if said.became is Class.MISSING}
            at_risk = {one for one, said in told.items() if said.risks}
            assert (page.counted.missing, page.counted.at_risk) == (len(missing), len(at_risk))
            buckets = Counter(
                bucket_of(one.standing.status, reported=one.standing.first is not None)
                for one in told.values()
            )
            assert buckets_of(page.counted) == {bucket: buckets[bucket] for bucket in Bucket}
            for wanted, those in ((Wanted.LATE, missing), (Wanted.RISK, at_risk)):
                found = ranked(tx, looked.among, wanted, first=0, most=1000)
                assert set(found) == those
            wrong = [len(one.risks) + (one.became is Class.MISSING) for one in page.projects]
            assert wrong == sorted(wrong, reverse=True)


def kept(tx: Connection) -> dict[int, Newest]:
    columns = [one for one in last_report.c if one.name not in ("project_id", "stands_for")]
    rows = tx.execute(select(last_report.c.project_id, *columns))
    return {number: Newest(*told) for number, *told in rows}


@pytest.mark.parametrize("seed", range(2))
def test_what_is_kept_of_the_newest_reports_is_what_they_say(database: Engine, seed: int) -> None:
    with transaction(database) as tx:
        drawn_city(tx, Random(seed))
        found: dict[int, Newest] = {}
        for year in (2569, 2570):
            theirs = project.c.fiscal_year == year
            found |= newest_reports(tx, theirs, fiscal_months(year)[-1])
        assert kept(tx) == found
        months = tx.execute(
            select(last_report.c.period, last_report.c.stands_since, last_report.c.stands_for)
        )
        for period, since, count in months:
            assert count == 12 * (period.year - since.year) + period.month - since.month


def test_a_report_that_is_filed_or_corrected_is_kept_at_once(database: Engine) -> None:
    with transaction(database) as tx:
        number = city(tx)["ตามแผน"]
        by = Filing(1, "line", 501, TODAY, Timeliness.ON_TIME, NOW)
        file_person(tx)
        hold_project(tx, number)
        before = kept(tx)[number]
        said = Content(Decimal(50), "ดำเนินการ", None, None)
        file_entry(tx, said, project_id=number, period=NOVEMBER, by=by)
        assert [before.percent, kept(tx)[number].percent] == [36, 50]
        file_revision(
            tx,
            replace(said, percent=Decimal(48)),
            project_id=number,
            period=NOVEMBER,
            entry=3,
            revision=2,
            by=replace(by, inbox_id=502),
        )
        assert kept(tx)[number].percent == 48
        assert risks_at(tx, number) == ()


def file_person(tx: Connection) -> None:
    tx.execute(
        insert(person).values(id=1, name="มาลี", unit_code=SOUTH.code, locale="th", created_at=NOW)
    )


def risks_at(tx: Connection, number: int) -> tuple[object, ...]:
    looked = look_at(tx, NOVEMBER, today=TODAY, ids=[number])
    [told] = tell_of(tx, looked, [number])
    return risks_of(told.standing, TODAY)


def test_a_project_that_is_moved_to_another_year_keeps_the_report_of_that_year(
    database: Engine,
) -> None:
    with transaction(database) as tx:
        number = city(tx)["หยุดนิ่ง"]
        assert kept(tx)[number].percent == 22
        found = find_project(tx, f"{NORTH.code}-0007")
        assert found is not None
        assert found[0] == number
        save_project(tx, replace(found[1], fiscal_year=2569))
        assert kept(tx)[number].percent == 90


def test_what_a_neighbouring_department_has_is_not_counted(database: Engine) -> None:
    with transaction(database) as tx:
        city(tx)
    with reading(database) as tx:
        assert read_page(tx, look(tx, OTHER), Wanted.ALL, 1, most=9).counted.total == 1
        later = datetime(2026, 12, 5, 9, 0, tzinfo=BANGKOK).date()
        december = look(tx, OTHER, month=NOVEMBER.next, today=later)
        assert read_page(tx, december, Wanted.LATE, 1, most=9).counted.missing == 1
