"""Forgetting a person who asks for it, while the reports of the office stay."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from storage.evidence import forget_evidence_of
from storage.inbox import ASIDE, DONE
from storage.outbox import DEAD, SENT
from storage.people import Address, addresses_of
from storage.tables import (
    absence,
    address,
    contact_change,
    dialogue,
    dialogue_audit,
    inbox,
    invitation,
    join_attempt,
    outbox,
    page_pass,
    person,
    project_reporter,
    reopening_wish,
    role_grant,
    snooze,
    waiting_nudge,
    waiting_reminder,
)

NOBODY = "erased"


def erase_person(tx: Connection, person_id: int, *, now: datetime) -> None:
    """Erase a person; nothing happens to who is erased already.

    Name, accounts, roles, invitations, links to pages, drafts, what was sent along with those,
    and the texts of their chats go, and what was not sent to them yet is not sent any more. A
    nameless row stays for the reports to point to; the reports themselves are documents of the
    office.
    """
    found = select(person.c.name).where(person.c.id == person_id, person.c.erased_at.is_(None))
    name = tx.execute(found.with_for_update(key_share=True)).scalar()
    if name is None:
        return
    # First, since it waits for who is just joining with one: their new account must go as well.
    tx.execute(delete(invitation).where(invitation.c.person_id == person_id))
    forget_evidence_of(tx, person_id)
    for theirs in addresses_of(tx, person_id):
        _empty_chat(tx, theirs)
    _strike_name(tx, name)
    for table in (
        address,
        contact_change,
        role_grant,
        project_reporter,
        dialogue_audit,
        snooze,
        absence,
        page_pass,
        reopening_wish,
        waiting_nudge,
        waiting_reminder,
    ):
        tx.execute(delete(table).where(table.c.person_id == person_id))
    tx.execute(delete(waiting_nudge).where(waiting_nudge.c.set_by == person_id))
    tx.execute(update(absence).where(absence.c.stand_in_id == person_id).values(stand_in_id=None))
    # The number of their last question stays: whoever is next in their chat is asked later ones.
    tx.execute(
        update(dialogue).where(dialogue.c.person_id == person_id).values(state="", draft_since=None)
    )
    tx.execute(update(person).where(person.c.id == person_id).values(name="", erased_at=now))


def _empty_chat(tx: Connection, theirs: Address) -> None:
    """Forget what was said in a private chat, and by its account in groups.

    Rows of the inbox stay, without text or account, so that an event delivered once more is
    still known; one that waits for its turn will find a stranger.
    """
    tx.execute(
        delete(outbox).where(outbox.c.channel == theirs.channel, outbox.c.lane == theirs.lane)
    )
    tx.execute(
        update(inbox)
        .where(
            inbox.c.channel == theirs.channel,
            inbox.c.state.in_((DONE, ASIDE)),
            or_(
                inbox.c.lane == theirs.lane,
                *(
                    inbox.c.payload.contains(spelling, autoescape=True)
                    for spelling in _spellings(theirs.account)
                ),
            ),
        )
        .values(payload="{}", lane=NOBODY)
    )
    tx.execute(
        delete(join_attempt).where(
            join_attempt.c.channel == theirs.channel, join_attempt.c.account == theirs.account
        )
    )


def _spellings(account: str) -> Iterator[str]:
    """Give how an account stands in stored events: as a text, or, on Telegram, as a number."""
    yield json.dumps(account)
    if account.isdecimal():
        for colon in (":", ": "):
            yield f'"id"{colon}{account},'
            yield f'"id"{colon}{account}}}'


def _strike_name(tx: Connection, name: str) -> None:
    """Take a name out of what others were told, in either spelling that JSON has for it."""
    for spelling in {json.dumps(name)[1:-1], json.dumps(name, ensure_ascii=False)[1:-1]}:
        tx.execute(
            update(outbox)
            .where(outbox.c.state.in_((SENT, DEAD)))
            .where(outbox.c.payload.contains(spelling, autoescape=True))
            .values(payload=func.replace(outbox.c.payload, spelling, "–"))
        )
