"""The sending side of the channels whose screens are on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta

from bot.channels.base import Refused, Result, Retry, Sent
from storage.records import Dispatch


class WebchatChannel:
    """The try-out page reads the outbox itself: to be recorded as sent is to be shown."""

    @property
    def name(self) -> str:
        return "webchat"

    async def send(self, dispatch: Dispatch) -> Result:
        return Sent()


class TerminalChannel:
    """Prints what the bot says, and remembers what the buttons in it stand for."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self.buttons: dict[str, str] = {}

    @property
    def name(self) -> str:
        return "terminal"

    async def send(self, dispatch: Dispatch) -> Result:
        """Print one message, off the loop: a terminal may be slow to take it."""
        try:
            shown = json.loads(dispatch.payload)
            text, buttons = shown["text"], {label: data for data, label in shown["buttons"]}
        except (ValueError, LookupError, TypeError) as error:
            return Refused(type(error).__name__)
        try:
            await asyncio.to_thread(self._show, text)
        except (OSError, ValueError) as error:  # nobody reads there any more
            return Retry(timedelta(), type(error).__name__)
        self.buttons |= buttons
        return Sent()
