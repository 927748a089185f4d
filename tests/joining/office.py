"""A small office for the tests of joining."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from storage.invitations import issue_invitation
from storage.people import Address, find_or_add_person
from storage.records import Person, Role, Unit
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WEEK = timedelta(days=7)

DISTRICT = Unit("50990000", "สำนักงานเขตทุ่งทอง")
DIVISION = Unit("50990900", "ฝ่ายเทศกิจ", parent_code="50990000")

MALI_ON_LINE = Address("line", "U-mali", "U-mali")
SOMEBODY = Address("line", "U-somebody", "U-somebody")


def open_office(tx: Connection) -> None:
    """Make the units."""
    for unit in (DISTRICT, DIVISION):
        save_unit(tx, unit)


def hire(
    tx: Connection, name: str, *, unit_code: str = DIVISION.code, locale: str = "th"
) -> Person:
    """Add a person to the register, without any role or account."""
    return find_or_add_person(tx, name=name, unit_code=unit_code, locale=locale, now=NOW)


def invite(
    tx: Connection,
    person: Person,
    code: str,
    *,
    role: Role = Role.OFFICER,
    lifetime: timedelta = WEEK,
) -> None:
    """Issue a code that lets its bearer be the person."""
    issue_invitation(
        tx,
        person_id=person.id,
        role=role,
        unit_code=person.unit_code,
        now=NOW,
        lifetime=lifetime,
        code=code,
    )
