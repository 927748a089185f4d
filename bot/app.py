"""The composition root: the only place where concrete things meet."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

import structlog
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from bot import clock
from bot.channels.base import Channel
from bot.channels.line.codec import LineCodec
from bot.channels.line.start import start as start_line
from bot.channels.local import WebchatChannel
from bot.channels.platform import Platform, Task
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.telegram.start import start as start_telegram
from bot.channels.terminal import TerminalCodec
from bot.channels.webchat import WebchatCodec
from bot.deliver import deliver
from bot.evidence.fetching import fetch
from bot.evidence.place import evidence_folder
from bot.evidence.store import Store
from bot.ground import Ground
from bot.health import BacklogCollector, complaints
from bot.hints import exchange_hints
from bot.loopback import is_loopback
from bot.metrics import Metrics
from bot.receive import Letterbox, webhook_route
from bot.scheduler import keep_time
from bot.server import Server, listen
from bot.settings import Settings
from bot.warmth import warm_up
from bot.web import web_app
from bot.worker import work
from handlers.messages import Codec
from storage.periods import local_date, period_of

log = structlog.get_logger()

CODECS: Mapping[str, Codec] = {
    codec.name: codec for codec in (WebchatCodec(), TerminalCodec(), TelegramCodec(), LineCodec())
}
"""Every process can read and write every channel; which of them it sends for is another matter."""

# Each takes one turn at a time. On SQLite they stand in line for the one thread: between what comes
# in and what goes out, each committed together, there is room for several turns.
WORKERS = 4


async def serve(
    settings: Settings, parts: frozenset[str], *, listening: Callable[[int], None]
) -> None:
    """Run `web`, `worker`, `clock` or any of them together until the process is told to stop.

    `listening` is told the port of `web` once whoever connects to it will be served.
    OSError where the port cannot be had; the errors of `OUTAGES` for the database.
    """
    ground = open_ground(settings)
    try:
        listener = listen(settings.host, settings.port) if "web" in parts else None
        if listener:
            listening(listener.getsockname()[1])
        await asyncio.to_thread(warm_up, period_of(local_date(ground.clock())))
        stop = _stop_signal()
        letterbox = Letterbox(ground)
        async with (
            _platforms(settings, ground, letterbox) as platforms,
            asyncio.TaskGroup() as tasks,
        ):
            beside: list[Task] = []
            if "worker" in parts:
                for _each in range(WORKERS):
                    tasks.create_task(work(ground, CODECS, locale=settings.locale))
                beside += _work_beside(settings, ground, platforms)
                channels: dict[str, Channel] = {"webchat": WebchatChannel()}
                for platform in platforms:
                    if platform.send_alone is None:
                        channels[platform.channel.name] = platform.channel
                    else:
                        beside.append(partial(platform.send_alone, channels))
                tasks.create_task(deliver(ground, channels))
            server = None
            if listener:
                server = Server(_web(ground, settings, platforms, letterbox))
                tasks.create_task(server.serve(sockets=[listener]))
                beside += [task for platform in platforms for task in platform.beside_web]
                log.info("serving", host=settings.host, port=listener.getsockname()[1])
            if "clock" in parts:
                beside.append(partial(keep_time, ground))
            if ground.engine.dialect.name == "postgresql":
                beside.append(partial(exchange_hints, ground))
            running_beside = [tasks.create_task(task()) for task in beside]
            await stop.wait()
            ground.bell.close()
            for task in running_beside:
                task.cancel()
            if server:
                server.should_exit = True
    finally:
        ground.close()


def open_ground(settings: Settings) -> Ground:
    metrics = Metrics(CollectorRegistry())
    ground = Ground(settings.database_url.get_secret_value(), clock=clock.now, metrics=metrics)
    served = settings.channels
    metrics.registry.register(BacklogCollector(ground.engine, ground.clock, served))
    return ground


@asynccontextmanager
async def _platforms(
    settings: Settings, ground: Ground, letterbox: Letterbox
) -> AsyncIterator[Sequence[Platform]]:
    async with AsyncExitStack() as stack:
        platforms = []
        for start in (start_telegram, start_line):
            platform = start(settings, ground, letterbox)
            if platform is not None:
                stack.push_async_callback(platform.close)
                platforms.append(platform)
        yield platforms


def _work_beside(
    settings: Settings, ground: Ground, platforms: Sequence[Platform]
) -> Sequence[Task]:
    """Give what runs beside answering and delivering."""
    sources = {platform.channel.name: platform.source for platform in platforms}
    url = settings.database_url.get_secret_value()
    store = Store(evidence_folder(settings.evidence_url, database_url=url))
    fetching = partial(fetch, ground, sources, store)
    return [fetching, *(task for platform in platforms for task in platform.beside_worker)]


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    return stop


def _web(
    ground: Ground, settings: Settings, platforms: Sequence[Platform], letterbox: Letterbox
) -> ASGIApp:
    served = settings.channels
    return web_app(
        engine=ground.engine,
        in_thread=ground.in_thread,
        bell=ground.bell,
        clock=ground.clock,
        locale=settings.locale,
        tryout=is_loopback(settings.host),
        complaints=lambda tx: complaints(tx, channels=served, now=ground.clock()),
        registry=ground.metrics.registry,
        webhooks=[webhook_route(ground, letterbox, platform.intake) for platform in platforms],
    )
