"""The loop that delivers, with channels that do everything a channel can do, and cannot."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot import deliver as deliver_module
from bot.channels.base import Refused, Result, Retry, Sent
from bot.deliver import AT_ONCE, LEASE, MOST_MISTAKES, deliver, deliver_some
from bot.ground import Ground
from bot.outcomes import pause_after
from storage.db import transaction
from storage.outbox import enqueue, enqueue_many
from storage.records import Dispatch, Worth
from tests.faults.loops import until
from tests.queues.rows import outbox_rows
from tests.turns.grounds import grounded
from tests.turns.office import NOW

Answer = Result | BaseException


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


class Scripted:
    """A platform that answers as its script says for each request, and then takes everything."""

    name = "line"

    def __init__(self, **script: list[Answer]) -> None:
        self.script = script
        self.seen: list[Dispatch] = []

    async def send(self, dispatch: Dispatch) -> Result:
        self.seen.append(dispatch)
        await asyncio.sleep(0)
        answers = self.script.get(dispatch.payload, [])
        answer = answers.pop(0) if answers else Sent()
        if isinstance(answer, BaseException):
            raise answer
        return answer

    @property
    def payloads(self) -> list[str]:
        return [one.payload for one in self.seen]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ground(database_url: str, clock: Clock) -> Iterator[Ground]:
    with grounded(database_url, clock=clock) as opened:
        yield opened


@pytest.fixture
def embedded(sqlite_url: str, clock: Clock) -> Iterator[Ground]:
    with grounded(sqlite_url, clock=clock) as opened:
        yield opened


def say(engine: Engine, *payloads: str, lane: str = "a", channel: str = "line") -> None:
    with transaction(engine) as tx:
        enqueue(tx, payloads, channel=channel, lane=lane, now=NOW)


def rows(engine: Engine, *columns: str) -> list[tuple[Any, ...]]:
    with transaction(engine) as tx:
        return outbox_rows(tx, *columns)


async def deliver_all(ground: Ground, channel: Scripted) -> None:
    while await deliver_some(ground, {"line": channel}):
        pass


# --- results --------------------------------------------------------------------------------


async def test_what_is_sent_is_sent_once_and_in_order(ground: Ground) -> None:
    say(ground.engine, "a1", "a2", "a3", lane="a")
    say(ground.engine, "b1", "b2", lane="b")
    line = Scripted()
    await deliver_all(ground, line)
    assert sorted(line.payloads) == ["a1", "a2", "a3", "b1", "b2"]
    assert [one for one in line.payloads if one.startswith("a")] == ["a1", "a2", "a3"]
    assert rows(ground.engine, "state", "sent_at", "attempts") == [("sent", NOW, 1)] * 5


async def test_what_a_platform_refuses_lets_its_chat_go_on(ground: Ground) -> None:
    say(ground.engine, "a1", "a2")
    line = Scripted(a1=[Refused("blocked")])
    await deliver_all(ground, line)
    assert line.payloads == ["a1", "a2"]
    assert rows(ground.engine, "state", "failure") == [("dead", "blocked"), ("sent", None)]


async def test_what_is_to_be_tried_again_comes_again_after_its_time_and_holds_up_no_other_chat(
    embedded: Ground, clock: Clock
) -> None:
    ground = embedded
    say(ground.engine, "a1", "a2", lane="a")
    say(ground.engine, "b1", lane="b")
    line = Scripted(a1=[Retry(timedelta(seconds=30), "busy"), Retry(timedelta(), "busy")])
    await deliver_all(ground, line)
    assert line.payloads == ["a1", "b1"]
    clock.now = NOW + timedelta(seconds=29)
    await deliver_all(ground, line)
    assert line.payloads == ["a1", "b1"]
    clock.now = NOW + timedelta(seconds=30)
    await deliver_all(ground, line)
    # Nobody named a time for the third attempt: two seconds, for it is the second pause.
    clock.now += timedelta(seconds=2)
    await deliver_all(ground, line)
    assert line.payloads == ["a1", "b1", "a1", "a1", "a2"]
    first, _, second, third, _ = line.seen
    assert len({(one.id, one.payload, one.retry_key) for one in (first, second, third)}) == 1


def test_the_pauses_between_attempts_grow_to_ten_minutes() -> None:
    pauses = [pause_after(attempts).total_seconds() for attempts in (1, 2, 3, 10, 11, 10_000)]
    assert pauses == [1, 2, 4, 512, 600, 600]


async def test_only_channels_of_this_process_are_touched(embedded: Ground) -> None:
    say(embedded.engine, "t1", channel="telegram")
    say(embedded.engine, "a1")
    await deliver_all(embedded, Scripted())
    assert rows(embedded.engine, "channel", "state", "attempts") == [
        ("telegram", "waiting", 0),
        ("line", "sent", 1),
    ]


# --- what a channel should not do -----------------------------------------------------------


class Unheard(Exception):
    """An error that no channel's table of errors has."""


async def test_a_mistake_of_a_channel_costs_no_other_request_anything(ground: Ground) -> None:
    for lane in "abc":
        say(ground.engine, f"{lane}1", lane=lane)
    line = Scripted(b1=[Unheard("รหัสลับ 4711")])
    with capture_logs() as log:
        assert await deliver_some(ground, {"line": line}) == 3
    assert rows(ground.engine, "payload", "state", "failure") == [
        ("a1", "sent", None),
        ("b1", "waiting", "Unheard"),
        ("c1", "sent", None),
    ]
    assert [line["event"] for line in log] == ["channel_failed", "delivery_failed"]
    assert "รหัสลับ" not in str([{**line, "exc_info": None} for line in log])


async def test_a_request_with_which_a_channel_keeps_failing_is_given_up_so_that_its_chat_goes_on(
    embedded: Ground, clock: Clock
) -> None:
    say(embedded.engine, "poison", "next")
    line = Scripted(poison=[Unheard() for _ in range(100)])
    with capture_logs():
        for _ in range(MOST_MISTAKES):
            assert "next" not in line.payloads
            await deliver_all(embedded, line)
            clock.now += timedelta(minutes=10)
    assert line.payloads == ["poison"] * MOST_MISTAKES + ["next"]
    assert rows(embedded.engine, "state", "failure") == [("dead", "Unheard"), ("sent", None)]


async def test_a_platform_that_is_away_for_a_day_gets_everything_in_the_end(
    embedded: Ground, clock: Clock
) -> None:
    say(embedded.engine, "a1", "a2")
    line = Scripted(a1=[Retry(timedelta(), "unreachable") for _ in range(150)])
    for _ in range(160):
        await deliver_all(embedded, line)
        clock.now += timedelta(minutes=10)
    assert line.payloads == ["a1"] * 151 + ["a2"]


async def test_who_does_not_answer_in_time_is_tried_again_however_often(
    embedded: Ground, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver_module, "LONGEST_SEND", timedelta(milliseconds=1))

    class Silent(Scripted):
        async def send(self, dispatch: Dispatch) -> Result:
            self.seen.append(dispatch)
            await asyncio.Event().wait()
            return Sent()

    silent = Silent()
    say(embedded.engine, "a1", "a2")
    for _ in range(MOST_MISTAKES + 3):
        await deliver_all(embedded, silent)
        clock.now += timedelta(minutes=10)
    assert set(silent.payloads) == {"a1"}
    line = Scripted()
    await deliver_all(embedded, line)
    assert line.payloads == ["a1", "a2"]


def test_nobody_may_take_as_long_to_send_as_the_lease_lasts() -> None:
    assert 2 * deliver_module.LONGEST_SEND <= LEASE


async def test_the_loop_outlives_the_mistakes_of_its_channels(embedded: Ground) -> None:
    ring: Callable[[], None] = embedded.bell.ring
    line = Scripted(a1=[Unheard()])
    with capture_logs():
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            tasks.create_task(deliver(embedded, {"line": line}))
            say(embedded.engine, "a1", lane="a")
            ring()
            await until(lambda: "a1" in line.payloads)
            say(embedded.engine, "b1", lane="b")
            ring()
            await until(lambda: "b1" in line.payloads)
            embedded.bell.close()
    assert "b1" in line.payloads


async def test_those_who_do_not_answer_hold_up_nobody(embedded: Ground) -> None:
    answered = asyncio.Event()

    class Slow(Scripted):
        async def send(self, dispatch: Dispatch) -> Result:
            if dispatch.id < AT_ONCE:
                self.seen.append(dispatch)
                await answered.wait()
                return Sent()
            return await super().send(dispatch)

    say_to_many(embedded.engine, AT_ONCE + 9)
    line = Slow()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        tasks.create_task(deliver(embedded, {"line": line}))
        await until(lambda: rows(embedded.engine, "state").count(("sent",)) == 10)
        answered.set()
        embedded.bell.close()
    assert rows(embedded.engine, "state") == [("sent",)] * (AT_ONCE + 9)


def say_to_many(engine: Engine, chats: int) -> None:
    with transaction(engine) as tx:
        said = [("line", f"U{number}", "a", Worth.FREE) for number in range(chats)]
        enqueue_many(tx, said, now=NOW)


# --- between sending and recording ----------------------------------------------------------


async def test_who_dies_after_sending_leaves_it_to_be_sent_again_as_it_was_when_the_lease_is_over(
    ground: Ground, clock: Clock
) -> None:
    say(ground.engine, "a1", "a2")

    class Dying(Scripted):
        async def send(self, dispatch: Dispatch) -> Result:
            await super().send(dispatch)
            raise KeyboardInterrupt  # as good as a kill: nobody catches it

    dying = Dying()
    with pytest.raises(KeyboardInterrupt):
        await _in_a_loop_of_its_own(ground, dying)
    line = Scripted()
    clock.now = NOW + LEASE - timedelta(seconds=1)
    await deliver_all(ground, line)
    assert line.payloads == []
    clock.now = NOW + LEASE
    await deliver_all(ground, line)
    assert line.payloads == ["a1", "a2"]
    [sent], again = dying.seen, line.seen[0]
    assert (again.id, again.payload, again.retry_key) == (sent.id, sent.payload, sent.retry_key)


async def _in_a_loop_of_its_own(ground: Ground, channel: Scripted) -> None:
    """What ends an event loop must not end the test's own."""
    await asyncio.to_thread(lambda: asyncio.run(_deliver_once(ground, channel)))


async def _deliver_once(ground: Ground, channel: Scripted) -> None:
    await deliver_some(ground, {"line": channel})


async def test_while_the_database_is_away_what_was_sent_waits_to_be_recorded_and_is_not_sent_again(
    embedded: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver_module, "OUTAGE_PAUSE", 0.001)
    away = 5

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal away
        if away and "sent_at" in statement and statement.startswith("UPDATE"):
            away -= 1
            raise OperationalError(statement, {}, Exception("database is locked"))

    say(embedded.engine, "a1", "a2")
    event.listen(embedded.engine, "before_cursor_execute", fail)
    line = Scripted()
    with capture_logs() as log:
        await deliver_all(embedded, line)
    assert away == 0
    assert line.payloads == ["a1", "a2"]
    assert rows(embedded.engine, "state") == [("sent",)] * 2
    assert [one["event"] for one in log] == ["database_out_of_reach"] * 5


async def test_who_is_told_to_stop_while_the_database_is_away_stops(
    embedded: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliver_module, "OUTAGE_PAUSE", 0.001)

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if "sent_at" in statement and statement.startswith("UPDATE"):
            raise OperationalError(statement, {}, Exception("database is locked"))

    say(embedded.engine, "a1")
    event.listen(embedded.engine, "before_cursor_execute", fail)
    line = Scripted()
    with capture_logs() as log:
        async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
            tasks.create_task(deliver(embedded, {"line": line}))
            await until(lambda: len(log) >= 2)
            embedded.bell.close()
    assert rows(embedded.engine, "state") == [("sending",)]
