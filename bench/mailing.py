"""Many messages at once, as on the day of a reminder, at the pace that the platforms allow."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import uvloop

from bench.register import ACCOUNTS
from bench.running import free_port, process, settings_for, wait_until_healthy
from bench.wire import serve
from bot import clock
from bot.app import CODECS
from handlers.messages import Outgoing
from storage.db import open_database, transaction
from storage.outbox import enqueue
from storage.records import Worth
from storage.schema import migrate

REMINDER = "เดือนนี้ยังไม่ได้รายงาน 2 โครงการ กำหนดส่งวันที่ 25 พิมพ์ “รายงาน” เพื่อเริ่ม"
ALLOWED: Mapping[str, float] = {"telegram": 30, "line": 2000}
"""Messages a second that a platform takes of one bot."""

SPOKEN = ("/sendMessage", "/message/push")
BETWEEN_LOOKS = 0.1  # seconds
PATIENCE = 60.0  # seconds without a message after which no more will come


@dataclass(frozen=True, slots=True)
class Mailing:
    """How long so many messages took, from the first that arrived to the last."""

    channel: str
    messages: int
    seconds: float

    @property
    def per_second(self) -> float:
        return (self.messages - 1) / self.seconds

    @property
    def of_what_is_allowed(self) -> float:
        return self.per_second / ALLOWED[self.channel]


def mail(url: str, channel: str, messages: int, log: Path) -> Mailing:
    """Fill a new database with a message to each of so many chats, and have a process send them."""
    engine = open_database(url)
    try:
        migrate(engine)
        codec, lane_of = CODECS[channel], ACCOUNTS[channel]
        with transaction(engine) as tx:
            for number in range(1, messages + 1):
                lane = lane_of(number)
                payloads = codec.write(lane, [Outgoing(REMINDER)])
                enqueue(
                    tx, payloads, channel=channel, lane=lane, now=clock.now(), worth=Worth.REMINDER
                )
    finally:
        engine.dispose()
    return uvloop.run(_listen(url, channel, messages, log))


async def _listen(url: str, channel: str, messages: int, log: Path) -> Mailing:
    heard: list[float] = []

    def accept(path: str, _content_type: str, _body: bytes) -> bytes:
        if path.endswith(SPOKEN):
            heard.append(perf_counter())
        return _answer(path)

    api = await serve(accept)
    settings = settings_for(url, f"http://127.0.0.1:{api.sockets[0].getsockname()[1]}", log)
    port = free_port()
    with process("bot", "all", log=log, settings={**settings, "PORT": str(port)}) as running:
        await asyncio.to_thread(wait_until_healthy, running, port, log)
        while len(heard) < messages:
            before = len(heard)
            await asyncio.sleep(BETWEEN_LOOKS)
            if len(heard) == before and heard and perf_counter() - heard[-1] > PATIENCE:
                raise RuntimeError(f"{len(heard)} of {messages} arrived: see {log}")
    api.close()
    if len(heard) > messages:
        raise RuntimeError(f"{messages} messages, but {len(heard)} arrived")
    return Mailing(channel, messages, heard[-1] - heard[0])


def _answer(path: str) -> bytes:
    answers: Mapping[str, object] = {
        "/message/quota": {"type": "none"},
        "/message/quota/consumption": {"totalUsage": 0},
        "/message/push": {"sentMessages": [{"id": "1", "quoteToken": "q"}]},
        "/getMe": {
            "ok": True,
            "result": {"id": 1000, "is_bot": True, "first_name": "K", "username": "khuepna_bot"},
        },
        "/sendMessage": {
            "ok": True,
            "result": {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}},
        },
    }
    found = next(
        (said for end, said in answers.items() if path.endswith(end)), {"ok": True, "result": True}
    )
    return json.dumps(found).encode()
