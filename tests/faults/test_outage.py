"""A database that is locked, full or gone for a while.

The loops outlive it, nothing is half written, and when it is over they go on where they were.
"""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection, Engine, event, func, select, text
from structlog.testing import capture_logs

from storage.db import open_database, reading, transaction
from storage.inbox import receive
from storage.schema import migrate
from storage.tables import inbox, outbox, report
from tests.faults.loops import at_work, until
from tests.faults.processes import Diary, flag, started
from tests.faults.script import (
    MINUTE,
    Sent,
    Story,
    check_nothing_lost_or_doubled,
    events_of,
    is_over,
    read_diary,
    write_stories,
)
from tests.ground.databases import opened
from tests.ground.server import NoServer, find_server
from tests.turns.grounds import grounded
from tests.turns.office import CHANNEL, NOW, everything
from tests.web.desk import running

Lines = list[Any]


@pytest.fixture
def diary(tmp_path: Path) -> Path:
    return tmp_path / "diary.jsonl"


@pytest.fixture
def log() -> Iterator[Lines]:
    with capture_logs() as lines:
        yield lines


def outages(log: Lines) -> int:
    return sum(line["event"] == "database_out_of_reach" for line in log)


def arrive(engine: Engine, stories: Sequence[Story]) -> None:
    with transaction(engine) as tx:
        receive(tx, events_of(stories), now=NOW)


def over(engine: Engine, stories: Sequence[Story]) -> bool:
    with reading(engine) as tx:
        return is_over(tx, events=len(events_of(stories)))


def check_once(engine: Engine, stories: Sequence[Story], sent: Sequence[Sent]) -> None:
    check_nothing_lost_or_doubled(engine, stories, sent)
    assert len(sent) == len(set(sent)), "something was sent twice though no process died"


def be_impatient(engine: Engine) -> None:
    """Let a locked SQLite be an error at once, instead of after ten seconds."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 20")


# --- locked ---------------------------------------------------------------------------------


def hold_the_lock(url: str, held: Event, let_go: Event) -> None:
    """Be another program that writes to the file, and takes its time."""
    engine = open_database(url)
    with transaction(engine):
        held.set()
        let_go.wait()


async def test_while_somebody_else_holds_the_database_the_loops_wait_and_then_go_on(
    sqlite_url: str, diary: Path, log: Lines
) -> None:
    held, let_go = flag(), flag()
    with grounded(sqlite_url) as ground:
        be_impatient(ground.engine)
        stories = write_stories(ground.engine, 2)
        arrive(ground.engine, stories)
        before = everything(ground.engine)
        with started(hold_the_lock, sqlite_url, held, let_go):
            await until(held.is_set)
            async with at_work(ground, {CHANNEL: Diary(diary)}):
                await until(lambda: outages(log) >= 2)
                assert everything(ground.engine) == before
                let_go.set()
                await until(lambda: over(ground.engine, stories))
        check_once(ground.engine, stories, read_diary(diary))


# --- full -----------------------------------------------------------------------------------


class Disk:
    """The disk of an SQLite database."""

    def __init__(self, engine: Engine) -> None:
        self._most: int | None = None
        self._engine = engine
        event.listen(engine, "begin", self._limit)

    def leave(self, pages: int) -> None:
        """Let the database grow by no more than this."""
        with reading(self._engine) as tx:
            self._most = pages + tx.exec_driver_sql("PRAGMA page_count").scalar_one()

    def make_room(self) -> None:
        self._most = 1_000_000

    def _limit(self, connection: Connection) -> None:
        if self._most is not None:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {self._most}")


def check_whole_turns(engine: Engine) -> int:
    """Every event either waits and nothing came of it, or is done and answered; gives how many."""
    with reading(engine) as tx:
        done = set(tx.execute(select(inbox.c.id).where(inbox.c.state == "done")).scalars())
        rest = set(tx.execute(select(inbox.c.state).where(inbox.c.state != "done")).scalars())
        answered = set(tx.execute(select(outbox.c.inbox_id)).scalars())
        filed = set(tx.execute(select(report.c.inbox_id)).scalars())
    assert rest <= {"waiting"}
    assert answered == done
    assert filed <= done
    return len(done)


@pytest.mark.parametrize("pages", [0, 1, 3])
async def test_while_the_disk_is_full_no_turn_is_half_written_and_then_they_go_on(
    sqlite_url: str, diary: Path, log: Lines, pages: int
) -> None:
    with grounded(sqlite_url) as ground:
        stories = write_stories(ground.engine, 3)
        arrive(ground.engine, stories)
        disk = Disk(ground.engine)
        disk.leave(pages)
        async with at_work(ground, {CHANNEL: Diary(diary)}):
            await until(lambda: outages(log) >= 1)
            assert check_whole_turns(ground.engine) < len(events_of(stories))
            disk.make_room()
            await until(lambda: over(ground.engine, stories))
        check_once(ground.engine, stories, read_diary(diary))


def test_while_the_disk_is_full_a_message_is_refused_with_a_sentence(sqlite: Engine) -> None:
    [story] = write_stories(sqlite, 1)
    disk = Disk(sqlite)
    said = {"lane": story.officer.chat, "text": "ก" * 10_000}
    with running(sqlite) as desk:
        disk.leave(0)
        refused = desk.post(id="e1", **said)
        assert refused.status_code == 503
        assert "ยังไม่ได้ส่ง" in refused.json()["sentence"]
        assert everything(sqlite)["inbox"] == []
        disk.make_room()
        assert desk.post(id="e1", **said).status_code == 202
    assert len(everything(sqlite)["inbox"]) == 1


# --- gone -----------------------------------------------------------------------------------


@pytest.fixture
def own_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A PostgreSQL that nobody else uses, and that forgets nothing when it crashes."""
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    try:
        server = find_server(durable=True)
    except NoServer as error:
        pytest.skip(str(error))
    with opened(server.url) as engine:
        migrate(engine)
    yield server.url
    server.stop()


def crash(url: str) -> None:
    """Let PostgreSQL stop all it is doing and start again, as it does when a part of it dies.

    It has begun to when this ends: until the bystander is thrown out, the server goes on serving.
    """
    with psycopg.connect(url) as bystander:
        with psycopg.connect(url) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
        with pytest.raises(psycopg.OperationalError):
            bystander.execute("SELECT pg_sleep(60)")


def passing_quickly() -> Callable[[], datetime]:
    """A clock on which a minute passes in a second, so that leases run out."""
    started_at = time.monotonic()
    return lambda: NOW + (time.monotonic() - started_at) * MINUTE


async def test_when_postgresql_starts_again_under_them_the_loops_come_back(
    own_server: str, diary: Path, log: Lines
) -> None:
    with opened(own_server) as engine, grounded(own_server, clock=passing_quickly()) as ground:
        stories = write_stories(engine, 12)
        arrive(engine, stories)
        async with at_work(ground, {CHANNEL: Diary(diary)}):
            for done in (10, 40):
                await until(partial(_have_answered, engine, done))
                await asyncio.to_thread(crash, own_server)
                await until(lambda: _is_back(own_server))
                engine.dispose()
            await until(lambda: over(engine, stories))
        assert outages(log) >= 2
        check_nothing_lost_or_doubled(engine, stories, read_diary(diary))


def _have_answered(engine: Engine, events: int) -> bool:
    with reading(engine) as tx:
        done = select(func.count()).where(inbox.c.state == "done")
        return tx.execute(done).scalar_one() >= events


def _is_back(url: str) -> bool:
    try:
        with psycopg.connect(url):
            return True
    except psycopg.OperationalError:
        return False


async def test_when_all_its_connections_are_cut_a_worker_goes_on_with_new_ones(
    postgresql_url: str, postgresql: Engine, diary: Path, log: Lines
) -> None:
    cut = text(
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with grounded(postgresql_url, clock=passing_quickly()) as ground:
        stories = write_stories(postgresql, 6)
        arrive(postgresql, stories)
        async with at_work(ground, {CHANNEL: Diary(diary)}):
            for done in (5, 15, 25):
                await until(partial(_have_answered, postgresql, done))
                with reading(postgresql) as tx:
                    assert tx.execute(cut).scalar_one() > 0
            await until(lambda: over(postgresql, stories))
        check_nothing_lost_or_doubled(postgresql, stories, read_diary(diary))
