"""An officer who sends pictures through a real inbox, and a platform that gives their bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select

from bot.channels.webchat import WebchatCodec
from bot.evidence.fetching import fetch_some
from bot.evidence.source import Content, Fetched, Later
from bot.evidence.store import Store
from bot.ground import Ground
from handlers.messages import Attachment, Codec, Inbound, Unsent
from handlers.turns import Failed, Quiet, take_one_turn
from storage.db import reading
from storage.inbox import receive
from storage.records import Arrival
from storage.tables import evidence, inbox
from tests.evidence.contents import content_of
from tests.turns.grounds import grounded
from tests.turns.office import ISSUER, NOW, answers, arrival, open_office


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self._now = NOW

    def __call__(self) -> datetime:
        return self._now

    @property
    def now(self) -> datetime:
        return self()

    def pass_seconds(self, seconds: float) -> None:
        self.pass_time(timedelta(seconds=seconds))

    def pass_time(self, passed: timedelta) -> None:
        self._now += passed


class SendingCodec(WebchatCodec):
    """The try-out page's form, with what its phones cannot send."""

    def read(self, payload: str) -> Inbound:
        match json.loads(payload):
            case {"account": str(account), "sent": str(reference)}:
                return Inbound(Attachment(reference, reference), account)
            case {"account": str(account), "unsent": str(message)}:
                return Inbound(Unsent(message), account)
        return super().read(payload)


CODECS: Mapping[str, Codec] = {"webchat": SendingCodec()}


class Platform:
    """Gives the bytes for names, unless its script says something else for one, in order."""

    def __init__(self, **script: list[Fetched | BaseException]) -> None:
        self.script = script
        self.asked: list[str] = []

    async def fetch(self, reference: str, limit: int) -> Fetched:
        self.asked.append(reference)
        answers = self.script.get(reference.partition(".")[0], [])
        answer = answers.pop(0) if answers else Content(content_of(reference))
        if isinstance(answer, BaseException):
            raise answer
        return answer


class Office:
    """One officer with a draft, a store, and everything that a process has."""

    def __init__(self, ground: Ground, clock: Clock, folder: Path) -> None:
        self.ground = ground
        self.clock = clock
        self.folder = folder
        self.store = Store(folder)
        [self.officer] = open_office(ground.engine)
        self.platform = Platform()

    @property
    def engine(self) -> Engine:
        return self.ground.engine

    def send(self, *references: str, chat: str | None = None) -> None:
        """Let the officer send files along; every event is delivered twice."""
        for reference in references:
            self.keep({"sent": reference}, message=reference, chat=chat)
        self.take_turns()

    def tell(self, *said: Mapping[str, Any] | str) -> str:
        for content in said:
            message = content if isinstance(content, str) else None
            self.keep(content, message=message)
            self.take_turns()
        return self.answers[-1]

    def keep(
        self, content: Mapping[str, Any] | str, *, message: str | None, chat: str | None = None
    ) -> None:
        self.clock.pass_seconds(0.01)
        one = arrival(chat or self.officer.chat, content, at=self.clock.now)
        one = Arrival(
            one.channel, one.event_id, one.lane, one.occurred_at, one.payload, message=message
        )
        for _time in range(2):
            with self.engine.begin() as tx:
                receive(tx, [one], now=self.clock.now)

    def take_turns(self) -> None:
        while not isinstance(
            outcome := take_one_turn(
                self.engine, CODECS, locale="th", issuer=ISSUER, now=self.clock.now
            ),
            Quiet,
        ):
            if isinstance(outcome, Failed):
                raise outcome.cause

    async def fetch(self) -> None:
        """Fetch all that is due, let a quiet moment pass, and tell what there is to tell."""
        await self.fetch_once()
        self.clock.pass_seconds(1.1)
        await self.fetch_once()
        self.take_turns()

    async def fetch_once(self) -> None:
        while await fetch_some(self.ground, {"webchat": self.platform}, self.store):
            pass

    @property
    def answers(self) -> list[str]:
        return answers(self.engine, self.officer.chat)

    @property
    def files(self) -> list[str]:
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())

    def rows(self, *columns: str) -> list[tuple[Any, ...]]:
        with reading(self.engine) as tx:
            chosen = [evidence.c[name] for name in columns]
            return [tuple(row) for row in tx.execute(select(*chosen).order_by(evidence.c.id))]

    def news(self) -> list[tuple[Any, ...]]:
        with reading(self.engine) as tx:
            query = select(inbox.c.payload, inbox.c.received_at, inbox.c.state).where(inbox.c.news)
            return [tuple(row) for row in tx.execute(query.order_by(inbox.c.id))]


@contextmanager
def office_at(url: str, folder: Path) -> Iterator[Office]:
    clock = Clock()
    with grounded(url, clock=clock) as ground:
        yield Office(ground, clock, folder)


def away(seconds: float = 0) -> Later:
    return Later(timedelta(seconds=seconds), "away")
