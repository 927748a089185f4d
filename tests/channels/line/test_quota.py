"""What LINE tells of its quota, and whether a 429 means the quota or the rate."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels.line.client import LineClient
from bot.channels.line.quota import Told, ask_quota, is_quota_spent, may_mean_quota
from bot.channels.line.tokens import GivenToken

RATE = "The API rate limit has been exceeded. Try again later."
QUOTA = "You have reached your monthly limit."
NEW_WORDS = "Slow down, please."
LIMITED = {"type": "limited", "value": 300}


@asynccontextmanager
async def line_saying(
    quota: dict[str, Any], used: dict[str, Any], *, status: int = 200
) -> AsyncIterator[LineClient]:
    app = web.Application()
    for path, body in (("quota", quota), ("quota/consumption", used)):

        async def answer(_: web.Request, body: dict[str, Any] = body) -> web.Response:
            return web.json_response(body, status=status)

        app.router.add_get(f"/v2/bot/message/{path}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    client = LineClient(GivenToken(SecretStr("t")), api_url=url, data_url=url)
    try:
        yield client
    finally:
        await client.close()
        await runner.cleanup()


@pytest.mark.parametrize(
    ("quota", "used", "told"),
    [
        (LIMITED, {"totalUsage": 12}, Told(300, 12)),
        ({"type": "none"}, {"totalUsage": 900}, Told(None, 900)),
        # Nobody understands these: nothing that costs money goes out until an operator has looked.
        ({"type": "of a new kind"}, {"totalUsage": 12}, Told(0, 0)),
        (LIMITED, {"total": "many"}, Told(0, 0)),
        # This is no answer of LINE at all.
        ({}, {}, None),
        (LIMITED, {}, None),
    ],
)
async def test_line_tells_the_quota_and_what_is_spent(
    quota: dict[str, Any], used: dict[str, Any], told: Told | None
) -> None:
    async with line_saying(quota, used) as client:
        assert await ask_quota(client) == told


@pytest.mark.parametrize(
    ("status", "told"), [(500, None), (503, None), (429, None), (401, None), (403, Told(0, 0))]
)
async def test_a_line_that_cannot_say_now_is_asked_later(status: int, told: Told | None) -> None:
    async with line_saying({"message": "no"}, {"message": "no"}, status=status) as client:
        assert await ask_quota(client) == told


async def test_a_line_that_is_away_tells_nothing() -> None:
    async with line_saying({}, {}) as client:
        pass
    assert await ask_quota(client) is None
    await client.close()


@pytest.mark.parametrize(
    ("words", "told", "spent"),
    [
        (QUOTA, Told(300, 300), True),
        (QUOTA, Told(300, 298), True),  # its count is behind
        (QUOTA, Told(None, 900), False),
        (QUOTA, None, True),
        (NEW_WORDS, Told(300, 301), True),
        (NEW_WORDS, Told(300, 1), False),
        (NEW_WORDS, None, False),
    ],
)
def test_a_spent_quota_is_told_by_the_words_and_by_the_quota(
    words: str, told: Told | None, *, spent: bool
) -> None:
    assert is_quota_spent(told, words) is spent


def test_only_the_words_of_the_rate_are_surely_no_quota() -> None:
    assert [may_mean_quota(words) for words in (RATE, QUOTA, NEW_WORDS)] == [False, True, True]
