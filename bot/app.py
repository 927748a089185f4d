"""The composition root: the only place where concrete things meet."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import structlog
import uvicorn
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from bot import clock
from bot.channels.base import Channel
from bot.channels.local import WebchatChannel
from bot.channels.terminal import TerminalCodec
from bot.channels.webchat import WebchatCodec
from bot.deliver import deliver
from bot.ground import Ground
from bot.health import BacklogCollector, complaints
from bot.loopback import is_loopback
from bot.metrics import Metrics
from bot.settings import Settings
from bot.warmth import warm_up
from bot.web import web_app
from bot.worker import work
from handlers.messages import Codec
from storage.periods import local_date, period_of

log = structlog.get_logger()

CODECS: Mapping[str, Codec] = {codec.name: codec for codec in (WebchatCodec(), TerminalCodec())}
"""Every process can read and write every channel; which of them it sends for is another matter."""

# Each takes one turn at a time; more of them mostly look for work that another one found.
WORKERS = 4

CHANNELS: Mapping[str, Channel] = {"webchat": WebchatChannel()}


async def serve(
    settings: Settings, parts: frozenset[str], *, listening: Callable[[int], None]
) -> None:
    """Run `web`, `worker` or both until the process is told to stop.

    `listening` is told the port of `web` once whoever connects to it will be served.
    OSError where the port cannot be had; the errors of `OUTAGES` for the database.
    """
    ground = open_ground(settings)
    try:
        listener = _listen(settings) if "web" in parts else None
        if listener:
            listening(listener.getsockname()[1])
        await asyncio.to_thread(warm_up, period_of(local_date(ground.clock())))
        stop = _stop_signal()
        async with asyncio.TaskGroup() as tasks:
            if "worker" in parts:
                for _each in range(min(WORKERS, ground.threads)):
                    tasks.create_task(work(ground, CODECS, locale=settings.locale))
                tasks.create_task(deliver(ground, CHANNELS))
            server = _Server(_server_config(_web(ground, settings))) if listener else None
            if server and listener:
                tasks.create_task(server.serve(sockets=[listener]))
                log.info("serving", host=settings.host, port=listener.getsockname()[1])
            await stop.wait()
            ground.bell.close()
            if server:
                server.should_exit = True
    finally:
        ground.close()


def open_ground(settings: Settings) -> Ground:
    metrics = Metrics(CollectorRegistry())
    ground = Ground(settings.database_url.get_secret_value(), clock=clock.now, metrics=metrics)
    metrics.registry.register(BacklogCollector(ground.engine, ground.clock))
    return ground


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    return socket.create_server((settings.host, settings.port), family=family, backlog=2048)


def _web(ground: Ground, settings: Settings) -> ASGIApp:
    return web_app(
        engine=ground.engine,
        in_thread=ground.in_thread,
        bell=ground.bell,
        clock=ground.clock,
        locale=settings.locale,
        tryout=is_loopback(settings.host),
        complaints=lambda tx: complaints(tx, now=ground.clock()),
        registry=ground.metrics.registry,
    )


def _server_config(app: ASGIApp) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=5,
    )


class _Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
