"""Real processes that work on one database, and die when they are told to.

They are forked from a process that has loaded everything already, so that each one starts in
milliseconds.
"""

from __future__ import annotations

import asyncio
import json
import logging
import multiprocessing
import os
import re
import signal
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy import event

import bot.ground
from bot.channels.base import Result, Sent
from bot.chat import chat
from bot.deliver import deliver
from bot.ground import Ground
from bot.metrics import Metrics
from bot.worker import work
from storage.db import reading, transaction
from storage.inbox import receive
from storage.people import person_by_id
from storage.records import Arrival, Dispatch
from tests.faults.script import is_over
from tests.turns.office import CHANNEL, CODECS, ISSUER

PATIENCE = 60  # seconds until a process that does not end has failed

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.faults.nursery"])


class Diary:
    """A channel whose platform is a file: a line for every request, in the order of sending."""

    name = CHANNEL

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    async def send(self, dispatch: Dispatch) -> Result:
        await asyncio.sleep(0)  # as long as a network may take, others come in between
        line = json.dumps([dispatch.id, dispatch.lane, dispatch.payload], ensure_ascii=False)
        os.write(self._file, f"{line}\n".encode())
        return Sent()


def serve(
    url: str,
    diary: Path,
    *,
    now: datetime,
    redelivered: Sequence[Arrival],
    expected: int,
    last_moment: int | None = None,
    threads: int = 8,
) -> None:
    """Work and deliver until `expected` events are through; events come in once more meanwhile.

    At `last_moment` the process is killed. Its moments are those just before a commit, of those
    that write something; and just after one that claims what is then sent.
    """
    _be_quiet()
    bot.ground.THREADS = threads
    ground = Ground(url, clock=lambda: now, metrics=Metrics(CollectorRegistry()))
    if last_moment is not None:
        _die_at(ground, last_moment)
    asyncio.run(_serve(ground, Diary(diary), redelivered, expected))
    ground.close()


async def _serve(
    ground: Ground, diary: Diary, redelivered: Sequence[Arrival], expected: int
) -> None:
    async with asyncio.TaskGroup() as tasks:
        for _each in range(ground.workers):
            tasks.create_task(work(ground, CODECS, locale="th", issuer=ISSUER))
        tasks.create_task(deliver(ground, {CHANNEL: diary}))
        for few in batched(redelivered):
            await ground.in_thread(partial(_receive, ground, few))
            ground.bell.ring()
        while not await ground.in_thread(partial(_is_over, ground, expected)):
            await ground.wait(ground.bell.next_ring, seconds=0.05)
        ground.bell.close()


def batched(arrivals: Sequence[Arrival]) -> list[Sequence[Arrival]]:
    """Events as platforms bring them, several at once."""
    return [arrivals[first : first + 5] for first in range(0, len(arrivals), 5)]


def _receive(ground: Ground, few: Sequence[Arrival]) -> None:
    with transaction(ground.engine) as tx:
        receive(tx, few, now=ground.clock())


def _is_over(ground: Ground, expected: int) -> bool:
    with reading(ground.engine) as tx:
        return is_over(tx, events=expected)


def _die_at(ground: Ground, last_moment: int) -> None:
    counting = threading.Lock()
    moments = 0

    def note(connection: Any, cursor: Any, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            connection.info["rows"] = connection.info.get("rows", 0) + max(cursor.rowcount, 0)
            connection.info["claims"] = re.match("UPDATE outbox .* RETURNING", statement, re.DOTALL)

    def pass_commit(connection: Any) -> None:
        nonlocal moments
        if not _has_written(connection):
            return
        with counting:
            moments += 1
            if moments == last_moment:
                os.kill(os.getpid(), signal.SIGKILL)
            if connection.info.pop("claims"):
                moments += 1
                connection.info["doomed"] = moments == last_moment

    def give_back(_driver: object, record: Any) -> None:
        if record.info.pop("doomed", False):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(ground.engine, "after_cursor_execute", note)
    event.listen(ground.engine, "commit", pass_commit)
    event.listen(ground.engine, "checkin", give_back)


def _has_written(connection: Any) -> bool:
    rows = connection.info.pop("rows", 0)
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        return bool(rows)
    # SQLite does not count, in advance, the rows that a statement gives back.
    before: int = connection.info.get("changes", 0)
    connection.info["changes"] = driver.total_changes
    return driver.total_changes > before


def type_in(url: str, screen: Path, *, now: datetime, person_id: int, lines: Sequence[str]) -> None:
    """Be the terminal of a person who types so many lines, with `screen` to print to."""
    _be_quiet()
    ground = Ground(url, clock=lambda: now, metrics=Metrics(CollectorRegistry()))
    with reading(ground.engine) as tx:
        person = person_by_id(tx, person_id)
    assert person is not None
    reader, writer = os.pipe()
    os.write(writer, "".join(f"{line}\n" for line in lines).encode())
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as typed, screen.open("w") as printed:
        sys.stdin, sys.stdout = typed, printed
        asyncio.run(chat(ground, person, CODECS, locale="th", issuer=ISSUER))
    ground.close()


def _be_quiet() -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))


# --- starting them --------------------------------------------------------------------------


def flag() -> Event:
    """Something that one process can set and another one wait for."""
    return _processes.Event()


@contextmanager
def started(target: Callable[..., None], *arguments: Any, **named: Any) -> Iterator[BaseProcess]:
    """A process while the block lasts; whatever happens, it is gone afterwards."""
    process = _processes.Process(target=target, args=arguments, kwargs=named)
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def run(target: Callable[..., None], *arguments: Any, **named: Any) -> int:
    """Run a process to its end and give its exit status, negative for a signal."""
    [status] = run_together([partial(target, *arguments, **named)])
    return status


def run_together(targets: Sequence[Callable[[], None]]) -> list[int]:
    """Run processes side by side to their ends, and give their exit statuses."""
    statuses = []
    with ExitStack() as stack:
        for process in [stack.enter_context(started(target)) for target in targets]:
            process.join(PATIENCE)
            assert process.exitcode is not None, "a process did not come to its end"
            statuses.append(process.exitcode)
    return statuses
