"""The pictures and files that people send, fetched from Telegram."""

from __future__ import annotations

from datetime import timedelta

from bot.channels.telegram.client import Client
from bot.channels.telegram.errors import pause_of
from bot.evidence.source import Content, Fetched, Later, Missing
from storage.records import Refusal
from telegram.error import BadRequest, RetryAfter, TelegramError

PAUSE = timedelta(seconds=5)
UNAVAILABLE = "temporarily unavailable"  # or no file of ours; who asks for a day has asked enough
TOO_LARGE = "file is too big"  # what Telegram says of more than 20 MB


class TelegramSource:
    """Fetches a file by the `file_id` that came with its message."""

    def __init__(self, bot: Client) -> None:
        self._bot = bot

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """Fetch no more than `limit` bytes; the address, which holds the token, is shown nobody."""
        try:
            found = await self._bot.call("getFile", {"file_id": reference})
            match found:
                case {"file_size": int(size)} if size > limit:
                    return Missing(Refusal.TOO_LARGE)
                case {"file_path": str(path)}:
                    data = await self._bot.download(path, limit)
                case _:
                    return Missing(Refusal.GONE)
        except RetryAfter as error:
            return Later(pause_of(error), "RetryAfter")
        except BadRequest as error:
            if UNAVAILABLE in error.message.lower():
                return Later(PAUSE, "BadRequest")
            too_large = TOO_LARGE in error.message.lower()
            return Missing(Refusal.TOO_LARGE if too_large else Refusal.GONE)
        except TelegramError as error:
            return Later(PAUSE, type(error).__name__)
        return Missing(Refusal.TOO_LARGE) if data is None else Content(data)
