"""A process of the bot inside a test, which people on a fake Telegram talk to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.channels.telegram.codec import TelegramCodec
from bot.channels.telegram.start import start
from bot.deliver import deliver
from bot.ground import Ground
from bot.metrics import Metrics
from bot.papers.workshop import Workshop
from bot.receive import Letterbox, webhook_route
from bot.server import Server, listen
from bot.settings import Settings
from bot.worker import work
from storage.db import transaction
from storage.people import find_or_add_person, link_address
from storage.projects import save_project
from storage.records import ProjectFacts, Unit
from storage.reporters import add_reporter
from storage.units import save_unit
from tests.fakes.telegram.fake import TelegramFake, TelegramPhone
from tests.turns.office import ISSUER

PUBLIC = "https://bot.example"
UNIT = Unit("04160200", "กองทดลองใช้")


def settings_for(
    telegram: TelegramFake, database_url: str, *, public_url: str | None = None
) -> Settings:
    return Settings(
        database_url=SecretStr(database_url),
        secret_key=SecretStr("a long random text"),
        telegram_bot_token=SecretStr(telegram.bot.token),
        telegram_api_url=telegram.url,
        public_url=public_url,
        evidence_url="file:///srv/khuepna/evidence",
    )


@asynccontextmanager
async def process(
    telegram: TelegramFake, engine: Engine, *, by_webhook: bool = False, answers: bool = True
) -> AsyncIterator[Ground]:
    """Receive, and with `answers` also answer and deliver, while the block lasts."""
    url = engine.url.render_as_string(hide_password=False)
    settings = settings_for(telegram, url, public_url=PUBLIC if by_webhook else None)
    metrics = Metrics(CollectorRegistry())
    ground = Ground(url, clock=lambda: datetime.now(UTC), metrics=metrics)
    letterbox = Letterbox(ground)
    workshop = Workshop(ground.engine, ground.clock)
    platform = start(settings, ground, letterbox, make=workshop.make)
    assert platform is not None
    server = None
    try:
        async with asyncio.TaskGroup() as tasks:
            if by_webhook:
                listener = listen("127.0.0.1", 0)
                server = Server(
                    Starlette(routes=[webhook_route(ground, letterbox, platform.intake)])
                )
                tasks.create_task(server.serve(sockets=[listener]))
                telegram.route(PUBLIC, f"http://127.0.0.1:{listener.getsockname()[1]}")
            beside = [tasks.create_task(task()) for task in platform.beside_web]
            if answers:
                tasks.create_task(
                    work(ground, {"telegram": TelegramCodec()}, locale="th", issuer=ISSUER)
                )
                tasks.create_task(deliver(ground, {"telegram": platform.channel}))
            try:
                yield ground
            finally:
                ground.bell.close()
                for task in beside:
                    task.cancel()
                if server is not None:
                    server.should_exit = True
    finally:
        await platform.close()
        workshop.close()
        ground.close()


def hire(engine: Engine, phone: TelegramPhone, *, projects: int = 1) -> None:
    """Let who holds a phone be an officer with so many projects to report on."""
    now = datetime.now(UTC)
    account = str(phone.id)
    with transaction(engine) as tx:
        save_unit(tx, UNIT)
        name = f"เจ้าหน้าที่ {account}"
        person = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="th", now=now)
        for number in range(1, projects + 1):
            code = f"{UNIT.code}-{number:04d}"
            facts = ProjectFacts(code, f"โครงการที่ {number}", UNIT.code, 2570)
            add_reporter(tx, project_id=save_project(tx, facts).id, person_id=person.id)
        link_address(
            tx,
            person_id=person.id,
            channel="telegram",
            account=account,
            lane=phone.chat,
            now=now,
        )


async def until(condition: Callable[[], bool]) -> None:
    """Wait until something is so; it fails where that takes too long."""
    async with asyncio.timeout(30):
        while not await asyncio.to_thread(condition):  # noqa: ASYNC110 - a fake rings no bell
            await asyncio.sleep(0.01)
