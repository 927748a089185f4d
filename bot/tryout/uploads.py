"""The photos and files that the phones of the try-out page sent, kept for a while."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import suppress
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile

from bot.channels.webchat import is_file_reference
from bot.evidence.source import Content, Fetched, Later, Missing
from storage.records import Refusal

KEPT = 2 * 24 * 60 * 60
"""Seconds: longer than anybody tries to fetch one."""


class Uploads:
    """Stands for the platform: keeps what was sent, and gives the bytes to who fetches them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, data: bytes) -> str:
        """Put bytes on the disk and give their reference, the same for the same; raises OSError."""
        reference = sha256(data).hexdigest()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._discard_old()
        with NamedTemporaryFile(dir=self._folder, delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(self._folder / reference)
        return reference

    async def fetch(self, reference: str, limit: int) -> Fetched:
        """Give the bytes of a reference; whatever goes wrong is a value, never an error."""
        if not is_file_reference(reference):
            return Missing(Refusal.GONE)
        try:
            data = await asyncio.to_thread((self._folder / reference).read_bytes)
        except FileNotFoundError:
            return Missing(Refusal.GONE)
        except OSError as problem:
            return Later(timedelta(), type(problem).__name__)
        return Missing(Refusal.TOO_LARGE) if len(data) > limit else Content(data)

    def _discard_old(self) -> None:
        for path in self._folder.iterdir():
            with suppress(FileNotFoundError):  # somebody else was quicker
                if path.stat().st_mtime < time.time() - KEPT:
                    path.unlink()
