"""The client of Telegram: the library's own, over our HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.telegram.request import AiohttpRequest
from bot.settings import Settings
from telegram import Bot


class Client(Bot):
    """A `Bot` that can be given a request, and gives its answer, as plain JSON values.

    What is stored of requests and of updates stays as it is; the library would read each into
    objects, and fail on an update that is newer than itself.
    """

    def __init__(self, token: str, *, api_url: str) -> None:
        http = AiohttpRequest()
        super().__init__(
            token,
            base_url=f"{api_url}/bot",
            base_file_url=f"{api_url}/file/bot",
            request=http,
            get_updates_request=http,
        )
        self._http = http

    def __repr__(self) -> str:
        return f"{type(self).__name__}[{self.number}]"  # the library's own shows the token

    @property
    def number(self) -> int:
        """The number of the bot's account, which its token begins with."""
        return int(self.token.partition(":")[0])

    async def close_connections(self) -> None:
        """Let go of the connections; the bot itself knows nothing of it."""
        await self._http.shutdown()

    async def call(
        self, method: str, parameters: Mapping[str, Any], *, patience: float | None = None
    ) -> Any:
        """Call a method; `patience` is for its answer, in seconds. Raises TelegramError."""
        within = self._http.read_timeout if patience is None else patience
        return await self._post(method, dict(parameters), read_timeout=within)

    async def download(self, path: str, limit: int) -> bytes | None:
        """Fetch a file by the path that Telegram gave for it; None where it is over `limit` bytes.

        Raises TelegramError.
        """
        return await self._http.download(f"{self.base_file_url}/{path}", limit)


def open_bot(settings: Settings) -> Client:
    """Open the client of the bot whose token is set: one for a process; close it at the end."""
    assert settings.telegram_bot_token is not None
    token = settings.telegram_bot_token.get_secret_value()
    return Client(token, api_url=settings.telegram_api_url)
