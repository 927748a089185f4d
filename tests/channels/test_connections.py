"""Connections go through the proxy that the environment names, and only where it is meant."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.connections import open_session

PLATFORM = "http://platform.example/v2/bot/info"


@asynccontextmanager
async def listening() -> AsyncIterator[tuple[str, list[str]]]:
    """Answer every request on loopback, and note its first line."""
    heard: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.append((await reader.readuntil(b"\r\n\r\n")).decode().splitlines()[0])
        writer.write(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1")
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", heard


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def test_a_proxy_of_the_environment_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening() as (proxy, heard):
        monkeypatch.setenv("http_proxy", proxy)
        async with open_session(PLATFORM, at_once=1) as session:
            await session.get(PLATFORM)
    assert heard == [f"GET {PLATFORM} HTTP/1.1"]


async def test_a_host_that_needs_no_proxy_is_asked_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening() as (proxy, asked_of_proxy), listening() as (platform, heard):
        monkeypatch.setenv("http_proxy", proxy)
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        async with open_session(platform, at_once=1) as session:
            await session.get(f"{platform}/v2/bot/info")
    assert heard == ["GET /v2/bot/info HTTP/1.1"]
    assert not asked_of_proxy


async def test_the_environment_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    async with listening() as (platform, heard), open_session(platform, at_once=1) as session:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        await session.get(f"{platform}/one")
        await session.get(f"{platform}/two")
    assert heard == ["GET /one HTTP/1.1", "GET /two HTTP/1.1"]
