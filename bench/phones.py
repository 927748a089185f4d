"""Load from outside: people's phones and their platform, in a process apart from the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from itertools import cycle

import uvloop

from bench.ears import Ears
from bench.load import Load, run
from bench.platforms import Line, Telegram
from bench.running import Running, cpu_seconds
from bench.walk import Crowd
from bench.wire import Post, serve

Kind = type[Telegram] | type[Line]
Starting = Callable[[str], AbstractContextManager[Running]]
"""Starts a service that calls its platform at a URL."""


def measure(
    starting: Starting,
    kind: Kind,
    people: Iterator[int],
    *,
    at_once: Sequence[int],
    seconds: float,
    away: float = 0,
) -> list[Load]:
    """Start a service, let people walk through reports on their phones, and stop it again.

    The platform answers each call `away` seconds after it came.
    """
    return uvloop.run(_measure(starting, kind, people, at_once=at_once, seconds=seconds, away=away))


async def _measure(
    starting: Starting,
    kind: Kind,
    people: Iterator[int],
    *,
    at_once: Sequence[int],
    seconds: float,
    away: float,
) -> list[Load]:
    loads = []
    async with opened(starting, kind, away=away) as (running, crowd_of):
        for persons in at_once:
            before = running.filed()
            crowd = crowd_of(people)
            load = await run(
                crowd,
                persons=persons,
                seconds=seconds,
                cpu=lambda: cpu_seconds(running.process_ids),
            )
            running.check(before, crowd.receipts)
            loads.append(load)
    return loads


@asynccontextmanager
async def opened(
    starting: Starting, kind: Kind, *, away: float = 0
) -> AsyncIterator[tuple[Running, Callable[[Iterator[int]], Crowd]]]:
    """A service with its platform while the block lasts, and what makes a crowd for them."""
    ears = Ears()
    telegram, line = Telegram(ears), Line(ears)
    platform = telegram if kind is Telegram else line

    def accept(path: str, content_type: str, body: bytes) -> bytes:
        called = telegram if path.startswith("/bot") else line
        return called.accept(path, content_type, body)

    api = await serve(accept, away=away)
    port = api.sockets[0].getsockname()[1]
    stack = starting(f"http://127.0.0.1:{port}")
    running = await asyncio.to_thread(stack.__enter__)
    posts = [Post(port) for port in running.ports]
    turns = cycle(posts)

    async def tell(person: int, step: Mapping[str, str], shown: str) -> None:
        told = platform.deliver(person, step, shown)
        await next(turns)(told.path, told.headers, told.body)

    try:
        yield running, lambda people: Crowd(people, platform.account, tell, ears)
    finally:
        for post in posts:
            post.close()
        await asyncio.to_thread(stack.__exit__, None, None, None)
        api.close()
