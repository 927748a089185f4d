"""The web application: the try-out page, what is watched, and the files of the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import fontpkg_sarabun
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from bot.bell import Bell
from bot.headers import SecurityHeaders
from bot.linked_pages.routes import Looking
from bot.templates import STATIC, render
from bot.tryout.guard import is_local
from bot.tryout.journey import Journeys
from bot.tryout.moving import clock_route
from bot.tryout.refusal import Refusal, locale_of
from bot.tryout.routes import InThread, Tryout
from bot.tryout.uploads import Uploads
from bot.watching import Watched
from storage.outages import OUTAGES


def web_app(
    *,
    engine: Engine,
    in_thread: InThread,
    bell: Bell,
    clock: Callable[[], datetime],
    uploads: Uploads,
    locale: str,
    tryout: bool,
    journeys: Journeys | None = None,
    looking: Looking,
    watched: Watched,
    webhooks: Sequence[Route] = (),
    poll: float = 1.0,
    heartbeat: float = 15.0,
) -> ASGIApp:
    """Put the application together; `tryout` turns the try-out page on, for this machine only.

    `looking` shows what links open. What the phones send along goes into `uploads`; with
    `journeys` their time can be moved. `webhooks` are the routes on which platforms deliver. Live
    chats look for news when the bell rings and every `poll` seconds, and end when the bell is
    closed.
    """
    trial = journeys.clock if journeys else None
    desk = Tryout(engine, in_thread, bell, clock, uploads, trial, locale, poll, heartbeat)
    moving = [clock_route(journeys, locale)] if journeys else []
    front = _Front(locale, desk if tryout else None)

    def refuse(request: Request, error: Exception) -> Response:
        refusal = error if isinstance(error, Refusal) else Refusal(503, "busy")
        return refusal.answer(locale_of(request, locale))

    return SecurityHeaders(
        Starlette(
            routes=[
                Route("/", front.home, methods=["GET"]),
                *looking.routes(),
                *watched.routes(),
                Mount("/static/fonts", StaticFiles(directory=fontpkg_sarabun.ROOT / "files")),
                Mount("/static", StaticFiles(directory=STATIC)),
                *webhooks,
                *([*desk.routes(), *moving] if tryout else ()),
            ],
            exception_handlers=dict.fromkeys((Refusal, *OUTAGES), refuse),
        )
    )


@dataclass(frozen=True, slots=True)
class _Front:
    locale: str
    tryout: Tryout | None

    async def home(self, request: Request) -> Response:
        if self.tryout and is_local(request):
            return await self.tryout.page(request)
        return render("service", locale=locale_of(request, self.locale))
