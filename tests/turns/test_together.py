"""Several turns in one transaction: cheaper where committing is what costs, and else the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError

from handlers.messages import Codec
from handlers.turns import Answered, Failed, Outcome, Quiet, take_turns
from tests.turns.office import (
    CODECS,
    ISSUER,
    NOW,
    answers,
    arrival,
    keep,
    open_office,
    phrase,
    states,
)
from tests.turns.test_poison import QUESTION, STUMBLING


def take(engine: Engine, codecs: Mapping[str, Codec] = CODECS, *, most: int) -> list[type[Outcome]]:
    return [
        type(one)
        for one in take_turns(engine, codecs, locale="th", issuer=ISSUER, now=NOW, most=most)
    ]


@contextmanager
def counting_commits(engine: Engine) -> Iterator[list[object]]:
    commits: list[object] = []
    note = commits.append
    event.listen(engine, "commit", note)
    try:
        yield commits
    finally:
        event.remove(engine, "commit", note)


def test_what_waits_in_several_chats_is_answered_in_one_commit(database: Engine) -> None:
    one, other = open_office(database, 2)
    keep(database, *(arrival(chat, "/lang th") for chat in (one.chat, other.chat, one.chat)))
    with counting_commits(database) as commits:
        assert take(database, most=8) == [Answered, Answered, Answered, Quiet]
    assert len(commits) == 1
    assert len(answers(database, one.chat)) == 2
    assert len(answers(database, other.chat)) == 1


def test_no_more_are_taken_at_once_than_asked_for(database: Engine) -> None:
    [officer] = open_office(database)
    keep(database, *(arrival(officer.chat, "/lang th") for _ in range(3)))
    assert take(database, most=2) == [Answered, Answered]
    assert states(database) == [("done", 0), ("done", 0), ("waiting", 0)]


def test_one_that_fails_takes_none_of_the_others_with_it(database: Engine) -> None:
    poisoned, other = open_office(database, 2)
    keep(
        database,
        arrival(other.chat, "/lang th"),
        arrival(poisoned.chat, QUESTION),
        arrival(other.chat, "/lang en"),
    )
    assert take(database, STUMBLING, most=8) == [
        Answered,
        Failed,
        Failed,
        Failed,
        Answered,
        Quiet,
        Quiet,
        Quiet,
    ]
    assert states(database) == [("done", 0), ("aside", 3), ("done", 0)]
    assert answers(database, other.chat) == [phrase("say.language"), phrase("say.language", "en")]
    assert answers(database, poisoned.chat) == [phrase("say.set_aside")]


def test_a_database_that_fails_meanwhile_leaves_them_all_waiting(database: Engine) -> None:
    one, other = open_office(database, 2)
    keep(database, arrival(one.chat, "/lang th"), arrival(other.chat, "/lang th"))

    def fail(*_arguments: object) -> None:
        raise OperationalError("COMMIT", {}, ConnectionError("the server went away"))

    event.listen(database, "commit", fail)
    with pytest.raises(OperationalError):
        take(database, most=8)
    event.remove(database, "commit", fail)
    assert states(database) == [("waiting", 0), ("waiting", 0)]
    assert take(database, most=8) == [Answered, Answered, Quiet]
    assert len(answers(database, one.chat)) == 1
