"""The HTTP side of the client: what it sends, and what it makes of answers that are none."""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from bot.channels.telegram.client import Client
from bot.channels.telegram.errors import Broken, Oversized, Unreached

TOKEN = "123456789:AAsecretsecretsecretsecretsecretsecr"
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def answering(answer: Answer) -> AsyncIterator[Client]:
    """A client of a server that answers every call so."""
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    client = Client(TOKEN, api_url=f"http://127.0.0.1:{runner.addresses[0][1]}")
    try:
        yield client
    finally:
        await client.close_connections()
        await runner.cleanup()


def saying(status: int, body: bytes) -> Answer:
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body, content_type="application/json")

    return answer


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, b"<html>", Broken),
        (200, b"", Broken),
        (200, b"[]", Broken),
        (200, b'{"ok": true}', Broken),
        (200, b"[" * 99_999, Broken),
        (500, b"{}", Broken),
        (502, b"<html>", Broken),
        (504, b'{"ok": false, "description": "Gateway Timeout"}', Broken),
        (413, b"<html>", Oversized),
        (302, b"", NetworkError),
        (429, b"{}", NetworkError),
        (400, b'{"ok": false, "description": "Bad Request: x"}', BadRequest),
        (429, b'{"description": "x", "parameters": {"retry_after": 3}}', RetryAfter),
    ],
)
async def test_an_answer_that_is_none_is_an_error_of_its_kind(
    status: int, body: bytes, kind: type[TelegramError]
) -> None:
    async with answering(saying(status, body)) as client:
        with pytest.raises(kind) as raised:
            await client.call("sendMessage", {"chat_id": "5"})
    assert type(raised.value) is kind


async def test_no_answer_in_time_is_an_error_of_its_own() -> None:
    heard = asyncio.Event()

    async def answer_never(_request: web.Request) -> web.Response:
        heard.set()
        await asyncio.Event().wait()
        return web.Response()

    async with answering(answer_never) as client:
        with pytest.raises(TimedOut):
            await client.call("sendMessage", {}, patience=0.05)
    assert heard.is_set()


async def test_no_connection_is_an_error_of_its_own() -> None:
    client = Client(TOKEN, api_url="http://127.0.0.1:9")
    with pytest.raises(Unreached):
        await client.call("getMe", {})
    await client.close_connections()


async def test_parameters_arrive_as_they_are_and_objects_as_json() -> None:
    got: dict[str, Any] = {}

    async def answer(request: web.Request) -> web.Response:
        got.update(await request.post())
        return web.json_response({"ok": True, "result": True})

    async with answering(answer) as client:
        await client.call("sendMessage", {"text": "ปัญหา & 1+1", "reply_markup": {"a": ["ข"]}})
    assert got["text"] == "ปัญหา & 1+1"
    assert got["reply_markup"] in ('{"a": ["ข"]}', '{"a": ["\\u0e02"]}')


async def test_a_file_keeps_its_thai_name() -> None:
    names = []

    async def answer(request: web.Request) -> web.Response:
        names.append((await request.text()).split('filename="')[1].split('"')[0])
        return web.json_response({"ok": True, "result": _MESSAGE})

    async with answering(answer) as client:
        await client.send_document(5, b"%PDF", filename="รายงาน.pdf")
    assert names == ["รายงาน.pdf"]


_MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}}


@pytest.mark.parametrize("status", [200, 400, 401, 404, 500, 302])
async def test_no_error_says_the_token(status: int) -> None:
    async with answering(saying(status, b"<html>")) as client:
        with pytest.raises(TelegramError) as raised:
            await client.call("getMe", {})
    assert TOKEN not in "".join(traceback.format_exception(raised.value))


async def test_nor_does_the_client_itself() -> None:
    assert TOKEN not in repr(Client(TOKEN, api_url="http://127.0.0.1:9"))


async def test_nor_does_the_error_of_a_line_that_is_down() -> None:
    client = Client(TOKEN, api_url="http://127.0.0.1:9")
    with pytest.raises(TelegramError) as raised:
        await client.download("photos/1.jpg", 9)
    await client.close_connections()
    assert TOKEN not in "".join(traceback.format_exception(raised.value))
