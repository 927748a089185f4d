"""The HTTP side of the client library, on aiohttp: several times as fast as the library's own."""

from __future__ import annotations

import json
from typing import Any

import aiohttp

from bot.channels.telegram.errors import Broken, Oversized, Unreached
from bot.connections import open_session
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECT_WITHIN = 5.0
ANSWER_WITHIN = 8.0
"""Seconds for a connection and for an answer; both together stay below what a delivery may take."""


class AiohttpRequest(BaseRequest):
    """Makes the calls of a `Bot` over one session, opened by the first call in its loop.

    No error of it bears an address, for addresses hold the token.
    """

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        return ANSWER_WITHIN

    async def initialize(self) -> None:
        """Nothing: the first call opens the session."""

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(  # noqa: PLR0917 - the library calls it so
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call, and give the status and the body of its answer."""
        patience = ANSWER_WITHIN if read_timeout is BaseRequest.DEFAULT_NONE else read_timeout
        try:
            async with self._open(url).request(
                method,
                url,
                data=_form(request_data) if request_data else None,
                timeout=_timeout(patience),
                allow_redirects=False,
            ) as answer:
                status, body = answer.status, await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _named(error) from None
        if status >= 500:
            raise Broken(f"status {status}")
        if status == 413:
            raise Oversized("too large")
        return status, body

    async def download(self, url: str, limit: int) -> bytes | None:
        """Fetch a file, reading it as it comes; None where it is larger than `limit` bytes."""
        content = bytearray()
        try:
            async with self._open(url).get(url, timeout=_timeout(ANSWER_WITHIN * 3)) as answer:
                if answer.status != 200:
                    raise Broken(f"status {answer.status}")
                async for chunk in answer.content.iter_chunked(64 * 1024):
                    content += chunk
                    if len(content) > limit:
                        return None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise _named(error) from None
        return bytes(content)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Read an answer; the library's own way writes what it cannot read into the log."""
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            answer = None
        match answer:
            case {"result": _} | {"description": str()}:
                return dict(answer)
        raise Broken("not an answer of Telegram")

    def _open(self, url: str) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = open_session(url, at_once=0)
        return self._session


def _timeout(patience: float | None) -> aiohttp.ClientTimeout:
    total = None if patience is None else CONNECT_WITHIN + patience
    return aiohttp.ClientTimeout(total=total, connect=CONNECT_WITHIN, sock_read=patience)


def _named(error: Exception) -> NetworkError:
    match error:
        case aiohttp.ClientConnectorError() | aiohttp.ConnectionTimeoutError():
            return Unreached(type(error).__name__)
        case TimeoutError():
            return TimedOut(type(error).__name__)
        case _:
            return Broken(type(error).__name__)


def _form(data: RequestData) -> aiohttp.FormData:
    # Quoted, the Thai name of a file would arrive as a row of percent signs.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
