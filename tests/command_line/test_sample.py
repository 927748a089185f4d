from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, Engine, func, select

from bot.sample import Member, fill, is_empty
from handlers.conversation import read_world
from handlers.dialogue.world import World
from handlers.exports.register import export_page
from handlers.imports.page_options import PageOptions
from handlers.imports.register import NamedBytes, import_file
from handlers.thai.text import clean, repair
from storage.db import transaction
from storage.periods import local_date, period_of
from storage.projects import projects_of_units
from storage.records import Role
from storage.reporters import projects_reported_by
from storage.reports import log_of
from storage.tables import report, unit
from tests.command_line.shell import Shell, succeeded

MONTHS = [datetime(2026, month, 15, 3, tzinfo=UTC) for month in range(1, 13)]
EDGES = [datetime(2026, 9, 30, 16, 59, tzinfo=UTC), datetime(2026, 10, 1, 3, tzinfo=UTC)]
CODES = {"50970000-7101", "50970000-7102", "50970000-7103", "29000000-7201", "29000000-7202"}


def fill_at(tx: Connection, now: datetime) -> tuple[Member, ...]:
    return fill(tx, now=now, locale="th")


def world_of(tx: Connection, member: Member, now: datetime) -> World:
    return read_world(tx, member.person, event_id=1, now=now)


def test_the_sample_is_two_units_five_projects_and_eight_people(database: Engine) -> None:
    with transaction(database) as tx:
        assert is_empty(tx)
        members = fill_at(tx, MONTHS[4])
        assert not is_empty(tx)
        assert tx.execute(select(func.count()).select_from(unit)).scalar_one() == 2
        assert {facts.code for _, facts in projects_of_units(tx, None)} == CODES
    assert len({member.person.name for member in members}) == 8
    assert {member.role for member in members} == set(Role)


@pytest.mark.parametrize("now", [*MONTHS, *EDGES], ids=lambda now: f"{now:%m-%d}")
def test_whenever_it_is_made_half_a_year_lies_behind_and_most_is_owed(
    sqlite: Engine, now: datetime
) -> None:
    today = local_date(now)
    with transaction(sqlite) as tx:
        members = fill_at(tx, now)
        logs = {facts.code: log_of(tx, number) for number, facts in projects_of_units(tx, None)}
        owed = {project.code for member in members for project in world_of(tx, member, now).owed}
    for log in logs.values():
        assert all(one.reported_on <= today for one in log)
        assert all(one.reported_on.weekday() < 5 or one.reported_on == today for one in log)
        percents = [one.content.percent for one in log]
        assert percents == sorted(percents)
    months = {one.period for log in logs.values() for one in log}
    assert len(months - {period_of(today)}) == 6
    assert owed == CODES - {"50970000-7102"}
    silent = logs["50970000-7103"][-1].period
    assert silent == period_of(today).previous.previous


def test_one_project_has_problems_and_obstacles(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        fill_at(tx, MONTHS[4])
        found = {facts.code: number for number, facts in projects_of_units(tx, None)}
        last = log_of(tx, found["29000000-7201"])[-1].content
    assert last.problems
    assert last.obstacles


def test_its_texts_need_no_repair_and_its_pages_read_back_to_the_same(sqlite: Engine) -> None:
    with transaction(sqlite) as tx:
        fill_at(tx, MONTHS[4])
        before = tx.execute(select(func.count()).select_from(report)).scalar_one()
        for code in CODES:
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
        assert {facts.code for _, facts in projects_of_units(tx, None)} == CODES
