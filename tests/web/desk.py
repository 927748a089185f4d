"""A real server with the try-out page on a free port of this machine, and a bot to speak for."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import uvicorn
from prometheus_client import CollectorRegistry
from sqlalchemy import Connection, Engine
from starlette.types import ASGIApp

from bot.bell import Bell
from bot.channels.webchat import WebchatCodec
from bot.evidence.store import Store
from bot.linked_pages.routes import Looking
from bot.tryout.uploads import Uploads
from bot.watching import Watched
from bot.web import web_app
from handlers.messages import Outgoing
from storage.db import transaction
from storage.outbox import claim_due, enqueue, record_sent
from tests.turns.office import ISSUER

NOON = datetime(2026, 11, 25, 5, 0, tzinfo=UTC)
WEBCHAT = "webchat"

_seconds = count()


def ticking() -> datetime:
    """A clock on which a second passes at every look."""
    return NOON + timedelta(seconds=next(_seconds))


def say(engine: Engine, lane: str, *messages: Outgoing) -> None:
    """Let the bot say something in a chat, as a turn and a delivery do."""
    now = ticking()
    with transaction(engine) as tx:
        enqueue(tx, WebchatCodec().write(lane, messages), channel=WEBCHAT, lane=lane, now=now)
        for _ in messages:
            [head] = claim_due(tx, channels=[WEBCHAT], now=now, lease=timedelta(minutes=1), limit=1)
            record_sent(tx, [head], now=now)


def application(engine: Engine, bell: Bell, **settings: Any) -> ASGIApp:
    """The web application with the try-out page on, unless `settings` say otherwise."""
    in_thread = settings.setdefault("in_thread", asyncio.to_thread)
    complaints = settings.pop("complaints", nothing_wrong)
    registry = settings.pop("registry", CollectorRegistry())
    clock = settings.setdefault("clock", ticking)
    return web_app(
        **{
            "engine": engine,
            "bell": bell,
            "locale": "th",
            "tryout": True,
            "looking": Looking(
                engine,
                in_thread,
                clock,
                ISSUER.key,
                settings.get("locale", "th"),
                settings.pop("store", Store(Path(os.devnull))),  # where nothing is kept
            ),
            "uploads": Uploads(Path(os.devnull)),  # where nothing can be kept
            "watched": Watched(engine, in_thread, complaints, registry),
            **settings,
        }
    )


def nothing_wrong(_tx: Connection) -> Sequence[str]:
    return ()


@dataclass(slots=True)
class Desk:
    """The server, as a test sees it."""

    url: str
    engine: Engine
    client: httpx.Client
    ring: Callable[[], None]
    close_streams: Callable[[], None]

    def post(self, path: str = "/tryout/messages", **body: Any) -> httpx.Response:
        """Send what the page sends; it names its own origin, as browsers do."""
        return self.client.post(path, json=body, headers={"Origin": self.url})

    def send_file(self, data: bytes, **told: str) -> httpx.Response:
        """Send a file as the page does: its bytes, and what is told of it in the address."""
        return self.client.post(
            "/tryout/files", params=told, content=data, headers={"Origin": self.url}
        )

    @contextmanager
    def chats(self, *lanes: str, **request: Any) -> Iterator[Iterator[Event]]:
        """Open the live chats; iterating over them waits for what comes."""
        params = {"lane": lanes, **request.pop("params", {})}
        with self.client.stream("GET", "/tryout/events", params=params, **request) as answer:
            answer.raise_for_status()
            yield _events(answer)


@dataclass(frozen=True, slots=True)
class Event:
    """One server-sent event. A comment has no name."""

    name: str = ""
    id: str = ""
    data: Any = None
    comment: str = ""


def _events(answer: httpx.Response) -> Iterator[Event]:
    fields: dict[str, str] = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name.removesuffix(":")] = value
        elif "event" in fields:
            yield Event(fields["event"], fields.get("id", ""), json.loads(fields["data"]))
            fields = {}
        else:
            yield Event(comment=fields.pop("", ""))


@contextmanager
def running(
    engine: Engine,
    *,
    port: int = 0,
    bell: Bell | None = None,
    beside: Sequence[Callable[[], Coroutine[Any, Any, None]]] = (),
    **settings: Any,
) -> Iterator[Desk]:
    """Serve the application while the block lasts; it must go down without being forced.

    `beside` are loops to run in the same process; they end when the bell is closed.
    """
    bell = bell or Bell(1)
    with (
        socket.create_server(("127.0.0.1", port)) as listener,
        TemporaryDirectory() as folder,
    ):
        settings.setdefault("uploads", Uploads(Path(folder)))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        server = uvicorn.Server(
            uvicorn.Config(application(engine, bell, **settings), log_config=None, ws="none")
        )
        started: Future[asyncio.AbstractEventLoop] = Future()

        async def serve() -> None:
            async with asyncio.TaskGroup() as tasks:
                for loop_beside in beside:
                    tasks.create_task(loop_beside())
                started.set_result(asyncio.get_running_loop())
                await server.serve(sockets=[listener])

        thread = threading.Thread(target=asyncio.run, args=(serve(),), daemon=True)
        thread.start()
        loop = started.result(timeout=20)
        with httpx.Client(base_url=url, timeout=60) as client:
            yield Desk(
                url,
                engine,
                client,
                ring=lambda: _run(loop, bell.ring),
                close_streams=lambda: _run(loop, bell.close),
            )
        loop.call_soon_threadsafe(bell.close)
        server.should_exit = True
        thread.join(timeout=20)
    assert not thread.is_alive(), "the server did not go down"


def _run(loop: asyncio.AbstractEventLoop, function: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(function)
