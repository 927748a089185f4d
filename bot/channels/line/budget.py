"""The money of the month: every push is counted before it is sent, by all processes together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Connection, Engine

from bot.channels.base import QuotaSpent, Retry, Unpaid
from bot.channels.line.client import LineClient
from bot.channels.line.quota import Told, ask_quota, is_quota_spent, may_mean_quota
from bot.ground import Ground
from reminders.quota import may_be_pushed
from reminders.spending import LINE, known_quota
from storage.db import reading, transaction
from storage.outages import OUTAGES
from storage.pushes import (
    Reading,
    count_pushed,
    count_pushes,
    counted_of,
    line_month,
    record_reading,
    record_spent,
    take_off,
)
from storage.records import Dispatch

log = structlog.get_logger()

FRESH_FOR = timedelta(minutes=5)  # what LINE told; our own pushes are added to it meanwhile
ASK_AGAIN = timedelta(minutes=1)  # where LINE did not answer
SHORTLY = timedelta(seconds=1)
A_PERSON = 1  # LINE counts recipients, and nothing is ever pushed to a group

Reserve = Callable[[Connection, datetime], int]
"""Gives the percent of the quota that is kept for what is urgent at a moment."""


@dataclass(frozen=True, slots=True)
class Counted:
    """It stands in the ledger and may be sent; `first` where it did not stand there before."""

    first: bool


Decision = Counted | Unpaid | QuotaSpent | Retry


class Budget:
    """Decides about pushes and counts them; those that come at once share a transaction."""

    def __init__(self, ground: Ground, client: LineClient, reserve: Reserve) -> None:
        self._ground = ground
        self._client = client
        self._reserve = reserve
        self._ask_at = datetime.min.replace(tzinfo=UTC)
        self._alone = asyncio.Lock()
        self._wanted: dict[int, Dispatch] = {}
        self._decided: dict[int, Decision] = {}

    async def count(self, dispatch: Dispatch) -> Decision:
        """Count a push to one person, or say why it must wait.

        What was counted at an earlier attempt may go out whatever is left by now.
        """
        self._wanted[dispatch.id] = dispatch
        async with self._alone:
            if dispatch.id in self._wanted:
                wanted, self._wanted = tuple(self._wanted.values()), {}
                self._decided |= await self._decide(wanted)
        # Whoever decided for all may have been stopped before the end.
        return self._decided.pop(dispatch.id, Retry(SHORTLY, "not counted in time"))

    async def give_back(self, dispatch: Dispatch) -> None:
        """Take a push off the ledger that LINE certainly did not take."""
        try:
            await self._ground.in_thread(partial(_take_off, self._ground.engine, dispatch.id))
        except OUTAGES as outage:
            # Then one too many is counted, which is on the safe side.
            log.error("database_out_of_reach", error=type(outage).__name__)

    async def is_spent(self, message: str) -> bool:
        """Ask LINE whether a 429 with these words means that the quota is spent; remember it."""
        if not may_mean_quota(message):
            return False
        told = None
        try:
            told = await self._ask()
            if is_quota_spent(told, message):
                await self._ground.in_thread(partial(_record_spent, self._ground.engine))
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
        return is_quota_spent(told, message)

    async def watch(self) -> None:
        """Ask LINE now and then where no push does it, for whoever watches; until cancelled."""
        while True:
            await asyncio.sleep(FRESH_FOR.total_seconds())
            try:
                await self._keep_fresh()
            except OUTAGES as outage:
                log.error("database_out_of_reach", error=type(outage).__name__)

    async def _decide(self, wanted: Sequence[Dispatch]) -> dict[int, Decision]:
        engine, later = self._ground.engine, self._ground.clock
        try:
            await self._keep_fresh()
            decided = await self._ground.in_thread(
                partial(_count_all, engine, wanted, self._reserve, now=later())
            )
        except OUTAGES as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
            decided = {}
        waiting = Retry(max(self._ask_at - later(), SHORTLY), "the quota is not known")
        return {one.id: decided.get(one.id, waiting) for one in wanted}

    async def _keep_fresh(self) -> None:
        if self._ground.clock() >= self._ask_at:
            await self._ask()

    async def _ask(self) -> Told | None:
        """Ask LINE for the quota, and keep what it tells; raises the errors of OUTAGES."""
        now, engine = self._ground.clock(), self._ground.engine
        # Whoever waits for the answer may be stopped before it comes.
        self._ask_at = now + ASK_AGAIN
        month = line_month(now)
        # Before it is asked: a push that LINE counts meanwhile is then rather counted twice.
        counted = await self._ground.in_thread(partial(_count_now, engine, now))
        told = await ask_quota(self._client)
        if told is not None:
            heard = Reading(month, told.most, told.used, counted, now)
            await self._ground.in_thread(partial(_record, engine, heard))
            self._ask_at = now + FRESH_FOR
        return told


def _count_all(
    engine: Engine, wanted: Sequence[Dispatch], reserve: Reserve, *, now: datetime
) -> dict[int, Decision]:
    """Decide one after another, alone among all processes; nothing of what cannot be decided."""
    with transaction(engine) as tx:
        quota = known_quota(tx, now=now, alone=True)
        counted = counted_of(tx, [one.id for one in wanted])
        decided: dict[int, Decision] = {one: Counted(first=False) for one in counted}
        if quota is None:
            return decided
        kept = reserve(tx, now)
        pushed = []
        for one in wanted:
            if one.id in counted:
                continue
            if may_be_pushed(one.worth, quota, recipients=A_PERSON, reserve=kept):
                pushed.append(one)
                quota = replace(quota, spent=quota.spent + A_PERSON)
                decided[one.id] = Counted(first=True)
            else:
                decided[one.id] = Unpaid() if quota.left else QuotaSpent()
        count_pushes(tx, pushed, month=line_month(now), recipients=A_PERSON, now=now)
        return decided


def _count_now(engine: Engine, now: datetime) -> int:
    with reading(engine) as tx:
        return count_pushed(tx, channel=LINE, month=line_month(now))


def _record(engine: Engine, heard: Reading) -> None:
    with transaction(engine) as tx:
        record_reading(tx, LINE, heard)


def _record_spent(engine: Engine) -> None:
    with transaction(engine) as tx:
        record_spent(tx, LINE)


def _take_off(engine: Engine, outbox_id: int) -> None:
    with transaction(engine) as tx:
        take_off(tx, outbox_id)
