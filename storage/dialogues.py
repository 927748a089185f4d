"""Where each person's conversation stands, as text that only the conversation can read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_new

from storage.tables import dialogue, dialogue_audit

_THEIRS = (
    select(dialogue.c.ask, dialogue.c.state)
    .where(dialogue.c.person_id == bindparam("person"))
    .with_for_update(key_share=True)
)
_SAVE = update(dialogue).where(dialogue.c.person_id == bindparam("person"))


@dataclass(frozen=True, slots=True)
class Stored:
    """`state` is empty in a conversation that has only just begun."""

    ask: int
    state: str


def state_of(tx: Connection, person_id: int) -> str:
    """Give how a person's conversation stands as it is stored, empty where there is none."""
    found = select(dialogue.c.state).where(dialogue.c.person_id == person_id)
    return tx.execute(found).scalar() or ""


def lock_dialogue(tx: Connection, person_id: int, *, now: datetime) -> Stored:
    """Hold a person's conversation until the transaction ends, beginning it if there is none.

    A new one starts above the numbers of all questions ever asked: a button that is left in a
    chat by somebody else must not fit a question of this person.
    """
    theirs = {"person": person_id}
    row = tx.execute(_THEIRS, theirs).one_or_none()
    if row is None:
        highest = select(func.coalesce(func.max(dialogue.c.ask), 0)).scalar_subquery()
        tx.execute(
            insert_new(dialogue)
            .values(person_id=person_id, ask=highest, state="", updated_at=now)
            .on_conflict_do_nothing()
        )
        row = tx.execute(_THEIRS, theirs).one()
    return Stored(*row)


def save_dialogue(
    tx: Connection, person_id: int, *, ask: int, state: str, now: datetime, drafting: bool = False
) -> None:
    """Keep where a conversation stands; with `drafting` something unfinished is in it."""
    saved = {"ask": ask, "state": state, "updated_at": now}
    saved["draft_since"] = now if drafting else None
    tx.execute(_SAVE, {"person": person_id, **saved})


def raise_ask(tx: Connection, person_id: int, *, now: datetime) -> None:
    """Lift the number of a person's question above all others, when a chat passes on to them.

    A button that somebody else left in that chat must fit no question of theirs, the one that
    stands on their other screens included.
    """
    lock_dialogue(tx, person_id, now=now)
    above_all = select(func.max(dialogue.c.ask) + 1).scalar_subquery()
    tx.execute(update(dialogue).where(dialogue.c.person_id == person_id).values(ask=above_all))


def keep_for_audit(
    tx: Connection, person_id: int, *, state: str, reason: str, now: datetime
) -> None:
    """Keep a state that the conversation had to let go of."""
    tx.execute(
        insert(dialogue_audit).values(person_id=person_id, at=now, state=state, reason=reason)
    )
