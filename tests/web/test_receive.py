"""The way in of a platform: kept first, then acknowledged, and never in anybody's way."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import httpx
import pytest
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot import receive as receive_module
from bot.ground import Ground
from bot.receive import MAX_BODY, Letterbox, Received, UnreadableCall, webhook_route
from storage.db import reading
from storage.records import Arrival
from storage.tables import inbox
from tests.turns.grounds import grounded
from tests.turns.office import NOW

SECRET = {"x-secret": "known"}


class Post:
    """A platform whose calls are lines of event ids; "?" is an event that nobody answers."""

    channel = "post"

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        return headers.get("x-secret") == "known"

    def read(self, body: bytes) -> Received:
        if body.startswith(b"!"):
            raise UnreadableCall("not lines")
        lines = body.decode().splitlines()
        return Received(
            tuple(Arrival("post", line, "a", NOW, line) for line in lines if line != "?"),
            tuple("of_no_interest" for line in lines if line == "?"),
        )


@asynccontextmanager
async def office(ground: Ground) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=[webhook_route(ground, Letterbox(ground), Post())])
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://127.0.0.1", headers=SECRET
    ) as platform:
        yield platform


def kept(engine: Engine) -> list[str]:
    with reading(engine) as tx:
        return list(tx.execute(select(inbox.c.event_id).order_by(inbox.c.id)).scalars())


def count(ground: Ground, name: str, reason: str) -> float | None:
    labels = {"channel": "post", "reason": reason}
    return ground.metrics.registry.get_sample_value(f"khuepna_{name}_total", labels)


async def test_it_says_yes_when_the_events_are_kept(database_url: str) -> None:
    with grounded(database_url) as ground:
        async with office(ground) as platform:
            ring = ground.bell.next_ring
            answer = await platform.post("/webhook/post", content="e1\ne2")
            assert (answer.status_code, answer.content) == (200, b"")
            assert kept(ground.engine) == ["e1", "e2"]
            assert ring.is_set()
            assert (await platform.post("/webhook/post", content="e2\ne1")).status_code == 200
            assert kept(ground.engine) == ["e1", "e2"]


async def test_who_is_not_the_platform_is_turned_away_and_counted(sqlite_url: str) -> None:
    with grounded(sqlite_url) as ground, capture_logs() as log:
        async with office(ground) as platform:
            for headers in ({"x-secret": "guessed"}, {"x-secret": ""}):
                answer = await platform.post("/webhook/post", content="e1", headers=headers)
                assert answer.status_code == 401
        assert kept(ground.engine) == []
        assert count(ground, "webhook_refusals", "not_genuine") == 2
        assert log == []


@pytest.mark.parametrize(("size", "status"), [(MAX_BODY, 200), (MAX_BODY + 1, 413)])
async def test_a_body_has_a_limit(sqlite_url: str, size: int, status: int) -> None:
    with grounded(sqlite_url) as ground:
        async with office(ground) as platform:
            answer = await platform.post("/webhook/post", content=b"!" * size)
            assert answer.status_code == status


async def test_a_body_that_cannot_be_read_is_acknowledged_for_it_would_never_be_better(
    sqlite_url: str,
) -> None:
    with grounded(sqlite_url) as ground:
        async with office(ground) as platform:
            assert (await platform.post("/webhook/post", content="!")).status_code == 200
        assert count(ground, "webhook_refusals", "unreadable") == 1


async def test_what_nobody_answers_is_counted_and_not_kept(sqlite_url: str) -> None:
    with grounded(sqlite_url) as ground:
        async with office(ground) as platform:
            assert (await platform.post("/webhook/post", content="?\ne1\n?")).status_code == 200
        assert kept(ground.engine) == ["e1"]
        assert count(ground, "events_ignored", "of_no_interest") == 2


def fail_to_insert(engine: Engine, failures: int) -> None:
    left = failures

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal left
        if left and statement.startswith("INSERT INTO inbox"):
            left -= 1
            raise OperationalError(statement, {}, Exception("the disk is full"))

    event.listen(engine, "before_cursor_execute", fail)


async def test_without_a_database_the_platform_is_asked_to_deliver_again(database_url: str) -> None:
    with grounded(database_url) as ground, capture_logs():
        fail_to_insert(ground.engine, 1)
        async with office(ground) as platform:
            assert (await platform.post("/webhook/post", content="e1")).status_code == 503
            assert kept(ground.engine) == []
            assert (await platform.post("/webhook/post", content="e1")).status_code == 200
            assert kept(ground.engine) == ["e1"]
        assert count(ground, "webhook_refusals", "not_kept") == 1


async def test_a_database_that_is_slow_makes_nobody_wait_and_loses_nothing(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive_module, "ANSWER_WITHIN", 0.01)
    go_on = threading.Event()
    with grounded(sqlite_url) as ground, capture_logs():

        @event.listens_for(ground.engine, "commit")
        def stall(_connection: Connection) -> None:
            go_on.wait(30)

        async with office(ground) as platform:
            answer = await platform.post("/webhook/post", content="e1")
            assert answer.status_code == 503
            go_on.set()
            monkeypatch.setattr(receive_module, "ANSWER_WITHIN", 30)
            assert (await platform.post("/webhook/post", content="e1")).status_code == 200
        assert kept(ground.engine) == ["e1"]


async def test_calls_that_come_together_are_kept_together(sqlite_url: str) -> None:
    commits = 0
    with grounded(sqlite_url) as ground:

        @event.listens_for(ground.engine, "commit")
        def note(_connection: Connection) -> None:
            nonlocal commits
            commits += 1

        async with office(ground) as platform:
            answers = await asyncio.gather(
                *(platform.post("/webhook/post", content=f"e{number}") for number in range(50))
            )
        assert {answer.status_code for answer in answers} == {200}
        assert len(kept(ground.engine)) == 50
        assert commits <= 10


async def test_one_call_that_fails_fails_with_those_it_was_kept_with_and_nobody_afterwards(
    sqlite_url: str,
) -> None:
    with grounded(sqlite_url) as ground, capture_logs():
        fail_to_insert(ground.engine, 1)
        async with office(ground) as platform:
            calls = [platform.post("/webhook/post", content=f"e{number}") for number in range(9)]
            answers = await asyncio.gather(*calls)
            statuses = [answer.status_code for answer in answers]
            assert 503 in statuses
            for number, status in enumerate(statuses):
                assert (f"e{number}" in kept(ground.engine)) == (status == 200)
            assert (await platform.post("/webhook/post", content="later")).status_code == 200


async def test_an_error_of_ours_costs_its_own_calls_and_nobody_afterwards(sqlite_url: str) -> None:
    mistakes = 1

    def stumble(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal mistakes
        if mistakes and statement.startswith("INSERT INTO inbox"):
            mistakes -= 1
            raise ZeroDivisionError("a mistake of the program")

    with grounded(sqlite_url) as ground:
        event.listen(ground.engine, "before_cursor_execute", stumble)
        async with office(ground) as platform:
            with pytest.raises(ZeroDivisionError):
                await platform.post("/webhook/post", content="e1")
            assert (await platform.post("/webhook/post", content="e1")).status_code == 200
        assert kept(ground.engine) == ["e1"]
