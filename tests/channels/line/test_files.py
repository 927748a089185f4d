"""Fetching pictures and files from LINE's other host."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.channels.line.client import LineClient
from bot.channels.line.files import PREPARING, LineSource
from bot.channels.line.tokens import GivenToken
from bot.evidence.source import Content, Later, Missing
from storage.records import Refusal
from tests.channels.line.desk import Desk
from tests.fakes.faults import At, RateLimited, Script, ServerError

LIMIT = 1000
CONTENT = "getMessageContent"


def reference(desk: Desk, data: bytes) -> str:
    desk.phone.send_picture(data)
    return desk.phone.screen[-1].id


async def test_a_picture_is_fetched_whole(desk: Desk) -> None:
    data = bytes(range(250)) * 4
    fetched = await LineSource(desk.client).fetch(reference(desk, data), LIMIT)
    assert fetched == Content(data)


async def test_what_is_too_large_is_not_read_to_its_end(desk: Desk) -> None:
    fetched = await LineSource(desk.client).fetch(reference(desk, b"x" * (LIMIT + 1)), LIMIT)
    assert fetched == Missing(Refusal.TOO_LARGE)


async def test_what_was_taken_back_or_never_was_is_gone(desk: Desk) -> None:
    source = LineSource(desk.client)
    number = reference(desk, b"x")
    desk.phone.unsend()
    assert await source.fetch(number, LIMIT) == Missing(Refusal.GONE)
    assert await source.fetch("1", LIMIT) == Missing(Refusal.GONE)


@pytest.mark.parametrize("fault", [ServerError(), RateLimited()])
async def test_a_platform_in_trouble_is_asked_again_later(
    desk: Desk, fault: ServerError | RateLimited
) -> None:
    source = LineSource(desk.client)
    number = reference(desk, b"x")
    desk.line.play(Script(listed=(At(CONTENT, fault),)))
    assert isinstance(await source.fetch(number, LIMIT), Later)
    assert await source.fetch(number, LIMIT) == Content(b"x")


# --- what the fake does not do: a host that prepares, and one that stops in the middle -----------


@pytest.fixture
async def odd_host() -> AsyncIterator[LineSource]:
    """Content "1" is being prepared; "2" ends before its announced length."""

    async def preparing(_: web.Request) -> web.Response:
        return web.Response(status=202)

    async def broken_off(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b"half")
        assert request.transport is not None
        request.transport.close()
        return response

    app = web.Application()
    app.router.add_get("/v2/bot/message/1/content", preparing)
    app.router.add_get("/v2/bot/message/2/content", broken_off)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    client = LineClient(GivenToken(SecretStr("t")), api_url="http://127.0.0.1:1", data_url=url)
    yield LineSource(client)
    await client.close()
    await runner.cleanup()


async def test_what_is_being_prepared_comes_later(odd_host: LineSource) -> None:
    assert await odd_host.fetch("1", LIMIT) == Later(PREPARING, "preparing")


async def test_half_a_file_is_no_file(odd_host: LineSource) -> None:
    assert isinstance(await odd_host.fetch("2", LIMIT), Later)
