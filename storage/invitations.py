"""One-time codes that link an account to a person and a role, and the wrong codes tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Connection, delete, func, insert, select, update

from storage.records import Role
from storage.tables import invitation, join_attempt


@dataclass(frozen=True, slots=True)
class Redeemed:
    """The code was good, and is used up now."""

    person_id: int
    role: Role
    unit_code: str


@dataclass(frozen=True, slots=True)
class Used:
    """Somebody joined with the code before: the person it was made for."""

    person_id: int


@dataclass(frozen=True, slots=True)
class Expired:
    """Nobody used the code in time."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No such code was ever issued, or its person was erased."""


Redemption = Redeemed | Used | Expired | Unknown


def issue_invitation(
    tx: Connection,
    *,
    person_id: int,
    role: Role,
    unit_code: str,
    now: datetime,
    lifetime: timedelta,
    code: str,
) -> None:
    """Let whoever bears the code be this person, in this role; only its hash is kept."""
    tx.execute(
        insert(invitation).values(
            code_hash=_hash(code),
            person_id=person_id,
            role=role,
            unit_code=unit_code,
            created_at=now,
            expires_at=now + lifetime,
        )
    )


def redeem(tx: Connection, *, code: str, now: datetime) -> Redemption:
    """Use up a code, spelled as it was issued.

    Of two who redeem it at the same moment, one is told that it was used.
    """
    hashed = invitation.c.code_hash == _hash(code)
    row = tx.execute(
        update(invitation)
        .where(hashed, invitation.c.used_at.is_(None), invitation.c.expires_at > now)
        .values(used_at=now)
        .returning(invitation.c.person_id, invitation.c.role, invitation.c.unit_code)
    ).one_or_none()
    if row is not None:
        return Redeemed(row.person_id, Role(row.role), row.unit_code)
    spent = tx.execute(select(invitation.c.person_id, invitation.c.used_at).where(hashed))
    match spent.one_or_none():
        case None:
            return Unknown()
        case (_, None):
            return Expired()
        case (person_id, _):
            return Used(person_id)


def record_failed_attempt(tx: Connection, *, channel: str, account: str, now: datetime) -> None:
    """Remember that an account tried a code that does not exist."""
    tx.execute(insert(join_attempt).values(channel=channel, account=account, at=now))


def failed_attempts_of(
    tx: Connection, *, channel: str, account: str, since: datetime
) -> tuple[datetime, ...]:
    """Give the moments of an account's wrong codes since a time, oldest first."""
    attempts = select(join_attempt.c.at).where(
        join_attempt.c.channel == channel,
        join_attempt.c.account == account,
        join_attempt.c.at >= since,
    )
    return tuple(tx.scalars(attempts.order_by(join_attempt.c.at)))


def failed_attempts(tx: Connection, *, since: datetime) -> int:
    """Count the wrong codes of everybody since a time."""
    recent = select(func.count()).select_from(join_attempt).where(join_attempt.c.at >= since)
    return tx.execute(recent).scalar_one()


def forget_attempts(tx: Connection, *, before: datetime) -> None:
    """Forget the wrong codes tried before a time."""
    tx.execute(delete(join_attempt).where(join_attempt.c.at < before))


def _hash(code: str) -> str:
    # Without salt, for the code is all there is to find its row by; it is random and lives days.
    return sha256(code.encode()).hexdigest()
