"""What the database counts is what counting the summaries of the same projects gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from sqlalchemy import Engine, event

from handlers.oversight.standing import bucket_of
from handlers.summaries.corrections import corrections_of
from handlers.summaries.counting import read_marks, read_totals
from handlers.summaries.project import NOTHING_YET, ProjectSummary
from handlers.summaries.reading import read_summaries
from handlers.summaries.report import previous_quarter
from handlers.summaries.targets import Reached, results_of
from handlers.summaries.targets import compare as reach
from handlers.summaries.totals import Revision, revised
from handlers.summaries.unit_text import count_corrected
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import deadlines_of
from storage.db import reading, transaction
from storage.periods import Period, Quarter, fiscal_months, local_date
from storage.policies import save_layer
from storage.records import PolicyLayer, Report
from tests.summaries.corrected import give
from tests.summaries.office import GOLDEN, QUARTER, TODAY, UNITS, settle

PLACES = (None, *(unit.code for unit in UNITS))
MONEY = ("- -", "- 5", "1000 -", "1000 250.25")
STATUSES = ("not_started", "in_progress", "delayed", "suspended", "cancelled", "done")


def counted(one: ProjectSummary) -> Iterator[tuple[object, ...]]:
    """All that a project adds to the counts, one by one."""
    yield ("status", one.status)
    for month in one.months:
        if month.begun:
            yield ("class", month.period, month.became)
        if month.due_on is not None:
            yield ("not due", month.period)
    yield from (("corrected", each.what) for each in corrections_of(one))
    number = one.months[-1].period.quarter.number
    for mark in one.figure_marks:
        if mark.indicator is not None and mark.quarter == number:
            yield ("target then", reach(mark.stood, mark.target))
            yield ("target since", reach(mark.figure, mark.target))
    yield from (("issue", issue.kind, issue.state) for issue in one.issues)
    for result in results_of(one.recorded.indicators, one.months[-1].period.quarter.number):
        yield ("target", result.reached)


def compare(engine: Engine, quarter: Quarter, place: str | None, *, today: date) -> int:
    """Count in both ways, and give how many projects there were."""
    with reading(engine) as tx:
        projects = list(read_summaries(tx, quarter.periods, place, today=today))
        totals = read_totals(tx, quarter.periods, place, today=today)
        marks = read_marks(tx, quarter.periods, place, today=today)
    expected = Counter(each for one in projects for each in counted(one))
    found: Counter[tuple[object, ...]] = Counter()
    found.update({("status", key): count for key, count in marks.statuses.items()})
    found.update({("issue", *key): count for key, count in marks.issues.items()})
    found.update({("target", key): count for key, count in marks.targets.items()})
    revision = marks.revision
    found.update({("corrected", key): count for key, count in count_corrected(revision).items()})
    moved = [key for key in expected if key[0] in {"target then", "target since"}]
    growth = Counter[Reached]()
    for key in moved:
        growth.update({Reached(str(key[1])): expected.pop(key) * (-1) ** (key[0] == "target then")})
    assert {one: marks.targets[one] - marks.locked_targets[one] for one in Reached} == {
        one: growth[one] for one in Reached
    }
    for month, classes in totals.whole.months.items():
        found.update({("class", month, each): count for each, count in classes.items()})
    for month, coming in totals.whole.not_due.items():
        found[("not due", month)] = coming.count
    assert +found == expected
    ends = [one.end for one in projects if one.end is not None]
    starts = [one.start or NOTHING_YET for one in projects if one.end is not None]
    compare_before(engine, quarter, place, marks.revised_before, today=today)
    scores = [each.score for one in projects for each in one.evaluations if each.score is not None]
    whole = totals.whole
    locked = [one.locked_end for one in projects if one.locked_end is not None]
    after_lock = revised(whole, marks.revision)
    assert (after_lock is not None) == any(key[0] == "corrected" for key in expected)
    mean = after_lock.locked_end if after_lock else whole.end
    assert (mean.total, mean.count) == (sum(locked), len(locked))
    locked_start = after_lock.locked_start if after_lock else whole.start
    first = quarter.number == 1
    before = [0 if first else _percent(one.locked_before) for one in projects]
    assert (locked_start.total, locked_start.count) == (sum(before), len(locked))
    assert (whole.projects, whole.end.total, whole.end.count) == (
        len(projects),
        sum(ends),
        len(ends),
    )
    assert whole.first == sum(one.start is None for one in projects if one.end is not None)
    assert sum(marks.buckets.values()) == len(projects)
    assert marks.buckets == Counter(
        bucket_of(
            one.status, reported=any(m.entries for m in one.months if m.period == marks.month)
        )
        for one in projects
    )
    assert (whole.start.total, whole.start.count) == (sum(starts), len(starts))
    assert (totals.score.total, totals.score.count) == (sum(scores), len(scores))
    with_budget = [one.budget for one in projects if one.budget.given is not None]
    assert whole.budget == sum(one.given or 0 for one in with_budget)
    assert whole.budget_used == sum(one.used or 0 for one in with_budget)
    assert {code: one.projects for code, one in totals.units.items()} == Counter(
        one.recorded.unit_code for one in projects
    )
    return len(projects)


def compare_before(
    engine: Engine, quarter: Quarter, place: str | None, revision: Revision, *, today: date
) -> None:
    """Count what was filed of the quarter before after the lock of this one in both ways."""
    before = previous_quarter(quarter)
    with reading(engine) as tx:
        policies = policies_of_units(tx, quarter.fiscal_year)
        projects = list(read_summaries(tx, before.periods, place, today=today))
    days = {
        code: deadlines_of(policy, quarter.periods[-1]).locks_after
        for code, policy in policies.items()
    }
    ends = [(one.end, one.end_by(days[one.recorded.unit_code])) for one in projects]
    assert revision.end == sum((now or 0) - (then or 0) for now, then in ends)
    assert revision.projects == sum((now is not None) - (then is not None) for now, then in ends)
    newest = [(one.entries, days[one.recorded.unit_code]) for one in projects]
    assert revision.entries == sum(
        1
        for entries, day in newest
        for each in entries
        if each.said.filed_at is not None and local_date(each.said.filed_at) > day
    )


def _percent(one: Report | None) -> Decimal:
    return NOTHING_YET if one is None else one.content.percent


def test_a_project_that_goes_on_is_held_against_no_target_of_its_own_year(
    database: Engine,
) -> None:
    settle(
        database,
        "50970000-0001 50970000 in_progress - - fiscal_year=2565 | โครงการข้ามปี | จำนวน 10 12 | -\n"
        "2022-09 1.1 80 2022-09-23 on_time 2022-09-23 | งวดที่ 1 | - | -\n"
        "2023-07 1.1 15 2023-07-24 on_time 2023-07-24 | งวดที่ 2 | - | -\n",
    )
    assert compare(database, QUARTER, None, today=TODAY) == 1
    with reading(database) as tx:
        [now] = read_summaries(tx, QUARTER.periods, None, today=TODAY)
        [then] = read_summaries(tx, Quarter(2565, 4).periods, None, today=TODAY)
    assert results_of(now.recorded.indicators, 4) == ()
    assert [one.result for one in results_of(then.recorded.indicators, 4)] == [Decimal(12)]


def test_the_golden_office_is_counted_as_it_is_told(database: Engine) -> None:
    settle(database, GOLDEN.read_text(encoding="utf-8"))
    give(database)
    for number in range(1, 5):
        for place in PLACES:
            assert compare(database, Quarter(2566, number), place, today=TODAY) > 0


@pytest.mark.parametrize("seed", range(4))
def test_any_office_is_counted_as_it_is_told(database: Engine, seed: int) -> None:
    draw = Random(seed)
    settle(database, "\n".join(line for number in range(24) for line in drawn(draw, number)))
    with transaction(database) as tx:
        for unit, day in ((None, 24), (UNITS[1].code, 10)):
            layer = PolicyLayer(unit, 2565, {"due_day": day})
            save_layer(tx, layer, set_by=None, now=draw_moment())
    for number in range(1, 5):
        today = date(2023, draw.randint(1, 12), draw.randint(1, 28))
        place = draw.choice(PLACES)
        compare(database, Quarter(2566, number), place, today=today)
        assert compare(database, Quarter(2566, number), None, today=today) >= 12


def draw_moment() -> datetime:
    return datetime(2022, 10, 1, tzinfo=UTC)


def drawn(draw: Random, number: int) -> Iterator[str]:
    """A project with entries of some months, each perhaps corrected."""
    unit, status = draw.choice(UNITS).code, draw.choice(STATUSES)
    options = [f"fiscal_year={draw.choice((2565, 2566, 2566, 2566))}"]
    if draw.random() < 0.5:
        options.append(f"since=2023-{draw.randint(1, 9):02d}-{draw.randint(1, 28):02d}")
    money = draw.choice(MONEY)
    if draw.random() < 0.5:
        day, before = f"{draw.randint(1, 12):02d}-11", draw.choice(MONEY).replace(" ", "/")
        options.append(f"was=2023-{day}:{before}")
    target, result = draw.choice(("80", "80.5", "ดี", "-")), draw.choice(("-", "80", "81.25"))
    name = draw.choice(("-", "จำนวน"))
    score = draw.choice(("-", "95.50 -", "100 quarter_as_printed"))
    yield (
        f"{unit}-{number:04d} {unit} {status} {money} {' '.join(options)} | โครงการ {number} | "
        f"{name} {target} {result} | {score}"
    )
    for period in (Period(2022, 9), *fiscal_months(2566), Period(2023, 10)):
        for entry in range(1, draw.choice((0, 0, 1, 1, 1, 2)) + 1):
            yield from entry_lines(draw, period, entry)


def entry_lines(draw: Random, period: Period, entry: int) -> Iterator[str]:
    imported = draw.random() < 0.4
    day = period.first_day.replace(day=draw.randint(1, 28))
    timeliness = "-" if imported else draw.choice(("on_time", "late"))
    for revision in range(1, draw.choice((1, 1, 1, 2, 3)) + 1):
        filed = "-" if imported else str(day)
        problem, obstacle = (draw.choice(("-", "-", "ฝนตก")) for _ in range(2))
        percent = Decimal(draw.randint(0, 10000)) / 100
        yield (
            f"{period} {entry}.{revision} {percent} {day} {timeliness} {filed} | ทำงาน | "
            f"{problem} | {obstacle}"
        )
        later = period
        for _ in range(draw.choice((1, 1, 2, 5, 8))):
            later = later.next
        day = later.first_day.replace(day=draw.randint(1, 28)) if draw.random() < 0.7 else day


def test_a_summary_takes_as_many_queries_for_one_project_as_for_many(sqlite: Engine) -> None:
    settle(sqlite, GOLDEN.read_text(encoding="utf-8"))
    statements: list[str] = []

    @event.listens_for(sqlite, "before_cursor_execute")
    def note(*told: object) -> None:
        statements.append(str(told[2]))

    asked = []
    for place in ("77000000", None):
        with reading(sqlite) as tx:
            statements.clear()
            list(read_summaries(tx, QUARTER.periods, place, today=TODAY))
            each = len(statements)
            read_totals(tx, QUARTER.periods, place, today=TODAY)
            read_marks(tx, QUARTER.periods, place, today=TODAY)
            asked.append((each, len(statements)))
    (few, few_totals), (many, many_totals) = asked
    assert many <= few
    assert many_totals <= few_totals
