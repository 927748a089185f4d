"""The client of LINE's API: one per process, opened on its loop at the first call."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from pydantic import SecretStr

from bot.channels.line.tokens import Tokens
from bot.connections import open_session

Json = dict[str, Any]

PATIENCE = 5  # seconds for one answer
PATIENCE_FOR_FILES = 60
CONNECTIONS = 512  # as many as are delivered at once
UNAUTHORISED = 401


class Unanswered(Exception):
    """Nothing came back that says whether LINE did what was asked. The text names the error."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What LINE answered; `body` is empty where it was no JSON object."""

    status: int
    body: Json
    request_id: str = ""

    @property
    def message(self) -> str:
        """LINE's words for an error."""
        return str(self.body.get("message", ""))


class LineClient:
    """Speaks to both hosts of LINE with a token that is good.

    Not over the SDK, whose calls cost several times what they carry: its session reads the
    environment and a password file for each of them, and its models leave out what they do not
    know without a word.
    """

    def __init__(
        self, tokens: Tokens, *, api_url: str, data_url: str, patience: float = PATIENCE
    ) -> None:
        self._tokens = tokens
        self._api_url = api_url
        self._data_url = data_url
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def call(
        self, verb: str, path: str, body: Json | None = None, *, retry_key: str | None = None
    ) -> Answer:
        """Make a call of the API; raises Unanswered, and NoToken before anything is sent.

        Where LINE refuses the token, the call is made once more with a fresh one.
        """
        extra = {} if retry_key is None else {"X-Line-Retry-Key": retry_key}
        try:
            url = self._api_url + path
            response = await self._request(verb, url, body, extra, patience=self._patience)
            async with response:
                told = await response.read()
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise Unanswered(type(error).__name__) from None
        return Answer(response.status, _json(told), response.headers.get("x-line-request-id", ""))

    @asynccontextmanager
    async def content(self, message: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """Ask for the bytes of a message, which come as they are read; raises as `call` does."""
        url = f"{self._data_url}/v2/bot/message/{message}/content"
        try:
            async with await self._request(
                "GET", url, None, {}, patience=PATIENCE_FOR_FILES
            ) as response:
                yield response
        except (TimeoutError, aiohttp.ClientError) as error:
            raise Unanswered(type(error).__name__) from None

    async def _request(
        self,
        verb: str,
        url: str,
        body: Json | None,
        extra: Mapping[str, str],
        *,
        patience: float,
    ) -> aiohttp.ClientResponse:
        token = await self._tokens.current()
        response = await self._ask(verb, url, body, extra, token=token, patience=patience)
        if response.status != UNAUTHORISED or not self._tokens.spoil(token):
            return response
        response.release()
        token = await self._tokens.current()
        return await self._ask(verb, url, body, extra, token=token, patience=patience)

    async def _ask(
        self,
        verb: str,
        url: str,
        body: Json | None,
        extra: Mapping[str, str],
        *,
        token: SecretStr,
        patience: float,
    ) -> aiohttp.ClientResponse:
        if self._session is None:
            self._session = open_session(self._api_url, at_once=CONNECTIONS)
        return await self._session.request(
            verb,
            url,
            json=body,
            headers={"Authorization": f"Bearer {token.get_secret_value()}", **extra},
            timeout=aiohttp.ClientTimeout(total=patience),
            allow_redirects=False,
        )

    async def close(self) -> None:
        """Close the connections; the client may be used again."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def _json(told: bytes) -> Json:
    try:
        value = json.loads(told)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
