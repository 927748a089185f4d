"""The pictures and files that people send, fetched from LINE's other host while it keeps them."""

from __future__ import annotations

from datetime import timedelta

import aiohttp

from bot.channels.line.client import LineClient, Unanswered
from bot.channels.line.tokens import NoToken
from bot.evidence.source import Content, Fetched, Later, Missing
from storage.records import Refusal

PREPARING = timedelta(seconds=2)
PAUSE = timedelta(seconds=5)


class LineSource:
    """Fetches what was sent by the number of its message."""

    def __init__(self, client: LineClient) -> None:
        self._client = client

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """Fetch no more than `limit` bytes of a message; 410 says that it was taken back."""
        try:
            async with self._client.content(reference) as response:
                match response.status:
                    case 200:
                        return await _read(response, limit)
                    case 202:
                        return Later(PREPARING, "preparing")
                    case 404 | 410 | 400:
                        return Missing(Refusal.GONE)
                    case status:
                        return Later(PAUSE, f"status {status}")
        except Unanswered as error:
            return Later(PAUSE, str(error))
        except NoToken:
            return Later(PAUSE, "no access token")


async def _read(response: aiohttp.ClientResponse, limit: int) -> Content | Missing:
    data = bytearray()
    async for chunk in response.content.iter_any():
        data += chunk
        if len(data) > limit:
            return Missing(Refusal.TOO_LARGE)
    return Content(bytes(data))
