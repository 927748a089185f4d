"""What a chat was not told yet for want of money, and when it is said."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import Engine, select

from bot.channels.webchat import WebchatCodec
from handlers.messages import Inbound, Left, Occasion, Outgoing
from storage import outbox
from storage.db import reading, transaction
from storage.invitations import issue_invitation
from storage.records import Role
from storage.tables import outbox as outbox_table
from tests.turns.office import NOW, SECOND, UNIT, arrival, keep, open_office, take_turns


class Poor(WebchatCodec):
    """A channel on which the bot may only answer, and whose chats can be left."""

    def read(self, payload: str) -> Inbound:
        stored = json.loads(payload)
        if "left" in stored:
            return Inbound(Left(), stored["account"])
        return super().read(payload)

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        assert occasion is not None
        return (*occasion.unsaid, *super().write(lane, messages, occasion))


def texts(engine: Engine) -> list[tuple[str, str]]:
    """Every request, as its state and its first words."""
    rows = select(outbox_table.c.state, outbox_table.c.payload).order_by(outbox_table.c.id)
    with reading(engine) as tx:
        return [(state, json.loads(payload)["text"][:6]) for state, payload in tx.execute(rows)]


def park(engine: Engine, chat: str) -> None:
    with transaction(engine) as tx:
        outbox.enqueue(tx, ['{"text": "unsaid"}'], channel="webchat", lane=chat, now=NOW)
        [head] = outbox.claim_due(tx, channels=["webchat"], now=NOW, lease=SECOND, limit=1)
        outbox.record_parked(tx, head, failure="Unpaid")


def test_it_is_said_before_the_next_answer(database: Engine) -> None:
    [officer] = open_office(database)
    park(database, officer.chat)
    keep(database, arrival(officer.chat, "/lang en"))
    take_turns(database, {"webchat": Poor()})
    assert texts(database)[0] == ("waiting", "unsaid")
    assert len(texts(database)) == 2


def test_it_waits_on_where_nothing_is_answered(database: Engine) -> None:
    [officer] = open_office(database)
    park(database, officer.chat)
    keep(database, arrival(officer.chat, {"left": True}))
    take_turns(database, {"webchat": Poor()})
    assert texts(database) == [("parked", "unsaid")]


def test_whoever_is_next_in_a_chat_is_told_nothing_of_the_one_before(database: Engine) -> None:
    first, second = open_office(database, 2)
    with transaction(database) as tx:
        issue_invitation(
            tx,
            person_id=second.person_id,
            role=Role.OFFICER,
            unit_code=UNIT.code,
            now=NOW,
            lifetime=60 * SECOND,
            code="7K3M-Q9XD",
        )
    park(database, first.chat)
    keep(database, arrival(first.chat, "/link 7K3M-Q9XD"))
    take_turns(database, {"webchat": Poor()})
    assert [text for _state, text in texts(database)] == ["ยินดีต"]


def test_nor_is_a_stranger_after_it_was_let_go(sqlite: Engine) -> None:
    [officer] = open_office(sqlite)
    park(sqlite, officer.chat)
    keep(sqlite, arrival(officer.chat, "/unlink"), arrival(officer.chat, "ใครอยู่"))
    take_turns(sqlite, {"webchat": Poor()})
    assert "unsaid" not in [text for _state, text in texts(sqlite)]
    assert len(texts(sqlite)) == 2
