"""Telegram's sending side: updates to the webhook, each queue in order, or held for getUpdates."""

from __future__ import annotations

import asyncio
import json
import random
from dataclasses import dataclass
from typing import Any

from tests.fakes.delivery import Delivery, Posted, post
from tests.fakes.platform import Platform

MESSAGE_LIFE = 24 * 60 * 60.0
CALLBACK_LIFE = 150.0
NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}
LONGEST_RETRY_AFTER = 3600.0
Json = dict[str, Any]


@dataclass(slots=True, eq=False)
class Waiting:
    """An update that was not taken yet."""

    update: Json
    queue: str
    ends: float

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class Updates:
    """All updates under way. `url` is empty while the bot polls."""

    def __init__(self, platform: Platform) -> None:
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.allowed: list[str] = []
        self.last_error: tuple[float, str] | None = None
        self.delivery = Delivery()
        self.posted: list[Posted] = []
        self.held = False
        self._platform = platform
        self._pending: list[Waiting] = []
        self._next_id = 710_000_001
        self._dice = random.Random(0)
        self._running: set[str] = set()
        self._connections = asyncio.Semaphore(40)
        self._news = asyncio.Event()
        self._poll = 0

    def use(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self._dice = random.Random(delivery.seed)

    def put(self, kind: str, content: Json, *, queue: str, life: float = MESSAGE_LIFE) -> None:
        """An update of a kind the bot asked for; others are lost."""
        if kind in NOT_BY_DEFAULT if not self.allowed else kind not in self.allowed:
            return
        update = {"update_id": self._next_id, kind: content}
        self._next_id += 1
        ends = self._platform.clock.now() + life
        self._pending.append(Waiting(update, queue, ends))
        self._news.set()
        self._news = asyncio.Event()
        self._run()

    @property
    def pending(self) -> list[Waiting]:
        """What waits, without what is too old."""
        now = self._platform.clock.now()
        self._pending = [waiting for waiting in self._pending if waiting.ends > now]
        return self._pending

    def drop(self) -> None:
        self._pending = []

    def hold(self, *, on: bool) -> None:
        """Keep updates back, or let them go again."""
        self.held = on
        self._run()

    # --- getUpdates ---

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json] | None:
        """What waits from `offset` on; None if another poll took over."""
        self._poll += 1
        mine = self._poll
        if offset < 0:
            self._pending = self.pending[offset:]
        else:
            self._pending = [waiting for waiting in self.pending if waiting.id >= offset]
        self._news.set()
        self._news = asyncio.Event()
        try:
            async with asyncio.timeout(seconds):
                while (self.held or not self.pending) and mine == self._poll and not self.url:
                    await self._news.wait()
        except TimeoutError:
            return []
        if mine != self._poll or self.url:
            return None
        return [waiting.update for waiting in self.pending[:limit]]

    # --- the webhook ---

    def set_webhook(self, url: str, *, secret: str, max_connections: int) -> None:
        """Send there from now on, also what waited; to nobody if the address is empty."""
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self._connections = asyncio.Semaphore(max_connections)
        self._news.set()
        self._news = asyncio.Event()
        self._run()

    def _run(self) -> None:
        for queue in {waiting.queue for waiting in self._pending} - self._running:
            if self.url and not self.held:
                self._running.add(queue)
                self._platform.start(self._work_queue(queue))

    async def _work_queue(self, queue: str) -> None:
        try:
            while self.url and not self.held and (waiting := self._head(queue)):
                await self._deliver(waiting)
        finally:
            self._running.discard(queue)

    def _head(self, queue: str) -> Waiting | None:
        return next((waiting for waiting in self.pending if waiting.queue == queue), None)

    async def _deliver(self, waiting: Waiting) -> None:
        """Post it until it is taken; the queue's next one must wait."""
        pause = 0.0
        times = 2 if self.delivery.doubled else 1
        while self.url and waiting in self.pending:
            if self.delivery.shuffled:
                await asyncio.sleep(self._dice.uniform(0, self.delivery.window))
            posted = await self._post(waiting.update)
            if posted.taken:
                times -= 1
                # A doubled one: the first answer was lost on its way back.
                if times == 0 and waiting in self._pending:
                    self._pending.remove(waiting)
                continue
            said = f"Wrong response from the webhook: {posted.status}"
            self.last_error = (self._platform.clock.now(), said)
            await asyncio.sleep(max(pause, min(posted.retry_after, LONGEST_RETRY_AFTER)))
            pause = min(pause * 2 or self.delivery.pause, self.delivery.longest_pause)

    async def _post(self, update: Json) -> Posted:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        async with self._connections:
            posted = await post(
                self._platform.session,
                self._platform.local(self.url),
                body=json.dumps(update).encode(),
                headers=headers,
                within=self.delivery.answer_within,
            )
        self.posted.append(posted)
        return posted
