"""The composition root: the only place where concrete things meet."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Container, Coroutine, Mapping, Sequence
from functools import partial

import structlog
from prometheus_client import CollectorRegistry
from starlette.types import ASGIApp

from bot import clock
from bot.channels.base import Channel
from bot.channels.line.codec import LineCodec
from bot.channels.local import WebchatChannel
from bot.channels.platform import Platform, Task
from bot.channels.starting import started
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.terminal import TerminalCodec
from bot.channels.webchat import WebchatCodec
from bot.deliver import deliver
from bot.evidence.fetching import fetch
from bot.evidence.source import Source
from bot.evidence.store import Store
from bot.ground import Ground
from bot.health import BacklogCollector
from bot.hints import exchange_hints
from bot.issuer import issuer_of
from bot.linked_pages.routes import Looking
from bot.loopback import is_loopback
from bot.metrics import Metrics
from bot.push_figures import PushCollector
from bot.receive import Letterbox, webhook_route
from bot.scheduler import keep_time
from bot.search_index import keep_search_index
from bot.server import Server, listen, stop_signal
from bot.settings import Settings
from bot.tryout.journey import Journeys
from bot.tryout.trial import TrialClock, begin_trial, trial_clock
from bot.tryout.uploads import Uploads
from bot.warmth import warm_up
from bot.watching import watch, watching_app
from bot.web import web_app
from bot.worker import work
from handlers.messages import Codec
from handlers.passes import Issuer
from storage.periods import local_date, period_of

log = structlog.get_logger()

CODECS: Mapping[str, Codec] = {
    codec.name: codec for codec in (WebchatCodec(), TerminalCodec(), TelegramCodec(), LineCodec())
}
"""Every process can read and write every channel; which of them it sends for is another matter."""


async def serve(
    settings: Settings, parts: frozenset[str], *, listening: Callable[[int], None]
) -> None:
    """Run `web`, `worker`, `clock` or any of them together until the process is told to stop.

    `listening` is told the port, where there is one, once whoever connects to it will be served.
    OSError where the port cannot be had; the errors of `OUTAGES` for the database.
    """
    stop = stop_signal()  # before anybody knows that the process is there, and may end it
    trial = trial_clock(settings, parts)
    ground = open_ground(settings, trial)
    try:
        if trial:
            await ground.in_thread(partial(begin_trial, ground.engine, now=trial.now()))
        port = settings.port_of(parts)
        listener = None if port is None else listen(settings.host, port)
        if listener:
            listening(listener.getsockname()[1])
        issuer = issuer_of(settings, listener)
        await asyncio.to_thread(warm_up, period_of(local_date(ground.clock())))
        letterbox = Letterbox(ground)
        async with (
            started(settings, ground, letterbox) as platforms,
            asyncio.TaskGroup() as tasks,
        ):
            beside: list[Task] = []
            if "worker" in parts:
                beside += _work_beside(settings, ground, platforms)
                channels: dict[str, Channel] = {"webchat": WebchatChannel()}
                for platform in platforms:
                    if platform.send_alone is None:
                        channels[platform.channel.name] = platform.channel
                    else:
                        beside.append(partial(platform.send_alone, channels))
                for _each in range(ground.workers):
                    tasks.create_task(_working(settings, ground, issuer, channels))
                tasks.create_task(deliver(ground, channels))
            server = None
            if listener:
                app = watching_app(watch(ground, settings))
                if "web" in parts:
                    journeys = Journeys(ground, trial, CODECS) if trial else None
                    web = partial(_web, ground, settings, platforms, letterbox)
                    app = web(journeys=journeys, issuer=issuer)
                    beside += [task for platform in platforms for task in platform.beside_web]
                server = Server(app)
                tasks.create_task(server.serve(sockets=[listener]))
                log.info("serving", host=settings.host, port=listener.getsockname()[1])
            if "clock" in parts:
                beside.append(partial(keep_time, ground, CODECS))
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


def open_ground(settings: Settings, trial: TrialClock | None = None) -> Ground:
    """Open the ground of a process, with the figures that the database can tell."""
    now = trial.now if trial else clock.now
    metrics = Metrics(CollectorRegistry())
    ground = Ground(settings.database_url.get_secret_value(), clock=now, metrics=metrics)
    served = settings.channels
    metrics.registry.register(BacklogCollector(ground.engine, ground.clock, served))
    metrics.registry.register(PushCollector(ground.engine, ground.clock))
    return ground


def _working(
    settings: Settings, ground: Ground, issuer: Issuer, sent_here: Container[str]
) -> Coroutine[None, None, None]:
    return work(ground, CODECS, locale=settings.locale, issuer=issuer, sent_here=sent_here)


def _work_beside(
    settings: Settings, ground: Ground, platforms: Sequence[Platform]
) -> Sequence[Task]:
    """Give what runs beside answering and delivering."""
    sources: dict[str, Source] = {"webchat": _uploads(settings)}
    sources |= {platform.channel.name: platform.source for platform in platforms}
    store = Store(settings.evidence_folder)
    always = [partial(fetch, ground, sources, store), partial(keep_search_index, ground)]
    return [*always, *(task for platform in platforms for task in platform.beside_worker)]


def _uploads(settings: Settings) -> Uploads:
    # In the folder that all machines share: another one may fetch them.
    return Uploads(settings.evidence_folder / "uploads")


def _web(
    ground: Ground,
    settings: Settings,
    platforms: Sequence[Platform],
    letterbox: Letterbox,
    *,
    journeys: Journeys | None,
    issuer: Issuer,
) -> ASGIApp:
    return web_app(
        engine=ground.engine,
        in_thread=ground.in_thread,
        bell=ground.bell,
        clock=ground.clock,
        uploads=_uploads(settings),
        locale=settings.locale,
        tryout=is_loopback(settings.host),
        journeys=journeys,
        looking=Looking(
            ground.engine,
            ground.in_looking_thread,
            ground.clock,
            issuer.key,
            settings.locale,
            Store(settings.evidence_folder),
        ),
        watched=watch(ground, settings),
        webhooks=[webhook_route(ground, letterbox, platform.intake) for platform in platforms],
    )
