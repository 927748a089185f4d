"""A 429 of LINE is the rate or the month's quota: its words say which, the quota confirms it."""

from __future__ import annotations

from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels.line.client import LineClient
from bot.channels.line.quota import is_quota_spent
from bot.channels.line.tokens import GivenToken

RATE = "The API rate limit has been exceeded. Try again later."
QUOTA = "You have reached your monthly limit."
NEW_WORDS = "Slow down, please."
LIMITED = {"type": "limited", "value": 300}


@pytest.mark.parametrize(
    ("words", "quota", "used", "spent"),
    [
        (QUOTA, LIMITED, {"totalUsage": 300}, True),
        (QUOTA, LIMITED, {"totalUsage": 298}, True),  # too few for a group
        (QUOTA, {"type": "none"}, {"totalUsage": 900}, False),
        (QUOTA, {"type": "of a new kind"}, {"totalUsage": 900}, True),
        (RATE, LIMITED, {"totalUsage": 300}, False),
        (NEW_WORDS, LIMITED, {"totalUsage": 300}, True),
        (NEW_WORDS, LIMITED, {"totalUsage": 1}, False),
        (NEW_WORDS, {}, {}, False),
    ],
)
async def test_a_spent_quota_is_told_by_its_words_and_by_the_quota_itself(
    words: str, quota: dict[str, Any], used: dict[str, Any], *, spent: bool
) -> None:
    app = web.Application()
    for path, body in (("quota", quota), ("quota/consumption", used)):

        async def answer(_: web.Request, body: dict[str, Any] = body) -> web.Response:
            return web.json_response(body)

        app.router.add_get(f"/v2/bot/message/{path}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    client = LineClient(GivenToken(SecretStr("t")), api_url=url, data_url=url)
    try:
        assert await is_quota_spent(client, words) is spent
    finally:
        await client.close()
        await runner.cleanup()
