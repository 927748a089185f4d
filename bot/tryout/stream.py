"""The chats of the page as server-sent events: what was said so far, then what is said."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from bot.bell import Bell
from bot.channels.webchat import WebchatCodec
from bot.tryout.trial import Moved, TrialClock
from storage.outages import OUTAGES
from storage.people import person_at
from storage.records import Person
from storage.transcripts import Line, Place, lane_history

Places = Mapping[str, Place | None]
"""How far each chat was read; None for one that was not read at all."""

_CODEC = WebchatCodec()
_PLACE = re.compile(r"([a-z0-9-]{1,40})\.(\d{1,18})\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class News:
    """What was said in the chats, and who holds each phone by now."""

    lines: tuple[tuple[str, Line], ...]
    holders: Mapping[str, Person | None]


def read_news(tx: Connection, places: Places) -> News:
    """Read what was said in the chats after `places`."""
    return News(
        tuple(
            (lane, line)
            for lane, place in places.items()
            for line in lane_history(tx, _CODEC.name, lane, after=place)
        ),
        {lane: person_at(tx, channel=_CODEC.name, account=lane) for lane in places},
    )


async def chat_events(
    places: Places,
    *,
    read: Callable[[Places], Awaitable[News]],
    trial: TrialClock | None,
    bell: Bell,
    poll: float,
    heartbeat: float,
) -> AsyncIterator[str]:
    """Write what was said after `places` and then all that follows, until the bell is closed.

    It looks when the bell rings, and every `poll` seconds for what another process wrote; after
    `heartbeat` seconds without news a comment keeps the line open. Where time can be moved, it
    tells how far it was before it tells what was said then. Raises one of OUTAGES where
    not even the first look succeeds; a later one ends the stream, and the page comes back.
    """
    reached = dict(places)
    held: dict[str, Person | None] = {}
    moved: Moved | None = None
    now = asyncio.get_running_loop().time
    ring = bell.next_ring

    async def look() -> str:
        nonlocal moved
        news = _news_events(await read(reached), reached, held)
        if trial is None or trial.moved == moved:
            return "".join(news)
        moved = trial.moved
        return _clock_event(moved) + "".join(news)

    text = await look() + _event("ready", {})
    written = now()
    while True:
        if text or now() - written >= heartbeat:
            yield text or ": still here\n\n"
            written = now()
        if bell.closed:
            return
        if not text:
            with suppress(TimeoutError):
                async with asyncio.timeout(poll):
                    await ring.wait()
        ring = bell.next_ring
        try:
            text = await look()
        except OUTAGES:
            return


def write_places(places: Places) -> str:
    """Write the places as the id of an event: `officer-1.12.7~group-1.3.0`."""
    return "~".join(
        f"{lane}.{place.said}.{place.answered}" for lane, place in places.items() if place
    )


def read_places(text: str, lanes: Sequence[str]) -> Places:
    """Read what `write_places` wrote, for these chats; what cannot be read starts afresh."""
    found = {match[1]: match for part in text.split("~") if (match := _PLACE.fullmatch(part))}
    return {
        lane: Place(int(found[lane][2]), int(found[lane][3])) if lane in found else None
        for lane in lanes
    }


def _clock_event(moved: Moved) -> str:
    ahead = moved.ahead // timedelta(milliseconds=1)
    return _event("clock", {"ahead": ahead, "journeys": moved.journeys})


def _news_events(
    news: News, reached: dict[str, Place | None], held: dict[str, Person | None]
) -> Iterator[str]:
    for lane, person in news.holders.items():
        if lane not in held or held[lane] != person:
            held[lane] = person
            shown = None if person is None else {"id": person.id, "name": person.name}
            yield _event("holder", {"lane": lane, "person": shown})
    for lane, line in news.lines:
        reached[lane] = line.place
        if (drawn := _drawn(lane, line)) is not None:
            yield _event("line", drawn, write_places(reached))


def _drawn(lane: str, line: Line) -> Mapping[str, Any] | None:
    try:
        payload = json.loads(line.payload)
        if line.event_id is not None:
            _CODEC.read(line.payload)
    except ValueError:  # an event that no phone sent, which the worker will set aside
        return None
    said = line.event_id is not None
    return {
        "lane": lane,
        "key": f"said-{line.place.said}" if said else f"answered-{line.place.answered}",
        "by": "person" if said else "bot",
        "at": line.at.isoformat(),
        "event_id": line.event_id,
        "payload": payload,
    }


def _event(name: str, data: Mapping[str, Any], place: str = "") -> str:
    # JSON on one line: a line break inside the data would end the event early.
    head = f"id: {place}\n" if place else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
