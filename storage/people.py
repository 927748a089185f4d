"""The people of the register: their names, roles and the accounts they write from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.records import Grant, Person, Role
from storage.tables import address, person, role_grant

# A row for each grant, and one for whoever has none.
_LIVING = (
    select(
        person.c.id,
        person.c.name,
        person.c.unit_code,
        person.c.locale,
        role_grant.c.role,
        role_grant.c.unit_code.label("granted_in"),
    )
    .outerjoin(role_grant)
    .where(person.c.erased_at.is_(None))
)
_AT = (
    _LIVING.join(address)
    .where(address.c.channel == bindparam("channel"), address.c.account == bindparam("account"))
    .add_columns(address.c.unreachable_at)
)


@dataclass(frozen=True, slots=True)
class Address:
    """An account of a person on a channel; `lane` is the private chat with it."""

    channel: str
    account: str
    lane: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks from an account, and whether nothing could be said there until now."""

    person: Person
    was_out_of_reach: bool


def find_or_add_person(
    tx: Connection, *, name: str, unit_code: str, locale: str, now: datetime
) -> Person:
    """Give the person of that name in that unit, added with `locale` if there is none yet.

    Names are compared as they are given: the caller cleans them. IntegrityError for an
    unknown unit.
    """
    tx.execute(
        insert(person)
        .values(name=name, unit_code=unit_code, locale=locale, created_at=now)
        .on_conflict_do_nothing()
    )
    theirs = _LIVING.where(person.c.name == name, person.c.unit_code == unit_code)
    return _people(tx.execute(theirs))[0]


def person_by_id(tx: Connection, person_id: int) -> Person | None:
    """Give a person; None for nobody, and for somebody who was erased."""
    return next(iter(_people(tx.execute(_LIVING.where(person.c.id == person_id)))), None)


def people_named(tx: Connection, name: str) -> tuple[Person, ...]:
    """Give everybody of that name, in whatever unit, by unit."""
    named = _LIVING.where(person.c.name == name).order_by(person.c.unit_code)
    return _people(tx.execute(named))


def person_at(tx: Connection, *, channel: str, account: str) -> Person | None:
    """Give the person that an account is linked to; None for a stranger."""
    speaker = speaker_at(tx, channel=channel, account=account)
    return speaker.person if speaker else None


def speaker_at(tx: Connection, *, channel: str, account: str) -> Speaker | None:
    """Give who speaks from an account; None for a stranger."""
    rows = tx.execute(_AT, {"channel": channel, "account": account}).all()
    if not rows:
        return None
    return Speaker(_people(rows)[0], was_out_of_reach=rows[0].unreachable_at is not None)


def living(tx: Connection, people: Collection[int]) -> tuple[Person, ...]:
    """Give those of these people who were not erased, by number."""
    return _people(tx.execute(_LIVING.where(person.c.id.in_(people)).order_by(person.c.id)))


def link_address(
    tx: Connection, *, person_id: int, channel: str, account: str, lane: str, now: datetime
) -> None:
    """Link an account to a person; one that was linked to somebody else moves.

    Whoever sent the code from there can be spoken to.
    """
    linked = {"person_id": person_id, "lane": lane, "linked_at": now, "unreachable_at": None}
    tx.execute(
        insert(address)
        .values(channel=channel, account=account, **linked)
        .on_conflict_do_update(index_elements=[address.c.channel, address.c.account], set_=linked)
    )


def addresses_of(tx: Connection, person_id: int) -> tuple[Address, ...]:
    """Give the accounts linked to a person, the first linked first."""
    rows = tx.execute(
        select(address.c.channel, address.c.account, address.c.lane)
        .where(address.c.person_id == person_id)
        .order_by(address.c.linked_at, address.c.channel, address.c.account)
    )
    return tuple(Address(*row) for row in rows)


def unlink(tx: Connection, *, channel: str, account: str) -> None:
    """Make an account a stranger's again; nothing happens to one that is nobody's."""
    tx.execute(delete(address).where(address.c.channel == channel, address.c.account == account))


def grant_role(tx: Connection, *, person_id: int, role: Role, unit_code: str) -> None:
    """Let a person hold a role in a unit; nothing happens to who holds it already."""
    granted = insert(role_grant).values(person_id=person_id, role=role, unit_code=unit_code)
    tx.execute(granted.on_conflict_do_nothing())


def set_locale(tx: Connection, *, person_id: int, locale: str) -> None:
    """Let the bot speak to a person in `th` or `en` from now on."""
    tx.execute(update(person).where(person.c.id == person_id).values(locale=locale))


def _people(rows: Iterable[Row[*tuple[Any, ...]]]) -> tuple[Person, ...]:
    found: dict[int, Row[*tuple[Any, ...]]] = {}
    grants: defaultdict[int, set[Grant]] = defaultdict(set)
    for row in rows:
        found[row.id] = row
        if row.role is not None:
            grants[row.id].add(Grant(Role(row.role), row.granted_in))
    return tuple(
        Person(row.id, row.name, row.unit_code, row.locale, frozenset(grants[row.id]))
        for row in found.values()
    )
