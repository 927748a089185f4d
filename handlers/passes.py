"""Links to pages that need no password: signed, good for a while, and taken back at any time."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import assert_never

from sqlalchemy import Connection

from handlers.access import Right, units_granted
from storage.passes import (
    Opens,
    ProjectPages,
    StoredPass,
    UnitPages,
    add_pass,
    find_pass,
)
from storage.people import person_by_id
from storage.periods import local_date
from storage.project_places import place_of_code
from storage.records import Person
from storage.reporters import reports_on
from storage.units import unit_path

LIFETIME = timedelta(days=7)
"""A link is asked for in a chat whenever it is wanted, so it need last no longer than the round
in which it is passed on: the week in which a report is read and printed."""

SIGNATURE_BYTES = 20  # 160 bits, which are 32 letters and digits

_TOKEN = re.compile(r"([1-9][0-9]{0,8})-([a-z2-7]{32})")


@dataclass(frozen=True, slots=True)
class Issuer:
    """Where the pages are served, without a slash at the end, and the key that signs links."""

    base_url: str
    key: str = field(repr=False)

    @property
    def is_local(self) -> bool:
        """Tell whether links open on this machine alone, as they do without a public address."""
        return self.base_url.startswith("http:")


@dataclass(frozen=True, slots=True)
class Pass:
    """A person's right to look, at the moment of looking."""

    id: int
    opens: Opens
    expires_at: datetime
    person: Person


def issue_pass(tx: Connection, issuer: Issuer, opens: Opens, *, holder: int, now: datetime) -> str:
    """Give a link that opens pages for LIFETIME, without a slash at its end.

    `holder` is the number of a person. Whether they may see the pages is the caller's to know; a
    link stops opening what they may no longer see. ValueError for a project that there is not.
    """
    return open_pass(tx, issuer, opens, holder=holder, now=now)[1]


def open_pass(
    tx: Connection, issuer: Issuer, opens: Opens, *, holder: int, now: datetime
) -> tuple[int, str]:
    """Do the same, and give the pass's number as well, by which it can be taken back."""
    pass_id = add_pass(tx, opens, holder=holder, now=now, expires_at=now + LIFETIME)
    token = f"{pass_id}-{_signature(issuer.key, pass_id, now)}"
    return pass_id, f"{issuer.base_url}/v/{token}"


def read_pass(tx: Connection, key: str, token: str, *, now: datetime) -> Pass | None:
    """Give the right that a link bears; None for one that is forged, over, or not theirs any more.

    Each of these takes the same look at the database, and is the same answer.
    """
    match = _TOKEN.fullmatch(token)
    number, signature = (int(match[1]), match[2]) if match else (0, "")
    stored = find_pass(tx, number)
    signed_at = stored.created_at if stored else now
    genuine = hmac.compare_digest(_signature(key, number, signed_at), signature)
    if stored is None or not genuine or stored.revoked_at is not None or stored.expires_at <= now:
        return None
    return _held(tx, stored, now=now)


def _held(tx: Connection, stored: StoredPass, *, now: datetime) -> Pass | None:
    person = person_by_id(tx, stored.holder)
    if person is None or not may_open(tx, person, stored.opens, now=now):
        return None
    return Pass(stored.id, stored.opens, stored.expires_at, person)


def may_open(tx: Connection, person: Person, opens: Opens, *, now: datetime) -> bool:
    """Tell whether a person may see pages: those of the projects they report on, or oversee."""
    match opens:
        case UnitPages(unit_code):
            return _oversees(tx, person, unit_code)
        case ProjectPages(code):
            place = place_of_code(tx, code)
            if place is None:
                return False
            theirs = reports_on(tx, person.id, place.project_id, today=local_date(now))
            return theirs or _oversees(tx, person, place.unit_code)
        case _:
            assert_never(opens)


def _oversees(tx: Connection, person: Person, unit_code: str) -> bool:
    granted = units_granted(person.grants, Right.SEE_DIGEST)
    return bool(granted) and any(one.code in granted for one in unit_path(tx, unit_code))


def _signature(key: str, pass_id: int, created_at: datetime) -> str:
    # The moment too: a database that was restored gives a number once more.
    message = f"page pass {pass_id} {created_at.timestamp():.6f}"
    digest = hmac.new(key.encode(), message.encode(), sha256).digest()
    return b32encode(digest[:SIGNATURE_BYTES]).decode().lower()
