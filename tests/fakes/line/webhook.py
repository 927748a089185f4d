"""LINE's sending side: events to the webhook, signed, in any order, again if they were refused."""

from __future__ import annotations

import asyncio
import base64
import copy
import hashlib
import hmac
import json
import random
from collections.abc import Iterator
from typing import Any

from tests.fakes.delivery import Delivery, Posted, post
from tests.fakes.line.tokens import ReplyTokens
from tests.fakes.platform import Platform

MOST_ATTEMPTS = 60
Event = dict[str, Any]


class Webhook:
    """Where events go, and how."""

    def __init__(
        self, platform: Platform, *, bot_id: str, secret: str, reply_tokens: ReplyTokens
    ) -> None:
        self.url = ""
        self.active = True
        self.delivery = Delivery()
        self.posted: list[Posted] = []
        self.undelivered = 0
        self.held: list[Event] | None = None
        self._platform = platform
        self._bot_id = bot_id
        self._secret = secret
        self._tokens = reply_tokens
        self._dice = random.Random(0)
        self._lanes: dict[str, asyncio.Lock] = {}

    def use(self, delivery: Delivery) -> None:
        self.delivery = delivery
        self._dice = random.Random(delivery.seed)

    def put(self, *events: Event) -> None:
        """Take events that happened together; they go out now, or when held ones are let go."""
        if self.held is not None:
            self.held += events
            return
        if not self.url or not self.active:
            return
        for batch in self._batches(list(events)):
            for _ in range(2 if self.delivery.doubled else 1):
                self.undelivered += 1
                self._platform.start(self._deliver(copy.deepcopy(batch)))

    def let_go(self) -> None:
        """Send what was held, all in one call."""
        events, self.held = self.held or [], None
        if events and self.url and self.active:
            self.undelivered += 1
            self._platform.start(self._deliver(events))

    def _batches(self, events: list[Event]) -> Iterator[list[Event]]:
        while events:
            size = self._dice.randint(1, max(1, self.delivery.batch))
            yield events[:size]
            events = events[size:]

    async def _deliver(self, events: list[Event]) -> None:
        if self.delivery.shuffled:
            await asyncio.sleep(self._dice.uniform(0, self.delivery.window))
            await self._deliver_until_taken(events)
        else:
            # One chat in the order in which things happened, as LINE mostly does.
            source = events[0].get("source", {})
            chat = source.get("groupId") or source.get("userId", "")
            async with self._lanes.setdefault(chat, asyncio.Lock()):
                await self._deliver_until_taken(events)
        self.undelivered -= 1

    async def _deliver_until_taken(self, events: list[Event]) -> None:
        pause = self.delivery.pause
        for _ in range(MOST_ATTEMPTS):
            if (await self.send(events)).taken or not self.delivery.redeliver:
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, self.delivery.longest_pause)
            for event in events:
                event["deliveryContext"] = {"isRedelivery": True}

    async def send(self, events: list[Event]) -> Posted:
        """One call of the webhook, with these events as they are."""
        now = self._platform.clock.now()
        for event in events:
            again = bool(event.get("deliveryContext", {}).get("isRedelivery"))
            self._tokens.deliver(event.get("replyToken", ""), now, again=again)
        body = json.dumps(
            {"destination": self._bot_id, "events": events}, ensure_ascii=False
        ).encode()
        posted = await post(
            self._platform.session,
            self._platform.local(self.url),
            body=body,
            headers={"X-Line-Signature": self.signature(body)},
            within=self.delivery.answer_within,
        )
        self.posted.append(posted)
        return posted

    def signature(self, body: bytes) -> str:
        """What proves that LINE sent these bytes."""
        digest = hmac.new(self._secret.encode(), body, hashlib.sha256).digest()
        return base64.b64encode(digest).decode()
