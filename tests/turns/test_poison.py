"""Events that no turn can answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from sqlalchemy import Engine, select, update
from sqlalchemy.exc import IntegrityError
from structlog.testing import capture_logs

from bot.channels.webchat import WebchatCodec
from bot.worker import take_turn as work_one_turn
from handlers.messages import Inbound, Occasion, Outgoing
from handlers.turns import Answered, Failed
from handlers.turns import take_turns as take_several
from storage.db import reading, transaction
from storage.people import grant_role
from storage.periods import local_date, period_of
from storage.records import Arrival, Role
from storage.tables import outbox, person
from tests.turns.grounds import grounded
from tests.turns.office import (
    CODECS,
    ISSUER,
    NOW,
    UNIT,
    answers,
    arrival,
    everything,
    hire,
    keep,
    open_office,
    phrase,
    states,
    take_turn,
    take_turns,
)

QUESTION = "รายงาน"


class Stumbling(WebchatCodec):
    """A channel with a mistake in it: it cannot write a message that has buttons."""

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        if any(message.choices for message in messages):
            raise ZeroDivisionError("a mistake of the program")
        return super().write(lane, messages, occasion)


class Blind(WebchatCodec):
    """A channel with a mistake in it: it fails over events of one kind, and not as agreed."""

    def read(self, payload: str) -> Inbound:
        if "ปัญหา" in payload:
            raise KeyError("message")
        return super().read(payload)


class Mute(WebchatCodec):
    """A channel that can write nothing at all."""

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        raise ZeroDivisionError("a mistake of the program")


STUMBLING = {"webchat": Stumbling()}


@pytest.mark.parametrize("locale", ["th", "en"])
def test_after_three_tries_an_event_is_set_aside_and_the_person_told_in_their_language(
    database: Engine, locale: str
) -> None:
    open_office(database, 0)
    with transaction(database) as tx:
        officer = hire(tx, 1, locale=locale)
    keep(database, arrival(officer.chat, "/report"), arrival(officer.chat, "/lang xx"))
    before = everything(database, without=frozenset({"inbox.attempts"}))
    for aside in (False, False):
        outcome = take_turn(database, STUMBLING)
        assert isinstance(outcome, Failed)
        assert (type(outcome.cause), outcome.aside) == (ZeroDivisionError, aside)
        assert everything(database, without=frozenset({"inbox.attempts"})) == before
    outcome = take_turn(database, STUMBLING)
    assert isinstance(outcome, Failed)
    assert (outcome.aside, outcome.untold) == (True, None)
    assert states(database) == [("aside", 3), ("waiting", 0)]
    assert answers(database, officer.chat) == [phrase("say.set_aside", locale)]
    assert isinstance(take_turn(database, STUMBLING), Answered)
    assert answers(database, officer.chat)[1:] == [phrase("say.language_unknown", locale)]
    assert states(database) == [("aside", 3), ("done", 0)]


def test_an_apology_belongs_to_the_event_that_was_set_aside(sqlite: Engine) -> None:
    [officer] = open_office(sqlite)
    keep(sqlite, arrival(officer.chat, QUESTION))
    [*_, failed] = take_turns(sqlite, STUMBLING)
    assert isinstance(failed, Failed)
    with reading(sqlite) as tx:
        rows = tx.execute(select(outbox.c.inbox_id, outbox.c.channel, outbox.c.lane)).all()
    assert rows == [(failed.event, "webchat", officer.chat)]


def test_others_are_answered_meanwhile(database: Engine) -> None:
    poisoned, other = open_office(database, 2)
    keep(
        database,
        arrival(poisoned.chat, QUESTION),
        arrival(other.chat, "/lang th"),
        arrival(poisoned.chat, "/lang en"),
    )
    take_turns(database, STUMBLING)
    assert states(database) == [("aside", 3), ("done", 0), ("done", 0)]
    assert answers(database, other.chat) == [phrase("say.language")]
    assert answers(database, poisoned.chat) == [
        phrase("say.set_aside"),
        phrase("say.language", "en"),
    ]


@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_stranger_is_told_in_the_language_of_strangers(sqlite: Engine, locale: str) -> None:
    keep(sqlite, arrival("stranger-1", "สวัสดี"))
    take_turns(sqlite, {"webchat": _FirstTimes(3)}, locale=locale)
    assert states(sqlite) == [("aside", 3)]
    assert answers(sqlite, "stranger-1") == [phrase("say.set_aside", locale)]


class _FirstTimes(WebchatCodec):
    """Fails so many times before it works."""

    def __init__(self, times: int) -> None:
        self.times = times

    def read(self, payload: str) -> Inbound:
        if self.times:
            self.times -= 1
            raise ZeroDivisionError("a mistake of the program")
        return super().read(payload)


@pytest.mark.parametrize("times", [1, 2])
def test_an_event_that_fails_once_or_twice_is_answered_in_the_end(
    database: Engine, times: int
) -> None:
    [officer] = open_office(database)
    keep(database, arrival(officer.chat, "/lang en"))
    outcomes = take_turns(database, {"webchat": _FirstTimes(times)})
    assert [type(one) for one in outcomes] == [Failed] * times + [Answered]
    assert states(database) == [("done", times)]
    assert answers(database, officer.chat) == [phrase("say.language", "en")]


# --- nobody can be told ---------------------------------------------------------------------

MALFORMED = [
    "",
    "null",
    "{",
    "[" * 10_000,
    '{"account": "officer-1"}',
    '{"account": "officer-1", "group": false}',
    '{"account": "officer-1", "group": false, "text": "\\u0000"}',
    '{"account": "officer-1", "group": false, "text": "\\ud800"}',
    '{"account": "officer-1", "group": false, "press": "none"}',
    '{"account": "officer-1", "group": false, "dance": true}',
]


def test_malformed_events_are_set_aside_and_block_nobody(database: Engine) -> None:
    [officer] = open_office(database)
    for number, payload in enumerate(MALFORMED):
        keep(database, Arrival("webchat", f"bad-{number}", officer.chat, NOW, payload))
    keep(database, arrival(officer.chat, "/lang en"))
    take_turns(database)
    assert states(database) == [("aside", 3)] * len(MALFORMED) + [("done", 0)]
    assert answers(database, officer.chat) == [phrase("say.language", "en")]


def test_an_event_of_a_channel_that_nobody_knows_is_set_aside(database: Engine) -> None:
    [officer] = open_office(database)
    keep(database, arrival(officer.chat, QUESTION, channel="pigeon"))
    keep(database, arrival(officer.chat, "/lang en"))
    outcomes = take_turns(database)
    assert [type(one) for one in outcomes] == [Failed] * 3 + [Answered]
    assert states(database) == [("aside", 3), ("done", 0)]


@pytest.mark.parametrize("channel", [Blind(), Mute()], ids=["cannot read", "cannot write"])
def test_where_even_the_apology_fails_the_event_is_set_aside_all_the_same(
    database: Engine, channel: WebchatCodec
) -> None:
    poisoned, other = open_office(database, 2)
    keep(database, arrival(poisoned.chat, "ปัญหา"), arrival(other.chat, "/lang en"))
    [_, _, failed] = [take_turn(database, {"webchat": channel}) for _ in range(3)]
    assert isinstance(failed, Failed)
    assert (failed.aside, type(failed.untold)) == (True, type(failed.cause))
    assert answers(database, poisoned.chat) == []
    assert isinstance(take_turn(database), Answered)
    assert states(database) == [("aside", 3), ("done", 0)]


def test_so_it_is_where_the_database_refuses_the_apology(postgresql: Engine) -> None:
    [officer] = open_office(postgresql)
    keep(postgresql, arrival(officer.chat, QUESTION), arrival(officer.chat, "/lang en"))
    with transaction(postgresql) as tx:
        tx.exec_driver_sql("ALTER TABLE outbox ADD CONSTRAINT mistake CHECK (false)")
    [_, _, failed] = [take_turn(postgresql) for _ in range(3)]
    assert isinstance(failed, Failed)
    assert (failed.aside, type(failed.untold)) == (True, IntegrityError)
    with transaction(postgresql) as tx:
        tx.exec_driver_sql("ALTER TABLE outbox DROP CONSTRAINT mistake")
    assert isinstance(take_turn(postgresql), Answered)
    assert states(postgresql) == [("aside", 3), ("done", 0)]


def test_a_person_whose_language_is_gone_blocks_nobody(sqlite: Engine) -> None:
    strange, other = open_office(sqlite, 2)
    with transaction(sqlite) as tx:
        tx.execute(update(person).where(person.c.id == strange.person_id).values(locale="xx"))
    keep(sqlite, arrival(strange.chat, QUESTION), arrival(other.chat, "/lang en"))
    take_turns(sqlite)
    assert states(sqlite) == [("aside", 3), ("done", 0)]


# --- the log --------------------------------------------------------------------------------


async def test_the_log_tells_where_it_failed_and_nothing_of_what_was_said(
    sqlite_url: str,
) -> None:
    with grounded(sqlite_url) as ground:
        [officer] = open_office(ground.engine)
        keep(ground.engine, Arrival("webchat", "bad", officer.chat, NOW, '{"ความลับ": 1}'))
        keep(ground.engine, arrival(officer.chat, QUESTION))
        with capture_logs() as lines:
            for _ in range(3):
                await work_one_turn(ground, CODECS, locale="th", issuer=ISSUER)
            for _ in range(3):
                await work_one_turn(ground, {"webchat": Mute()}, locale="th", issuer=ISSUER)
    told = [(line["event"], line["error"], line["log_level"]) for line in lines]
    malformed = ("UnreadablePayload", "error")
    mistake = ("ZeroDivisionError", "error")
    assert told == [
        ("turn_failed", *malformed),
        ("turn_failed", *malformed),
        ("event_set_aside", *malformed),
        ("turn_failed", *mistake),
        ("turn_failed", *mistake),
        ("event_set_aside", *mistake),
        ("apology_failed", *mistake),
    ]
    assert all(line["at"].startswith(("bot/channels/", "handlers/")) for line in lines)
    assert "ความลับ" not in str(lines)
    assert officer.chat not in str(lines)


def test_what_sqlite_cannot_look_for_is_no_outage(sqlite: Engine) -> None:
    [officer, other] = open_office(sqlite, 2)
    with transaction(sqlite) as tx:
        grant_role(tx, person_id=officer.person_id, role=Role.SUPERVISOR, unit_code=UNIT.code)
    keep(sqlite, arrival(officer.chat, "/project " + "ก" * 19_000), arrival(other.chat, "/help"))
    take_several(sqlite, CODECS, locale="th", issuer=ISSUER, now=NOW, most=8)
    present = period_of(local_date(NOW)).quarter
    assert answers(sqlite, other.chat) == [phrase("say.help", quarter=present)]
    assert answers(sqlite, officer.chat) == [phrase("say.set_aside")]
