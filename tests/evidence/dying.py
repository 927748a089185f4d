"""A process that answers and fetches, and is killed at one of the moments when it writes."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import CollectorRegistry
from sqlalchemy import Engine, event, select

from bot.evidence.fetching import fetch_some
from bot.evidence.store import Store, Written
from bot.ground import Ground
from bot.metrics import Metrics
from handlers.turns import Failed, Quiet, take_one_turn
from storage.db import reading
from storage.fetches import anything_to_fetch_or_tell
from storage.inbox import WAITING
from storage.records import EvidenceKind
from storage.tables import inbox
from tests.evidence.office import CODECS, Platform
from tests.turns.office import ISSUER

ROUND = timedelta(seconds=0.6)
PATIENCE = 30  # seconds


class Moments:
    """Counts the moments, and dies in the last one."""

    def __init__(self, last: int | None) -> None:
        self.last = last
        self.passed = 0

    def __call__(self) -> None:
        self.passed += 1
        if self.passed == self.last:
            os.kill(os.getpid(), signal.SIGKILL)


class MortalStore(Store):
    """A store whose process may die before and after each thing that it does to the disk."""

    def __init__(self, folder: Path, moment: Moments) -> None:
        super().__init__(folder)
        self._moment = moment

    def write(self, data: bytes, kind: EvidenceKind, media_type: str) -> Written:
        self._moment()
        written = super().write(data, kind, media_type)
        self._moment()
        return written

    def keep(self, written: Written) -> None:
        self._moment()
        super().keep(written)
        self._moment()


def serve(
    url: str,
    folder: Path,
    *,
    start: datetime,
    last_moment: int | None = None,
    step: timedelta = ROUND,
) -> None:
    """Answer and fetch until there is nothing left to do.

    Its clock begins at `start`, and goes on by `step` with every round.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    now = [start]
    ground = Ground(url, clock=lambda: now[0], metrics=Metrics(CollectorRegistry()))
    moment = Moments(last_moment)
    _watch(ground.engine, moment)
    asyncio.run(_serve(ground, MortalStore(folder, moment), now, step))
    ground.close()


async def _serve(ground: Ground, store: Store, now: list[datetime], step: timedelta) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await ground.in_thread(partial(_is_over, ground.engine)):
            await fetch_some(ground, {"webchat": Platform()}, store)
            await ground.in_thread(partial(_take_turns, ground.engine, now[0]))
            now[0] += step


def _take_turns(engine: Engine, now: datetime) -> None:
    while not isinstance(
        outcome := take_one_turn(engine, CODECS, locale="th", issuer=ISSUER, now=now), Quiet
    ):
        if isinstance(outcome, Failed):
            raise outcome.cause


def _is_over(engine: Engine) -> bool:
    with reading(engine) as tx:
        waiting = select(inbox.c.id).where(inbox.c.state == WAITING).limit(1)
        return not anything_to_fetch_or_tell(tx) and tx.execute(waiting).first() is None


def _watch(engine: Engine, moment: Moments) -> None:
    """Let the moments before and after a commit that writes count."""

    def note(connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            connection.info["wrote"] = True

    def before_commit(connection: Any) -> None:
        if connection.info.pop("wrote", False):
            moment()
            connection.info["committed"] = True

    def after_commit(_driver: object, record: Any) -> None:
        if record.info.pop("committed", False):
            moment()

    event.listen(engine, "after_cursor_execute", note)
    event.listen(engine, "commit", before_commit)
    event.listen(engine, "checkin", after_commit)
