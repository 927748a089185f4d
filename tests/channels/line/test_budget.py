"""Real pushes against the fake LINE, counted in a database that many processes share."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, event, select
from sqlalchemy.exc import OperationalError

from bot.channels.base import QuotaSpent, Result, Retry, Sent, Unknown, Unpaid
from bot.channels.line import budget
from bot.channels.line.budget import ASK_AGAIN, FRESH_FOR, Budget
from bot.channels.line.channel import LineChannel
from bot.channels.line.client import LineClient
from bot.channels.line.codec import LineCodec
from bot.channels.line.tokens import GivenToken
from bot.ground import Ground
from handlers.messages import Outgoing
from reminders.quota import Quota
from reminders.spending import known_quota
from storage import outbox
from storage.db import reading, transaction
from storage.pushes import count_pushed, line_month
from storage.records import Dispatch, Worth
from storage.tables import outbox as outbox_table
from tests.channels.line.process import hire, process
from tests.fakes.faults import (
    AcceptedThenDropped,
    At,
    Fault,
    RateLimited,
    Script,
    ServerError,
    WrongJson,
)
from tests.fakes.line.fake import LineFake
from tests.ground.databases import opened
from tests.queues.rows import until
from tests.turns.grounds import grounded

PUSH, QUOTA, CONSUMPTION = "pushMessage", "getMessageQuota", "getMessageQuotaConsumption"
SECOND = timedelta(seconds=1)
RESERVE = 20  # percent


@dataclass
class Hands:
    """A clock that goes when a test says so."""

    now: datetime = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@dataclass
class Office:
    """One process that sends, and the phone of the person it sends to."""

    line: LineFake
    ground: Ground
    client: LineClient
    hands: Hands
    to: str
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.budget = Budget(self.ground, self.client, lambda _tx, _now: RESERVE)
        self.channel = LineChannel(self.client, self.budget, self.ground.clock)

    def letter(self, worth: Worth) -> Dispatch:
        number = next(self.numbers)
        (payload,) = LineCodec().write(self.to, [Outgoing(f"จดหมาย {number}")])
        key = f"123e4567-e89b-12d3-a456-{number:012d}"
        return Dispatch(number, "line", self.to, payload, key, 1, self.hands.now, worth)

    async def send(self, *worths: Worth) -> list[Result]:
        """Send one letter after another."""
        return [await self.channel.send(self.letter(worth)) for worth in worths]

    @property
    def counted(self) -> int:
        with reading(self.ground.engine) as tx:
            return count_pushed(tx, channel="line", month=line_month(self.hands.now))

    @property
    def quota(self) -> Quota | None:
        with reading(self.ground.engine) as tx:
            return known_quota(tx, now=self.hands.now)

    @property
    def spent(self) -> int:
        return sum(self.line.spent_pushes.values())

    def calls(self, method: str) -> int:
        return self.line.calls.get(method, 0)

    def play(self, method: str, fault: Fault, times: int = 1) -> None:
        self.line.play(Script(listed=(At(method, fault, times=times),)))


@asynccontextmanager
async def an_office(line: LineFake, url: str, *, hands: Hands) -> AsyncIterator[Office]:
    tokens = GivenToken(SecretStr(line.channel.access_token))
    client = LineClient(tokens, api_url=line.url, data_url=line.data_url)
    with grounded(url, clock=lambda: hands.now) as ground:
        try:
            yield Office(line, ground, client, hands, line.phone("มาลี").chat)
        finally:
            await client.close()


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
async def office(line: LineFake, database_url: str, hands: Hands) -> AsyncIterator[Office]:
    async with an_office(line, database_url, hands=hands) as one:
        yield one
    assert line.violations == []


@pytest.fixture
async def on_sqlite(line: LineFake, sqlite_url: str, hands: Hands) -> AsyncIterator[Office]:
    async with an_office(line, sqlite_url, hands=hands) as one:
        yield one
    assert line.violations == []


# --- what a message is worth ------------------------------------------------------------------


async def test_reminders_stop_at_the_reserve_and_escalations_go_on_to_the_end(
    office: Office,
) -> None:
    office.line.set_quota(10)
    assert await office.send(*[Worth.REMINDER] * 10) == [Sent()] * 8 + [Unpaid()] * 2
    assert await office.send(*[Worth.URGENT] * 4) == [Sent()] * 2 + [QuotaSpent()] * 2
    assert await office.send(Worth.REMINDER) == [QuotaSpent()]
    assert (office.spent, office.counted) == (10, 10)
    # Nothing was tried that LINE would have refused.
    assert office.calls(PUSH) == 10


async def test_what_is_free_is_never_pushed_and_nobody_asks_for_the_quota(office: Office) -> None:
    assert await office.send(Worth.FREE) == [Unpaid()]
    assert office.line.calls == {}


async def test_without_a_limit_everything_goes_out_and_is_counted(on_sqlite: Office) -> None:
    on_sqlite.line.set_quota(None)
    assert await on_sqlite.send(*[Worth.REMINDER, Worth.URGENT] * 5) == [Sent()] * 10
    assert on_sqlite.counted == 10
    assert on_sqlite.quota == Quota(None, 10)


# --- what LINE tells --------------------------------------------------------------------------


async def test_line_is_asked_once_in_some_minutes_and_our_pushes_are_added(
    office: Office,
) -> None:
    await office.send(*[Worth.REMINDER] * 20)
    assert (office.calls(QUOTA), office.calls(CONSUMPTION)) == (1, 1)
    assert office.quota == Quota(300, 20)
    office.hands.now += FRESH_FOR
    await office.send(Worth.REMINDER)
    assert (office.calls(QUOTA), office.calls(CONSUMPTION)) == (2, 2)
    assert office.quota == Quota(300, 21)


async def test_what_the_website_sent_is_spent_too(on_sqlite: Office) -> None:
    office = on_sqlite
    office.line.set_quota(10)
    # Another client of the same channel, of which our ledger knows nothing.
    for number in range(5):
        await office.client.call(
            "POST",
            "/v2/bot/message/push",
            {"to": office.to, "messages": [{"type": "text", "text": f"ข่าว {number}"}]},
        )
    assert await office.send(*[Worth.REMINDER] * 4) == [Sent()] * 3 + [Unpaid()]
    assert office.quota == Quota(10, 8)
    assert office.counted == 3


async def test_a_month_that_line_told_nothing_of_begins_with_its_own_count(
    on_sqlite: Office,
) -> None:
    office = on_sqlite
    office.hands.now = datetime(2026, 11, 30, 14, 0, tzinfo=UTC)
    await office.send(Worth.REMINDER)
    office.hands.now += timedelta(hours=1)  # midnight in Japan
    assert (office.quota, office.counted) == (None, 0)
    assert await office.send(Worth.REMINDER) == [Sent()]
    assert office.counted == 1


@pytest.mark.parametrize("fault", [ServerError(), WrongJson(), RateLimited()])
async def test_where_line_never_told_its_quota_a_push_waits_a_little(
    on_sqlite: Office, fault: Fault
) -> None:
    office = on_sqlite
    office.play(QUOTA, fault)
    [waits] = await office.send(Worth.URGENT)
    assert isinstance(waits, Retry)
    assert waits.after == ASK_AGAIN
    assert isinstance((await office.send(Worth.URGENT))[0], Retry)
    assert office.calls(QUOTA) == 1
    assert (office.calls(PUSH), office.counted) == (0, 0)
    office.hands.now += ASK_AGAIN
    assert await office.send(Worth.URGENT) == [Sent()]


async def test_a_line_that_is_away_later_is_no_hindrance(on_sqlite: Office) -> None:
    office = on_sqlite
    await office.send(Worth.REMINDER)
    office.hands.now += FRESH_FOR
    office.play(CONSUMPTION, ServerError())
    assert await office.send(Worth.REMINDER) == [Sent()]
    assert office.quota == Quota(300, 2)


# --- a quota that ends all the same -----------------------------------------------------------


async def test_a_quota_that_ends_early_is_believed_and_not_tried_again(office: Office) -> None:
    await office.send(Worth.REMINDER)
    office.line.set_quota(1)
    assert await office.send(*[Worth.URGENT] * 3) == [QuotaSpent()] * 3
    assert office.calls(PUSH) == 2
    assert office.calls(QUOTA) == 2  # because of the refusal
    assert office.counted == 1  # what was refused is off the ledger
    office.line.set_quota(15_000)  # somebody chose a larger plan
    office.hands.now += FRESH_FOR
    assert await office.send(Worth.REMINDER) == [Sent()]


async def test_a_spent_quota_is_believed_when_nobody_confirms_it(on_sqlite: Office) -> None:
    office = on_sqlite
    await office.send(Worth.REMINDER)
    office.line.set_quota(1)
    office.play(QUOTA, ServerError())
    assert await office.send(*[Worth.URGENT] * 2) == [QuotaSpent()] * 2
    assert office.calls(PUSH) == 2
    assert office.counted == 1


# --- counted once -----------------------------------------------------------------------------


@pytest.mark.parametrize("fault", [AcceptedThenDropped(), ServerError(), RateLimited()])
async def test_a_push_is_counted_before_it_is_sent_and_once_however_often_it_is_tried(
    office: Office, fault: Fault
) -> None:
    row = office.letter(Worth.REMINDER)
    office.play(PUSH, fault)
    assert isinstance(await office.channel.send(row), Unknown | Retry)
    assert office.counted == 1
    assert await office.channel.send(replace(row, attempts=2)) == Sent()
    assert (office.spent, office.counted) == (1, 1)


async def test_what_was_counted_goes_out_though_nothing_is_left_by_now(office: Office) -> None:
    office.line.set_quota(1)
    row = office.letter(Worth.URGENT)
    office.play(PUSH, ServerError())
    assert isinstance(await office.channel.send(row), Unknown)
    assert await office.send(Worth.URGENT) == [QuotaSpent()]
    assert await office.channel.send(replace(row, attempts=2)) == Sent()


async def test_what_may_have_been_taken_before_stays_on_the_ledger(
    line: LineFake, database_url: str, hands: Hands
) -> None:
    async with an_office(line, database_url, hands=hands) as office:
        row = office.letter(Worth.URGENT)
        office.play(PUSH, AcceptedThenDropped())
        assert isinstance(await office.channel.send(row), Unknown)
        line.stand_by(office.to)
        assert await office.channel.send(replace(row, attempts=2)) == Unpaid()
        assert (office.spent, office.counted) == (1, 1)


# --- many at once -----------------------------------------------------------------------------


async def test_several_processes_together_stay_within_the_quota(
    line: LineFake, database_url: str, hands: Hands
) -> None:
    line.set_quota(20)
    numbers = count(1)
    async with (
        an_office(line, database_url, hands=hands) as one,
        an_office(line, database_url, hands=hands) as two,
        an_office(line, database_url, hands=hands) as three,
    ):
        offices = (one, two, three)
        for office in offices:
            office.numbers = numbers
        # Each asks LINE at its first push; who asks while others push counts rather one too many.
        results = [await office.channel.send(office.letter(Worth.REMINDER)) for office in offices]
        results += await asyncio.gather(
            *(
                office.channel.send(office.letter(Worth.REMINDER))
                for _each in range(9)
                for office in offices
            )
        )
        assert (
            sorted(type(result).__name__ for result in results) == ["Sent"] * 16 + ["Unpaid"] * 14
        )
        assert (one.spent, one.counted) == (16, 16)
        assert line.calls[PUSH] == 16


async def test_those_that_come_at_once_share_a_transaction(on_sqlite: Office) -> None:
    office = on_sqlite
    await office.send(Worth.REMINDER)
    with counting_inserts(office.ground.engine) as inserts:
        results = await asyncio.gather(
            *(office.channel.send(office.letter(Worth.REMINDER)) for _each in range(60))
        )
    assert results == [Sent()] * 60
    assert office.counted == 61
    assert inserts() <= 3


@contextmanager
def counting_inserts(engine: Engine) -> Iterator[Callable[[], int]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO push "):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield lambda: len(seen)
    event.remove(engine, "before_cursor_execute", note)


# --- what goes wrong beside LINE --------------------------------------------------------------


async def test_a_database_that_is_away_sends_nothing_uncounted(on_sqlite: Office) -> None:
    office = on_sqlite

    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO push "):
            raise OperationalError(statement, {}, Exception("database is locked"))

    event.listen(office.ground.engine, "before_cursor_execute", fail)
    [waits] = await office.send(Worth.URGENT)
    assert isinstance(waits, Retry)
    assert office.calls(PUSH) == 0
    event.remove(office.ground.engine, "before_cursor_execute", fail)
    assert await office.send(Worth.URGENT) == [Sent()]


async def test_who_is_stopped_while_deciding_for_all_leaves_the_others_a_next_try(
    on_sqlite: Office,
) -> None:
    office = on_sqlite
    first = asyncio.create_task(office.channel.send(office.letter(Worth.REMINDER)))
    others = [
        asyncio.create_task(office.channel.send(office.letter(Worth.REMINDER))) for _ in range(3)
    ]
    for _turn in range(3):
        await asyncio.sleep(0)
    first.cancel()
    results = await asyncio.gather(*others)
    assert all(isinstance(result, Sent | Retry) for result in results)
    office.hands.now += ASK_AGAIN
    assert await office.send(Worth.REMINDER) == [Sent()]
    assert office.counted >= office.spent


async def test_another_process_sees_what_was_counted(office: Office, database_url: str) -> None:
    await office.send(*[Worth.URGENT] * 3)
    with opened(database_url) as engine, reading(engine) as tx:
        assert known_quota(tx, now=office.hands.now) == Quota(300, 3)


# --- from the queue to the phone --------------------------------------------------------------


async def test_what_waits_for_want_of_money_rides_on_the_next_answer(
    line: LineFake, database: Engine
) -> None:
    line.set_quota(4)
    malee = line.phone("มาลี")
    hire(database, malee)
    letters = {"เตือน 1": Worth.REMINDER, "เตือน 2": Worth.REMINDER}
    letters |= {"เตือน 3": Worth.REMINDER, "เตือน 4": Worth.REMINDER}
    letters |= {"ด่วน 1": Worth.URGENT, "ด่วน 2": Worth.URGENT, "ข่าว": Worth.FREE}
    with transaction(database) as tx:
        for text, worth in letters.items():
            payloads = LineCodec().write(malee.chat, [Outgoing(text)])
            now = datetime.now(UTC)
            outbox.enqueue(tx, payloads, channel="line", lane=malee.chat, now=now, worth=worth)
    async with process(line, database):
        await asyncio.to_thread(until, partial(is_all_settled, database))
        told = [(bubble.text, bubble.sound) for bubble in malee.seen]
        assert told == [(f"เตือน {n}", "push") for n in (1, 2, 3)] + [("ด่วน 1", "push")]
        malee.say("ช่วยเหลือ")
        await asyncio.to_thread(malee.answer)
    rest = [(bubble.text, bubble.sound) for bubble in malee.seen[4:]]
    assert rest[:3] == [("เตือน 4", "reply"), ("ด่วน 2", "reply"), ("ข่าว", "reply")]
    assert len(rest) == 4
    assert line.calls[PUSH] == 4
    assert line.violations == []


def is_all_settled(engine: Engine) -> bool:
    with reading(engine) as tx:
        states = set(tx.scalars(select(outbox_table.c.state)))
    return states <= {"sent", "parked"}


async def test_who_only_watches_learns_of_the_quota_without_a_push(
    on_sqlite: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = on_sqlite
    monkeypatch.setattr(budget, "FRESH_FOR", timedelta(milliseconds=5))
    office.play(QUOTA, ServerError())
    watching = asyncio.create_task(office.budget.watch())
    await asyncio.to_thread(until, lambda: office.calls(QUOTA) == 1)
    assert office.quota is None
    office.hands.now += ASK_AGAIN
    await asyncio.to_thread(until, lambda: office.quota == Quota(300, 0))
    watching.cancel()
    assert office.calls(PUSH) == 0
