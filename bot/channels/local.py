"""The sending side of the channels whose screens are on this machine."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

from bot.channels.base import Result, Sent
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
        shown = json.loads(dispatch.payload)
        self.buttons |= {label: data for data, label in shown["buttons"]}
        await asyncio.to_thread(self._show, shown["text"])
        return Sent()
