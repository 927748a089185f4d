"""A platform as a process takes part in it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, MutableMapping
from dataclasses import dataclass
from typing import Any

from bot.channels.base import Channel
from bot.evidence.source import Source
from bot.receive import Intake

Task = Callable[[], Coroutine[Any, Any, None]]


@dataclass(frozen=True, slots=True)
class Platform:
    """What the composition root runs for a platform; made inside the event loop.

    `beside_web` are the tasks of a process that takes in what people send, `beside_worker` of
    one that answers and delivers. They are cancelled when the process ends. Where one process
    may send at a time, `send_alone` keeps the channel among those of this process while it may.
    """

    channel: Channel
    intake: Intake
    source: Source
    close: Callable[[], Awaitable[None]]
    beside_web: tuple[Task, ...] = ()
    beside_worker: tuple[Task, ...] = ()
    send_alone: Callable[[MutableMapping[str, Channel]], Coroutine[Any, Any, None]] | None = None
