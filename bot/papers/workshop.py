"""Where papers are made beside everything else that a process does."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from bot.papers.making import Made, make
from bot.papers.reports import TooMany
from handlers.papers import Paper

Make = Callable[[Paper, str], Awaitable[Made | TooMany | None]]
"""Makes a paper in a language, from the record as it is at that moment."""

AT_ONCE = 2
"""Papers in the making: more of them would only take the time of those who answer."""


class Workshop:
    """Makes papers in threads of its own, for those of the database may not wait for them."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._executor = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="papers")

    async def make(self, paper: Paper, locale: str) -> Made | TooMany | None:
        """Make a paper; None where there is no such project or unit. The errors of `OUTAGES`."""
        making = partial(make, self._engine, paper, locale=locale, now=self._clock())
        return await asyncio.get_running_loop().run_in_executor(self._executor, making)

    def close(self) -> None:
        """Begin no other paper, and wait for those that were begun."""
        self._executor.shutdown(cancel_futures=True)
