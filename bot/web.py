"""The web application: the try-out page, health, metrics and the files of the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

import fontpkg_sarabun
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import Connection, Engine, literal, select
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.bell import Bell
from bot.headers import SecurityHeaders
from bot.pages import STATIC, render
from bot.tryout.guard import is_local
from bot.tryout.refusal import Refusal, locale_of
from bot.tryout.routes import InThread, Tryout
from storage.db import reading
from storage.outages import OUTAGES

Complaints = Callable[[Connection], Sequence[str]]


def web_app(
    *,
    engine: Engine,
    in_thread: InThread,
    bell: Bell,
    clock: Callable[[], datetime],
    locale: str,
    tryout: bool,
    complaints: Complaints,
    registry: CollectorRegistry,
    webhooks: Sequence[Route] = (),
    poll: float = 1.0,
    heartbeat: float = 15.0,
) -> ASGIApp:
    """Put the application together; `tryout` turns the try-out page on, for this machine only.

    `webhooks` are the routes on which platforms deliver. `complaints` gives the reasons, in
    English, why the process is unwell. Live chats look for news when the bell rings and every
    `poll` seconds, and end when the bell is closed.
    """
    desk = Tryout(engine, in_thread, bell, clock, locale, poll, heartbeat)
    front = _Front(engine, in_thread, locale, desk if tryout else None, complaints, registry)

    def refuse(request: Request, error: Exception) -> Response:
        refusal = error if isinstance(error, Refusal) else Refusal(503, "busy")
        return refusal.answer(locale_of(request, locale))

    return SecurityHeaders(
        Starlette(
            routes=[
                Route("/", front.home, methods=["GET"]),
                Route("/healthz", front.health, methods=["GET"]),
                Route("/metrics", front.metrics, methods=["GET"]),
                Mount("/static/fonts", StaticFiles(directory=fontpkg_sarabun.ROOT / "files")),
                Mount("/static", StaticFiles(directory=STATIC)),
                *webhooks,
                *(desk.routes() if tryout else ()),
            ],
            exception_handlers=dict.fromkeys((Refusal, *OUTAGES), refuse),
        )
    )


@dataclass(frozen=True, slots=True)
class _Front:
    engine: Engine
    in_thread: InThread
    locale: str
    tryout: Tryout | None
    complaints: Complaints
    registry: CollectorRegistry

    async def home(self, request: Request) -> Response:
        if self.tryout and is_local(request):
            return await self.tryout.page(request)
        return render("service", locale=locale_of(request, self.locale))

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
