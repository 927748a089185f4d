from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, func, select

from bot.sample import Member, fill, is_empty
from handlers.conversation import read_world
from handlers.dialogue.world import World
from handlers.exports.register import export_page
from handlers.imports.evaluations import AS_PRINTED
from handlers.imports.page_options import PageOptions
from handlers.imports.register import NamedBytes, import_file
from handlers.thai.text import clean, repair
from storage.db import transaction
from storage.people import person_by_id
from storage.periods import fiscal_months, local_date, period_of
from storage.projects import projects_by_number
from storage.records import ProjectFacts, Role
from storage.reporters import projects_reported_by
from storage.reports import log_of
from storage.summaries import choose_projects
from storage.tables import project, report, unit
from storage.unit_indicators import indicators_of_units
from storage.units import units_below
from storage.walks import count_unscored
from tests.command_line.shell import Shell, succeeded

MONTHS = [datetime(2026, month, 15, 3, tzinfo=UTC) for month in range(1, 13)]
EDGES = [datetime(2026, 9, 30, 16, 59, tzinfo=UTC), datetime(2026, 10, 1, 3, tzinfo=UTC)]
CODES = {"50970000-7101", "50970000-7102", "50970000-7103", "29000000-7201", "29000000-7202"}
LAST_YEARS = {code.replace("-7", "-6") for code in CODES}


def fill_at(tx: Connection, now: datetime) -> tuple[Member, ...]:
    return fill(tx, now=now, locale="th")


def every_project(tx: Connection) -> dict[int, ProjectFacts]:
    return projects_by_number(tx, tx.scalars(select(project.c.id)).all())


def world_of(tx: Connection, member: Member, now: datetime) -> World:
    return read_world(tx, member.person, event_id=1, now=now)


def test_the_sample_is_two_units_five_projects_a_year_and_eight_people(database: Engine) -> None:
    with transaction(database) as tx:
        assert is_empty(tx)
        members = fill_at(tx, MONTHS[4])
        assert not is_empty(tx)
        assert tx.execute(select(func.count()).select_from(unit)).scalar_one() == 2
        for year, codes in ((2568, LAST_YEARS), (2569, CODES)):
            found = every_project(tx).values()
            assert {facts.code for facts in found if facts.fiscal_year == year} == codes
    assert len({member.person.name for member in members}) == 8
    assert {member.role for member in members} == set(Role)


@pytest.mark.parametrize("now", [*MONTHS, *EDGES], ids=lambda now: f"{now:%m-%d}")
def test_whenever_it_is_made_a_year_lies_behind_and_most_of_this_month_is_owed(
    sqlite: Engine, now: datetime
) -> None:
    today = local_date(now)
    present = period_of(today)
    begun = [month for month in fiscal_months(present.fiscal_year) if month < present]
    with transaction(sqlite) as tx:
        members = fill_at(tx, now)
        found = every_project(tx).items()
        logs = {facts.code: log_of(tx, number) for number, facts in found}
        years = {facts.code: facts.fiscal_year for _, facts in found}
        owed = {one.code for member in members for one in world_of(tx, member, now).owed}
    for code, log in logs.items():
        assert all(one.reported_on <= today for one in log)
        # Percent is cumulative within a fiscal year, and so a log has one year alone.
        assert {one.period.fiscal_year for one in log} <= {years[code]}
        assert all(one.reported_on.weekday() < 5 or one.reported_on == today for one in log)
        percents = [one.content.percent for one in log]
        assert percents == sorted(percents)
    assert [one.period for one in logs["50970000-7102"]] == [*begun, present]
    assert [one.period for one in logs["50970000-7101"]] == begun
    assert [one.period for one in logs["50970000-7103"]] == begun[:-1]
    assert len(logs["50970000-6101"]) == 12
    assert owed == CODES - {"50970000-7102"}


@pytest.mark.parametrize("now", [*MONTHS, *EDGES], ids=lambda now: f"{now:%m-%d}")
def test_an_evaluator_has_the_last_quarter_that_is_over_to_score(
    sqlite: Engine, now: datetime
) -> None:
    present = period_of(local_date(now)).quarter
    over = present.periods[0].previous.quarter
    with transaction(sqlite) as tx:
        members = fill_at(tx, now)
        [evaluator] = [one for one in members if one.role is Role.EVALUATOR]
        granted = person_by_id(tx, evaluator.person.id)
        assert granted is not None
        below = {code for one in granted.grants for code in units_below(tx, one.unit_code)}
        chosen = choose_projects(tx, below, over.periods)
        assert count_unscored(tx, chosen, over, as_printed=AS_PRINTED) == len(CODES)
        earlier = over.periods[0].previous.quarter
        if earlier.fiscal_year == present.fiscal_year - 1:
            chosen = choose_projects(tx, below, earlier.periods)
            assert count_unscored(tx, chosen, earlier, as_printed=AS_PRINTED) == 0


def test_units_answer_for_indicators_with_all_that_their_pages_have(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        fill_at(tx, MONTHS[10])
        last, this = (indicators_of_units(tx, {"50970000"}, year) for year in (2569, 2570))
    assert [len(one.indicator.quarters) for one in last] == [4, 4]
    assert all(one.indicator.summary and one.indicator.printed for one in last)
    assert [one.indicator.quarters for one in this] == [(), ()]


def test_one_project_has_problems_and_obstacles(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        fill_at(tx, MONTHS[4])
        found = {facts.code: number for number, facts in every_project(tx).items()}
        last = log_of(tx, found["29000000-7201"])[-1].content
    assert last.problems
    assert last.obstacles


def test_its_texts_need_no_repair_and_its_pages_read_back_to_the_same(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        fill_at(tx, MONTHS[4])
        before = tx.execute(select(func.count()).select_from(report)).scalar_one()
        for code in CODES | LAST_YEARS:
            page = export_page(tx, code)
            assert page is not None
            assert repair(clean(page))[1] == ()
            file = NamedBytes(f"{code}.txt", page.encode())
            outcome = import_file(tx, file, PageOptions(), now=MONTHS[4], locale="th")
            assert outcome.refused == ()
            assert all(one.new == one.changed == 0 for one in outcome.tallies)
        assert tx.execute(select(func.count()).select_from(report)).scalar_one() == before


def test_each_officer_has_projects_and_nobody_else_has(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        for member in fill_at(tx, MONTHS[4]):
            theirs = projects_reported_by(tx, member.person.id, today=local_date(MONTHS[4]))
            assert bool(theirs) == (member.role is Role.OFFICER)


def test_the_command_fills_an_empty_database_only(office: Shell) -> None:
    first = succeeded(office.spawn("sample"))
    assert "พิมพ์ลดา ศรีสุขใจ, officer, สำนักงานเขตบางตะเภา" in first.out
    second = office.done("sample")
    assert second.lines == ["The database holds data already: no sample was added."]
    with office.database() as tx:
        assert {facts.code for facts in every_project(tx).values()} == CODES | LAST_YEARS
