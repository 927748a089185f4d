"""The addresses behind a link, `/v/TOKEN…`: pages, and papers that are made when asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import IO, Any

import fontpkg_sarabun
from sqlalchemy import Engine
from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.evidence.store import Store
from bot.linked_pages.asked import Asked
from bot.linked_pages.attached import answer_with
from bot.linked_pages.headers import LOOK_HEADERS, disposition
from bot.linked_pages.shown import PaperWanted, Shown
from bot.linked_pages.views import find_view
from bot.linked_pages.wording import Words
from bot.papers.making import Made, make, name_of
from bot.papers.reports import TooMany
from bot.templates import STATIC, fill
from bot.tryout.routes import InThread
from handlers.papers import ProjectCurve, UnitOverview
from storage.attachments import Attachment
from storage.db import reading
from storage.outages import OUTAGES

MAKING = 2
"""Files that a process makes at once: each keeps a processor busy for seconds. As many pictures
are drawn at once; the next one waits, for it is a part of a page and takes no second."""

RETRY_AFTER = 30  # seconds
CHUNK = 65_536  # bytes
LONGEST = 400  # letters of an address behind a link; there is no longer one of ours


@dataclass(frozen=True, slots=True)
class Looking:
    """Shows what links open. `locale` is the language of refusals, `store` has evidence.

    Reading and making go through `in_thread`, where they hold up no turn.
    """

    engine: Engine
    in_thread: InThread
    clock: Callable[[], datetime]
    key: str
    locale: str
    store: Store
    making: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAKING))
    drawing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MAKING))

    def routes(self) -> list[BaseRoute]:
        """Give the routes of links, and of the files that pages need."""
        return [
            Mount("/v/static/fonts", StaticFiles(directory=fontpkg_sarabun.ROOT / "files")),
            Mount("/v/static/linked", StaticFiles(directory=STATIC / "linked")),
            Route("/v/{token}", self.look, methods=["GET"]),
            Route("/v/{token}/{rest:path}", self.look, methods=["GET"]),
        ]

    async def look(self, request: Request) -> Response:
        """Show what stands at an address, the same 404 for everything that this link opens not."""
        asked = _asked(request)
        try:
            answer = await self.in_thread(partial(self._answer, asked))
            if isinstance(answer, PaperWanted):
                answer = await self._bring(answer, asked, only_head=request.method == "HEAD")
        except OUTAGES:
            answer = self._sorry("away", 503, asked)
            answer.headers["Retry-After"] = str(RETRY_AFTER)
        answer.headers.update(LOOK_HEADERS)
        return answer

    def _answer(self, asked: Asked) -> Response | PaperWanted:
        if len(asked.token) + len(asked.rest) > LONGEST:
            return self._sorry("gone", 404, asked)
        with reading(self.engine) as tx:
            view = find_view(tx, self.key, asked, now=self.clock())
        match view:
            case None:
                return self._sorry("gone", 404, asked)
            case Shown(template, content, status):
                return HTMLResponse(fill(f"linked/{template}", content), status)
            case PaperWanted():
                return view
            case Attachment():
                return answer_with(self.store, view) or self._sorry("gone", 404, asked)

    async def _bring(self, wanted: PaperWanted, asked: Asked, *, only_head: bool) -> Response:
        ascii_name = name_of(wanted.paper)
        is_picture = isinstance(wanted.paper, ProjectCurve | UnitOverview)
        way = "inline" if is_picture else "attachment"
        ending = ascii_name.rpartition(".")[2]
        headers = {"Content-Disposition": disposition(way, ascii_name, f"{wanted.name}.{ending}")}
        if only_head:
            return Response(headers=headers)
        if not is_picture and self.making.locked():
            busy = self._sorry("busy", 503, asked)
            busy.headers["Retry-After"] = str(RETRY_AFTER)
            return busy
        async with self.drawing if is_picture else self.making:
            made = await self.in_thread(
                partial(make, self.engine, wanted.paper, locale=wanted.locale, now=self.clock())
            )
        match made:
            case None:
                return self._sorry("gone", 404, asked)
            case TooMany(projects, most):
                fields = {"projects": f"{projects:,}", "most": f"{most:,}"}
                return self._sorry("too_many", 422, asked, **fields)
            case Made():
                return StreamingResponse(
                    _chunks(made.content),
                    headers={**headers, "Content-Length": str(made.size)},
                    media_type=made.media_type,
                    background=BackgroundTask(made.content.close),
                )

    def _sorry(self, reason: str, status: int, asked: Asked, **fields: Any) -> Response:
        words = Words(self.locale).in_templates()
        content = {**words, "v": asked.up, "reason": reason, "fields": fields, "printing": False}
        return HTMLResponse(fill("linked/sorry", content), status)


def _asked(request: Request) -> Asked:
    params = request.path_params
    query = request.query_params
    page = query.get("page", "")
    return Asked(
        token=params["token"],
        rest=params.get("rest", ""),
        page=int(page) if page.isascii() and page.isdecimal() and len(page) < 7 else 1,
        printing="print" in query,
        unit=_unit(query.get("unit")),
    )


def _unit(code: str | None) -> str | None:
    """Take what may be a unit's code; anything else is the code of no unit."""
    if code is None:
        return None
    return code if len(code) == 8 and code.isascii() and code.isdecimal() else "-"


def _chunks(content: IO[bytes]) -> Iterator[bytes]:
    while chunk := content.read(CHUNK):
        yield chunk
