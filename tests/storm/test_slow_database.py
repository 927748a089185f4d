"""A webhook of the real process while the database is slow, and after it is well again."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import select, text

from storage.db import reading, transaction
from storage.tables import inbox
from tests.fakes.line.fake import LineFake, fake_line
from tests.ground.databases import opened
from tests.storm.fleet import Process

CALLS = 40
# What the service promises is a second; a machine that runs other tests may be later.
PATIENCE = 5.0


def call(secret: str, number: int) -> tuple[bytes, dict[str, str]]:
    """An event of LINE, as LINE signs it."""
    event = {
        "type": "message",
        "mode": "active",
        "timestamp": 1_795_000_000_000 + number,
        "source": {"type": "user", "userId": f"U{number:032x}"},
        "webhookEventId": f"{number:026d}",
        "deliveryContext": {"isRedelivery": False},
        "replyToken": f"{number:032x}",
        "message": {"type": "text", "id": str(number), "text": "รายงาน", "quoteToken": "q"},
    }
    body = json.dumps({"destination": "U" + "0" * 32, "events": [event]}).encode()
    signature = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())
    return body, {"X-Line-Signature": signature.decode()}


@contextmanager
def serving(url: str, line: LineFake, folder: Path) -> Iterator[str]:
    process = Process(
        "web",
        {
            "DATABASE_URL": url,
            "SECRET_KEY": "k" * 40,
            "HOST": "127.0.0.1",
            "PORT": "0",
            "PUBLIC_URL": "https://khuepna.example",
            "EVIDENCE_URL": (folder / "evidence").as_uri(),
            "LINE_CHANNEL_SECRET": line.channel.secret,
            "LINE_CHANNEL_ACCESS_TOKEN": line.channel.access_token,
            "LINE_API_URL": line.url,
            "LINE_DATA_API_URL": line.data_url,
        },
        folder / "web.log",
    )
    process.start()
    try:
        # Whoever calls while it starts waits for that, which is another matter.
        assert httpx.get(f"{process.address}/healthz", timeout=60).status_code == 200
        yield process.address
    finally:
        assert process.stop() == 0


def deliver(address: str, secret: str) -> list[tuple[int, float]]:
    """Bring CALLS events, ten at a time; gives the status of each, and its seconds."""

    def bring(number: int) -> tuple[int, float]:
        body, headers = call(secret, number)
        began = time.monotonic()
        answer = httpx.post(f"{address}/webhook/line", content=body, headers=headers, timeout=30)
        return answer.status_code, time.monotonic() - began

    with ThreadPoolExecutor(10) as platform:
        return list(platform.map(bring, range(CALLS)))


@contextmanager
def locked(url: str) -> Iterator[None]:
    """Somebody else holds the inbox, and takes their time."""
    with opened(url) as engine, transaction(engine) as tx:
        if engine.dialect.name == "postgresql":
            tx.execute(text("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE"))
        yield


@pytest.mark.usefixtures("database")
def test_a_platform_is_answered_in_time_and_nothing_that_was_acknowledged_is_missing(
    database_url: str, tmp_path: Path
) -> None:
    with fake_line() as line, serving(database_url, line, tmp_path) as address:
        with locked(database_url):
            refused = deliver(address, line.channel.secret)
        assert {status for status, _seconds in refused} == {503}
        assert max(seconds for _status, seconds in refused) < PATIENCE
        again = deliver(address, line.channel.secret)
        assert {status for status, _seconds in again} == {200}
    with opened(database_url) as engine, reading(engine) as tx:
        kept = tx.execute(select(inbox.c.event_id)).scalars().all()
    assert sorted(kept) == [f"{number:026d}" for number in range(CALLS)]
