"""In chat: how the links of a person end with their account."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from handlers.passes import read_pass
from storage.db import reading, transaction
from storage.invitations import issue_invitation
from storage.people import find_or_add_person
from storage.records import Role
from tests.turns.office import ISSUER, NOW, UNIT, answers, open_office, phrase, press_of, tell

CODE = "7K3M-Q9XD"


def link_in(engine: Engine, chat: str) -> str:
    """The token of the newest link in a chat."""
    text = tell(engine, chat, {"text": "หน้าเว็บ"})
    [url] = [line for line in text.splitlines() if line.startswith(ISSUER.base_url)]
    return url.rpartition("/")[2]


def opens(engine: Engine, token: str) -> bool:
    with reading(engine) as tx:
        return read_pass(tx, ISSUER.key, token, now=NOW) is not None


def test_a_link_from_the_chat_opens_until_the_account_is_unlinked(database: Engine) -> None:
    [officer] = open_office(database)
    token = link_in(database, officer.chat)
    assert opens(database, token)
    tell(database, officer.chat, {"text": "/unlink"})
    assert not opens(database, token)


def test_an_account_that_joins_as_somebody_else_takes_no_links_along(database: Engine) -> None:
    [officer] = open_office(database)
    token = link_in(database, officer.chat)
    with transaction(database) as tx:
        other = find_or_add_person(tx, name="สมใจ ใหม่มา", unit_code=UNIT.code, locale="th", now=NOW)
        issue_invitation(
            tx,
            code=CODE,
            person_id=other.id,
            role=Role.OFFICER,
            unit_code=UNIT.code,
            now=NOW,
            lifetime=timedelta(days=1),
        )
    tell(database, officer.chat, {"text": f"/start {CODE}"})
    assert not opens(database, token)


def test_a_link_ends_with_the_person(database: Engine) -> None:
    [officer] = open_office(database)
    token = link_in(database, officer.chat)
    tell(database, officer.chat, {"text": "/erase"})
    tell(database, officer.chat, press_of(database, officer.chat, "yes"))
    assert not opens(database, token)


@pytest.mark.parametrize("choice", ["page.unit.x", "page.project.\0", "page.revoke.99999999999"])
def test_a_button_that_nobody_was_given_does_nothing(database: Engine, choice: str) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, {"press": f"0.{choice}"})
    assert answers(database, officer.chat)[-1] == phrase("say.stale_idle")
