"""HTTP/1.1 on bare sockets: the phones and platforms of a benchmark must cost next to nothing.

A whole client and server in Python would take more of the machine than what is measured.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import cast

import httptools

Answering = Callable[[str, str, bytes], bytes]
"""Gives the JSON that answers a call, by its path, its content type and its body."""

TAKEN, TAKEN_LATER = 200, 503
HUNG_UP = 0  # a connection that lay idle was closed just then: platforms deliver again too
AGAIN = 0.1  # seconds until a call that was not taken is made again
AT_ONCE = 40  # connections to a webhook: as many as Telegram opens when nobody tells it otherwise


class Post:
    """Posts to one host, on at most AT_ONCE connections that are kept open."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._free: list[_Calling] = []
        self._room = asyncio.Semaphore(AT_ONCE)

    async def __call__(self, path: str, headers: Mapping[str, str], body: bytes) -> None:
        """Deliver a body of JSON, again where it was not taken; RuntimeError for another answer."""
        while (status := await self._post(path, headers, body)) != TAKEN:
            if status not in (TAKEN_LATER, HUNG_UP):
                raise RuntimeError(f"{path} answers {status}")
            await asyncio.sleep(AGAIN)

    async def _post(self, path: str, headers: Mapping[str, str], body: bytes) -> int:
        async with self._room:
            # Those that lay idle for a while may have been closed by the other side.
            self._free = [calling for calling in self._free if calling.open]
            calling = self._free.pop() if self._free else await self._open()
            status = await calling.post(path, headers, body)
            if calling.open:
                self._free.append(calling)
            return status

    async def _open(self) -> _Calling:
        loop = asyncio.get_running_loop()
        _transport, calling = await loop.create_connection(_Calling, "127.0.0.1", self._port)
        return calling

    def close(self) -> None:
        for calling in self._free:
            calling.close()


class _Calling(asyncio.Protocol):
    open = True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's does not inherit from it
        self._answered: asyncio.Future[int] | None = None
        self._parser = httptools.HttpResponseParser(self)

    async def post(self, path: str, headers: Mapping[str, str], body: bytes) -> int:
        self._answered = asyncio.get_running_loop().create_future()
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._transport.write(
            f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"{lines}Content-Length: {len(body)}\r\n\r\n".encode()
            + body
        )
        return await self._answered

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        status = self._parser.get_status_code()
        self.open = self._parser.should_keep_alive()
        self._parser = httptools.HttpResponseParser(self)
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(status)

    def connection_lost(self, error: Exception | None) -> None:
        self.open = False
        if self._answered is not None and not self._answered.done():
            self._answered.set_result(HUNG_UP)

    def close(self) -> None:
        self._transport.close()


async def serve(answering: Answering, *, away: float = 0) -> asyncio.Server:
    """Answer every call on a free port of this machine, `away` seconds after it came."""
    loop = asyncio.get_running_loop()
    return await loop.create_server(lambda: _Serving(answering, away), "127.0.0.1", 0)


class _Serving(asyncio.Protocol):
    def __init__(self, answering: Answering, away: float) -> None:
        self._answering = answering
        self._away = away
        self._parser = httptools.HttpRequestParser(self)
        self._begin()

    def _begin(self) -> None:
        self._path, self._type, self._body = b"", b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's does not inherit from it

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._path += url

    def on_header(self, name: bytes, value: bytes) -> None:
        if name.lower() == b"content-type":
            self._type = value

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        answer = self._answering(self._path.decode(), self._type.decode(), self._body)
        self._begin()
        told = (
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            b"Content-Length: %d\r\n\r\n" % len(answer) + answer
        )
        if self._away:
            asyncio.get_running_loop().call_later(self._away, self._transport.write, told)
        else:
            self._transport.write(told)
