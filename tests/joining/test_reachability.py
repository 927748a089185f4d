"""Whom the bot can still speak to, and what is remembered of that."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from sqlalchemy import Engine, select

from bot.channels.webchat import WebchatCodec
from handlers.messages import Inbound, Left, Returned, Unsent
from handlers.turns import Answered
from storage.db import reading, transaction
from storage.erasure import erase_person
from storage.people import person_at
from storage.reachability import Change, mark_unreachable
from storage.tables import address, contact_change
from tests.turns.office import NOW, answers, arrival, keep, link, open_office, take_turns, tell


class Platform(WebchatCodec):
    """The try-out page, if its phones could block the bot and take messages back."""

    def read(self, payload: str) -> Inbound:
        stored = json.loads(payload)
        match stored:
            case {"left": True, "account": str(account)}:
                return Inbound(Left(), account)
            case {"returned": True, "account": account}:
                return Inbound(Returned(), account)
            case {"taken_back": str(message), "account": str(account)}:
                return Inbound(Unsent(message), account)
        return super().read(payload)


CODECS: Mapping[str, Platform] = {"webchat": Platform()}


def changes(engine: Engine, person_id: int) -> list[Change]:
    with reading(engine) as tx:
        theirs = select(contact_change.c.change).where(contact_change.c.person_id == person_id)
        return [Change(one) for one in tx.scalars(theirs.order_by(contact_change.c.id))]


def is_reachable(engine: Engine) -> bool:
    with reading(engine) as tx:
        return tx.execute(address.select()).one().unreachable_at is None


def test_who_leaves_is_out_of_reach_until_they_speak_again(database: Engine) -> None:
    [officer] = open_office(database)
    assert is_reachable(database)
    keep(database, arrival(officer.chat, {"left": True}))
    take_turns(database, CODECS)
    assert answers(database, officer.chat) == []
    assert not is_reachable(database)
    tell(database, officer.chat, "/help", "/help")
    assert is_reachable(database)
    assert changes(database, officer.person_id) == [Change.LEFT, Change.RETURNED]


def test_who_returns_without_a_word_is_within_reach_and_told_nothing(database: Engine) -> None:
    [officer] = open_office(database)
    for what in ("left", "returned", "returned"):
        keep(database, arrival(officer.chat, {what: True}))
    assert [type(one) for one in take_turns(database, CODECS)] == [Answered] * 3
    assert answers(database, officer.chat) == []
    assert is_reachable(database)
    assert changes(database, officer.person_id) == [Change.LEFT, Change.RETURNED]


def test_to_find_somebody_gone_twice_is_remembered_once(database: Engine) -> None:
    [officer] = open_office(database)
    with transaction(database) as tx:
        for _ in range(2):
            mark_unreachable(tx, channel="webchat", lane=officer.chat, now=NOW)
    assert changes(database, officer.person_id) == [Change.LEFT]


@pytest.mark.parametrize("said", ["/unlink", "เลิกเชื่อม"])
def test_who_unlinks_an_account_is_a_stranger_there_and_their_draft_waits(
    database: Engine, said: str
) -> None:
    [officer] = open_office(database)
    question = tell(database, officer.chat, "/report")
    assert "ขอรหัสเข้าร่วมใหม่" in tell(database, officer.chat, said)
    with reading(database) as tx:
        assert person_at(tx, channel="webchat", account=officer.chat) is None
    assert tell(database, officer.chat, "45") != question
    assert changes(database, officer.person_id) == [Change.UNLINKED]


def test_what_became_of_accounts_is_erased_with_the_person(database: Engine) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "/unlink")
    with transaction(database) as tx:
        erase_person(tx, officer.person_id, now=NOW)
    assert changes(database, officer.person_id) == []


def test_after_unlinking_nothing_is_asked_in_the_chat_that_was_let_go(database: Engine) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "/report")
    assert "คืบหน้าสะสม" not in tell(database, officer.chat, "/unlink")


def test_an_account_that_joins_anew_is_within_reach(database: Engine) -> None:
    [officer] = open_office(database)
    with transaction(database) as tx:
        mark_unreachable(tx, channel="webchat", lane=officer.chat, now=NOW)
        link(tx, officer, officer.chat)
    assert is_reachable(database)
