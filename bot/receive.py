"""Taking in what platforms deliver: it is kept first, and only then acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

import structlog
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ground import Ground
from storage.db import transaction
from storage.inbox import receive
from storage.outages import OUTAGES
from storage.records import Arrival

log = structlog.get_logger()

MAX_BODY = 2 * 1024 * 1024  # bytes: many times what either platform puts into one call
ANSWER_WITHIN = 0.8  # seconds; both platforms wait longer, and deliver again after a 503


@dataclass(frozen=True, slots=True)
class Received:
    """The events of one call: those to keep, and why each of the others was let go."""

    arrivals: tuple[Arrival, ...] = ()
    ignored: tuple[str, ...] = ()


class UnreadableCall(ValueError):
    """The body of a call is not of the form that its platform sends."""


class Intake(Protocol):
    """What is taken in of a platform's calls, purely: whose they are, and what is in them."""

    @property
    def channel(self) -> str: ...

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the platform itself sent these bytes; header names are in small letters."""
        ...

    def read(self, body: bytes) -> Received:
        """Read a call event by event; raises UnreadableCall."""
        ...


class Letterbox:
    """Keeps what arrives; what several calls bring at one moment is kept in one transaction."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._arrivals: list[Arrival] = []
        self._kept: asyncio.Future[None] | None = None
        self._emptying: asyncio.Task[None] | None = None

    async def keep(self, arrivals: Sequence[Arrival]) -> None:
        """Return once the events are committed; raises the errors of OUTAGES."""
        if not arrivals:
            return
        if self._kept is None:
            self._kept = asyncio.get_running_loop().create_future()
        self._arrivals += arrivals
        kept = self._kept
        if self._emptying is None:
            self._emptying = asyncio.create_task(self._empty())
        await asyncio.shield(kept)

    async def _empty(self) -> None:
        while self._kept is not None:
            arrivals, kept = self._arrivals, self._kept
            self._arrivals, self._kept = [], None
            try:
                await self._ground.in_thread(
                    partial(_keep, self._ground.engine, arrivals, self._ground)
                )
            except Exception as error:  # noqa: BLE001 - it is given to all who wait
                kept.set_exception(error)
                kept.exception()  # those who called may have stopped waiting
            else:
                kept.set_result(None)
                self._ground.bell.ring(len(arrivals))
        self._emptying = None


def _keep(engine: Engine, arrivals: Sequence[Arrival], ground: Ground) -> None:
    with transaction(engine) as tx:
        receive(tx, arrivals, now=ground.clock())


def webhook_route(ground: Ground, letterbox: Letterbox, intake: Intake) -> Route:
    """Give the route on which a platform delivers its events.

    200 only after they are committed; 503 where that takes too long or cannot be done, so that
    the platform delivers again; 401 for who is not the platform; 413 for too much. A body that
    cannot be read would be no better the next time: it is counted, and acknowledged.
    """

    async def take(request: Request) -> Response:
        refused = partial(_refuse, ground, intake.channel)
        body = await _read_body(request)
        if body is None:
            return refused(413, "oversized")
        if not intake.is_genuine(request.headers, body):
            return refused(401, "not_genuine")
        try:
            received = intake.read(body)
        except UnreadableCall:
            return refused(200, "unreadable")
        for reason in received.ignored:
            ground.metrics.ignored.labels(intake.channel, reason).inc()
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                await letterbox.keep(received.arrivals)
        except (TimeoutError, *OUTAGES) as outage:
            log.error("database_out_of_reach", error=type(outage).__name__)
            return refused(503, "not_kept")
        return Response(status_code=200)

    return Route(f"/webhook/{intake.channel}", take, methods=["POST"])


async def _read_body(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)


def _refuse(ground: Ground, channel: str, status: int, reason: str) -> Response:
    ground.metrics.refusals.labels(channel, reason).inc()
    return Response(status_code=status)
