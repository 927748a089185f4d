"""A process of the bot inside a test, which people on a fake LINE talk to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from sqlalchemy import Engine
from starlette.applications import Starlette

from bot.channels.line.codec import LineCodec
from bot.channels.line.start import start
from bot.deliver import deliver
from bot.ground import Ground
from bot.metrics import Metrics
from bot.receive import Letterbox, webhook_route
from bot.server import Server, listen
from bot.settings import Settings
from bot.worker import work
from storage.db import transaction
from storage.people import find_or_add_person, link_address
from storage.projects import save_project
from storage.records import ProjectFacts
from storage.reporters import add_reporter
from storage.units import save_unit
from tests.fakes.line.fake import LineFake, LinePhone
from tests.turns.office import ISSUER, UNIT


def settings_for(line: LineFake, database_url: str, *, given_token: bool = False) -> Settings:
    return Settings(
        database_url=SecretStr(database_url),
        secret_key=SecretStr("a long random text"),
        line_channel_secret=SecretStr(line.channel.secret),
        line_channel_access_token=SecretStr(line.channel.access_token) if given_token else None,
        line_channel_id=None if given_token else line.channel.channel_id,
        line_api_url=line.url,
        line_data_api_url=line.data_url,
        public_url="https://bot.example",
        evidence_url="file:///srv/khuepna/evidence",
    )


@asynccontextmanager
async def process(
    line: LineFake, engine: Engine, *, given_token: bool = False, answers: bool = True
) -> AsyncIterator[Ground]:
    """Take in what people send, and with `answers` also answer and deliver, during the block."""
    url = engine.url.render_as_string(hide_password=False)
    metrics = Metrics(CollectorRegistry())
    ground = Ground(url, clock=lambda: datetime.now(UTC), metrics=metrics)
    letterbox = Letterbox(ground)
    platform = start(settings_for(line, url, given_token=given_token), ground, letterbox)
    assert platform is not None
    try:
        async with asyncio.TaskGroup() as tasks:
            listener = listen("127.0.0.1", 0)
            route = webhook_route(ground, letterbox, platform.intake)
            server = Server(Starlette(routes=[route]))
            tasks.create_task(server.serve(sockets=[listener]))
            line.deliver_to(f"http://127.0.0.1:{listener.getsockname()[1]}/webhook/line")
            beside = []
            if answers:
                tasks.create_task(work(ground, {"line": LineCodec()}, locale="th", issuer=ISSUER))
                tasks.create_task(deliver(ground, {"line": platform.channel}))
                beside = [tasks.create_task(task()) for task in platform.beside_worker]
            try:
                yield ground
            finally:
                ground.bell.close()
                for task in beside:
                    task.cancel()
                server.should_exit = True
    finally:
        await platform.close()
        ground.close()


def hire(engine: Engine, phone: LinePhone) -> None:
    """Let who holds a phone be an officer with a project to report on."""
    now = datetime.now(UTC)
    with transaction(engine) as tx:
        save_unit(tx, UNIT)
        person = find_or_add_person(
            tx, name=f"เจ้าหน้าที่ {phone.chat}", unit_code=UNIT.code, locale="th", now=now
        )
        facts = ProjectFacts(f"{UNIT.code}-0001", "ปลูกต้นไม้ริมทาง", UNIT.code, 2570)
        add_reporter(tx, project_id=save_project(tx, facts).id, person_id=person.id)
        link_address(
            tx, person_id=person.id, channel="line", account=phone.chat, lane=phone.chat, now=now
        )
