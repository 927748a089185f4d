"""What those who watch over a process ask it: whether the service is well, and its figures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, Engine, literal, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.ground import Ground
from bot.headers import SecurityHeaders
from bot.health import complaints
from bot.settings import Settings
from bot.tryout.routes import InThread
from storage.db import reading
from storage.outages import OUTAGES


@dataclass(frozen=True, slots=True)
class Watched:
    """Answers to `/healthz` and `/metrics`; `complaints` gives why the service is unwell."""

    engine: Engine
    in_thread: InThread
    complaints: Callable[[Connection], Sequence[str]]
    registry: CollectorRegistry

    def routes(self) -> Sequence[Route]:
        return (
            Route("/healthz", self.health, methods=["GET"]),
            Route("/metrics", self.metrics, methods=["GET"]),
        )

    async def health(self, _request: Request) -> Response:
        try:
            reasons = await self.in_thread(self._look)
        except OUTAGES:
            reasons = ["the database cannot be used"]
        return JSONResponse({"reasons": list(reasons)}, 503 if reasons else 200)

    async def metrics(self, _request: Request) -> Response:
        text = await self.in_thread(partial(generate_latest, self.registry))
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    def _look(self) -> Sequence[str]:
        with reading(self.engine) as tx:
            tx.execute(select(literal(1)))
            return self.complaints(tx)


def watch(ground: Ground, settings: Settings) -> Watched:
    """Give the answers of a process that stands on this ground.

    They are read beside its work, so that work that hangs does not keep them from being told.
    """
    served = settings.channels
    return Watched(
        ground.engine,
        ground.in_looking_thread,
        lambda tx: complaints(tx, channels=served, now=ground.clock()),
        ground.metrics.registry,
    )


def watching_app(watched: Watched) -> ASGIApp:
    """Give the application of a process that serves nothing but these answers."""
    return SecurityHeaders(Starlette(routes=watched.routes()))
