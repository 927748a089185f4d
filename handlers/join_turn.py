"""The turn of somebody who sends a code to join with, or who has none."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from handlers.joining import (
    FLOOD_MEMORY,
    MEMORY,
    Wait,
    find_certain_code,
    find_code,
    may_try,
)
from handlers.messages import Outgoing
from handlers.texts import phrases
from handlers.wording import say_moment
from storage.dialogues import raise_ask
from storage.invitations import (
    Expired,
    Redeemed,
    Redemption,
    Unknown,
    Used,
    failed_attempts,
    failed_attempts_of,
    forget_attempts,
    record_failed_attempt,
    redeem,
)
from storage.passes import revoke_all_passes
from storage.people import Address, grant_role, link_address, person_by_id
from storage.reachability import Change, record_change
from storage.records import Person
from storage.units import names_of_units
from storage.unsent import forget_unsent


def join(
    tx: Connection,
    *,
    sender: Address,
    text: str | None,
    person: Person | None,
    locale: str,
    now: datetime,
) -> tuple[Outgoing, ...] | None:
    """Let an account join with the code it sent, and give what to say; drafts stay as they are.

    `person` is who the account belongs to, None for a stranger, to whom `locale` speaks. Gives
    None where somebody who has joined sent no code: the conversation goes on with the text.
    """
    if person is None:
        return _meet_stranger(tx, sender, text=text or "", locale=locale, now=now)
    return _take_further_code(tx, sender, text=text or "", person=person, now=now)


def _meet_stranger(
    tx: Connection, sender: Address, *, text: str, locale: str, now: datetime
) -> tuple[Outgoing, ...]:
    code = find_code(text)
    if code is None:
        return (Outgoing(phrases("joining", locale)("stranger")),)
    outcome = _try_code(tx, sender, code=code, now=now)
    if isinstance(outcome, Redeemed):
        return _take_over(tx, sender, invited=outcome, now=now)
    return _refuse(outcome, locale)


def _take_further_code(
    tx: Connection, sender: Address, *, text: str, person: Person, now: datetime
) -> tuple[Outgoing, ...] | None:
    code = find_certain_code(text)
    if code is None:
        return None
    outcome = _try_code(tx, sender, code=code, now=now)
    if isinstance(outcome, Redeemed):
        if outcome.person_id == person.id:
            return _become(tx, sender, invited=outcome, now=now, say="role_added")
        revoke_all_passes(tx, person.id, now=now)  # they may stand in this chat
        forget_unsent(tx, channel=sender.channel, lane=sender.lane)
        return _take_over(tx, sender, invited=outcome, now=now)
    if outcome == Used(person.id):
        return (Outgoing(phrases("joining", person.locale)("joined_already")),)
    # Without a command before it, what only looks like a code may be the answer to a question.
    return _refuse(outcome, person.locale) if text.lstrip().startswith("/") else None


def _try_code(tx: Connection, sender: Address, *, code: str, now: datetime) -> Redemption | Wait:
    who = {"channel": sender.channel, "account": sender.account}
    own = failed_attempts_of(tx, **who, since=now - MEMORY)
    decision = may_try(own, failed_attempts(tx, since=now - FLOOD_MEMORY), now=now)
    if isinstance(decision, Wait):
        return decision
    outcome = redeem(tx, code=code, now=now)
    if isinstance(outcome, Unknown):
        record_failed_attempt(tx, **who, now=now)
        forget_attempts(tx, before=now - MEMORY)
    return outcome


def _take_over(
    tx: Connection, sender: Address, *, invited: Redeemed, now: datetime
) -> tuple[Outgoing, ...]:
    # Somebody else may have been asked in this chat before, whether they are still known or not.
    raise_ask(tx, invited.person_id, now=now)
    return _become(tx, sender, invited=invited, now=now, say="welcome")


def _become(
    tx: Connection, sender: Address, *, invited: Redeemed, now: datetime, say: str
) -> tuple[Outgoing, ...]:
    """Link the account, grant the role and tell it in the words of the phrase `say`."""
    grant_role(tx, person_id=invited.person_id, role=invited.role, unit_code=invited.unit_code)
    link_address(
        tx,
        person_id=invited.person_id,
        channel=sender.channel,
        account=sender.account,
        lane=sender.lane,
        now=now,
    )
    record_change(
        tx, person_id=invited.person_id, channel=sender.channel, change=Change.LINKED, now=now
    )
    person = person_by_id(tx, invited.person_id)
    assert person is not None  # whoever is erased has no invitations left
    words = phrases("joining", person.locale)
    told = words(
        say,
        name=person.name,
        role=phrases("dialogue", person.locale)(f"role.{invited.role}"),
        unit=names_of_units(tx, [invited.unit_code])[invited.unit_code],
        privacy=words("privacy"),
        next=words(f"next.{invited.role}"),
    )
    return (Outgoing(told),)


def _refuse(refused: Used | Expired | Unknown | Wait, locale: str) -> tuple[Outgoing, ...]:
    say = phrases("joining", locale)
    match refused:
        case Used():
            return (Outgoing(say("used")),)
        case Expired():
            return (Outgoing(say("expired")),)
        case Unknown():
            return (Outgoing(say("unknown")),)
        case Wait(until):
            return (Outgoing(say("wait", until=say_moment(until, locale))),)
        case _:
            assert_never(refused)
