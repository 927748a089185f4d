from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select

from storage.db import transaction
from storage.people import find_or_add_person
from storage.projects import save_project
from storage.records import ProjectFacts, ProjectStatus, Unit
from storage.statuses import set_status, status_on, statuses_on
from storage.tables import project, status_change
from storage.units import save_unit
from tests.ground.databases import opened

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TODAY, DAY = date(2026, 11, 25), timedelta(days=1)
UNIT = Unit("04160200", "กองทดลองใช้")
RUNS, ENDED = ProjectStatus.IN_PROGRESS, ProjectStatus.SUSPENDED


@dataclass(frozen=True)
class Register:
    """A transaction and the projects in it."""

    tx: Connection
    projects: tuple[int, ...]

    def set(self, status: ProjectStatus, since: date, *, of: int = 0) -> bool:
        project_id = self.projects[of]
        return set_status(self.tx, project_id, status, since=since, set_by=None, now=NOW)

    def on(self, day: date, *, of: int = 0) -> ProjectStatus:
        project_id = self.projects[of]
        return statuses_on(self.tx, day, project_ids=[project_id])[project_id]

    def present(self, *, of: int = 0) -> ProjectStatus:
        found = select(project.c.status).where(project.c.id == self.projects[of])
        return ProjectStatus(self.tx.execute(found).scalar_one())


@pytest.fixture(name="register")
def open_register(database: Engine) -> Iterator[Register]:
    with transaction(database) as tx:
        yield Register(tx, add_projects(tx))


@pytest.fixture(name="kept", scope="module")
def open_kept_register(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Register]:
    """A register for many examples, which each puts back as it was."""
    path = tmp_path_factory.mktemp("statuses") / "khuepna.db"
    shutil.copy(sqlite_template, path)
    with opened(f"sqlite:///{path}") as engine, transaction(engine) as tx:
        yield Register(tx, add_projects(tx))


def add_projects(tx: Connection) -> tuple[int, ...]:
    save_unit(tx, UNIT)
    facts = [ProjectFacts(f"04160200-000{n}", f"โครงการ {n}", UNIT.code, 2570) for n in range(3)]
    return tuple(save_project(tx, one).id for one in facts)


def test_a_project_without_changes_always_had_its_status(register: Register) -> None:
    assert register.on(date(2020, 1, 1)) == register.on(TODAY) == RUNS


def test_a_change_counts_from_its_day_on(register: Register) -> None:
    assert register.set(ENDED, TODAY - 5 * DAY)
    assert register.on(TODAY - 6 * DAY) == RUNS
    assert register.on(TODAY - 5 * DAY) == register.on(TODAY) == ENDED
    assert register.present() == ENDED
    assert register.present(of=1) == RUNS


def test_of_two_changes_on_a_day_the_later_one_counts(register: Register) -> None:
    register.set(ENDED, TODAY)
    register.set(ProjectStatus.CANCELLED, TODAY)
    assert register.on(TODAY) == register.present() == ProjectStatus.CANCELLED
    assert register.on(TODAY - DAY) == RUNS


def test_a_change_told_afterwards_leaves_what_came_later(register: Register) -> None:
    register.set(ProjectStatus.DONE, TODAY)
    register.set(ENDED, TODAY - 10 * DAY)
    assert [register.on(TODAY - days * DAY) for days in (11, 10, 1, 0)] == [
        RUNS,
        ENDED,
        ENDED,
        ProjectStatus.DONE,
    ]
    assert register.present() == ProjectStatus.DONE


def test_the_status_that_a_project_has_is_no_change(register: Register) -> None:
    assert not register.set(RUNS, TODAY)
    assert register.tx.execute(select(status_change)).all() == []


def test_nobody_knows_a_status_of_tomorrow(register: Register) -> None:
    with pytest.raises(ValueError, match="yet to come"):
        register.set(ENDED, TODAY + DAY)


def test_an_unknown_project_has_no_status(register: Register) -> None:
    assert statuses_on(register.tx, TODAY, project_ids=[0]) == {}
    with pytest.raises(KeyError):
        set_status(register.tx, 0, ENDED, since=TODAY, set_by=None, now=NOW)


def test_who_set_it_when_is_kept(register: Register) -> None:
    tx = register.tx
    person = find_or_add_person(tx, name="หัวหน้า", unit_code=UNIT.code, locale="th", now=NOW)
    set_status(tx, register.projects[0], ENDED, since=TODAY, set_by=person.id, now=NOW)
    [row] = tx.execute(select(status_change)).all()
    assert (row.before, row.status, row.since, row.set_by, row.set_at) == (
        RUNS,
        ENDED,
        TODAY,
        person.id,
        NOW,
    )


def test_the_statuses_of_many_projects_are_one_query_each_on_a_day_of_its_own(
    register: Register,
) -> None:
    register.set(ENDED, TODAY - 5 * DAY)
    register.set(ProjectStatus.DELAYED, TODAY - 3 * DAY, of=1)
    assert statuses_on(register.tx, TODAY - 4 * DAY, project_ids=register.projects) == {
        register.projects[0]: ENDED,
        register.projects[1]: RUNS,
        register.projects[2]: RUNS,
    }
    # A day of each project's own, as a column of the query.
    changed_on = status_change.alias()
    found = select(project.c.id, status_on(changed_on.c.since)).join(
        changed_on, changed_on.c.project_id == project.c.id
    )
    assert dict(map(tuple, register.tx.execute(found))) == {
        register.projects[0]: ENDED,
        register.projects[1]: ProjectStatus.DELAYED,
    }


STATUSES = st.sampled_from(ProjectStatus)
CHANGES = st.lists(st.tuples(STATUSES, st.integers(0, 20)), max_size=8)


@settings(max_examples=40)
@given(CHANGES)
def test_whatever_the_order_of_telling_each_day_has_the_last_word_said_of_it(
    kept: Register, changes: list[tuple[ProjectStatus, int]]
) -> None:
    """Told like a calendar that is painted over, up to the next change already there."""
    savepoint = kept.tx.begin_nested()
    days = [RUNS] * 21
    starts: set[int] = set()
    for status, ago in changes:
        start = 20 - ago
        if kept.set(status, TODAY - ago * DAY):
            end = min((one for one in starts if one > start), default=21)
            days[start:end] = [status] * (end - start)
            starts.add(start)
    assert [kept.on(TODAY - ago * DAY) for ago in range(20, -1, -1)] == days
    assert kept.present() == days[-1]
    assert kept.on(TODAY - 30 * DAY) == RUNS
    savepoint.rollback()
