"""Who is invited, and the codes that they get: all of them at once, or none."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.codes import new_code
from bot.refusals import Refused
from handlers.thai.text import clean, repair
from storage.invitations import issue_invitation
from storage.newcomers import newcomers
from storage.people import find_or_add_person, people_named, person_by_id
from storage.projects import find_project
from storage.records import Person, Role, Unit
from storage.reporters import add_reporter
from storage.units import find_unit, units_below

LIFETIME = timedelta(days=14)
PLATFORMS = ("line", "telegram")


@dataclass(frozen=True, slots=True)
class Wish:
    """What every code of one command is for: a role in a unit, and projects to report."""

    role: Role
    unit: Unit
    project_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is to join, and with which code; `person_id` is None for a name alone."""

    name: str
    unit_code: str
    locale: str
    code: str
    person_id: int | None = None


def look_up(tx: Connection, role: Role, *, unit_code: str, project_codes: Sequence[str]) -> Wish:
    """Find the unit and the projects; raises Refused with all that there is none of."""
    faults = []
    unit = find_unit(tx, unit_code)
    if unit is None:
        faults.append(f"There is no unit {unit_code}: import it first, or correct the code.")
    found = {code: find_project(tx, code) for code in project_codes}
    faults += [
        f"There is no project {code}: import it first, or correct the code."
        for code, project in found.items()
        if project is None
    ]
    if unit is None or faults:
        raise Refused(*faults)
    return Wish(role, unit, tuple(project[0] for project in found.values() if project))


def name_as_kept(name: str) -> str:
    """Give a name as the register keeps names, however it was typed."""
    return " ".join(repair(clean(name))[0].split())


def guest_named(tx: Connection, name: str, wish: Wish, *, locale: str) -> Guest:
    """Make a guest of a name, as the register keeps names; `locale` is for somebody new.

    Raises Refused for one in which nothing can be seen.
    """
    written = name_as_kept(name)
    if not written:
        raise Refused("A name is empty: write the person's first and last name.")
    known = [one for one in people_named(tx, written) if one.unit_code == wish.unit.code]
    return Guest(written, wish.unit.code, known[0].locale if known else locale, new_code())


def guests_without_chat(tx: Connection, wish: Wish) -> tuple[Guest, ...]:
    """Make guests of all who hold the role in the unit or below it and have no chat yet."""
    found = newcomers(
        tx, role=wish.role, unit_codes=units_below(tx, wish.unit.code), channels=PLATFORMS
    )
    return tuple(
        Guest(one.name, one.unit_code, one.locale, new_code(), one.person_id) for one in found
    )


def issue(tx: Connection, guest: Guest, wish: Wish, *, now: datetime) -> None:
    """Issue a guest's code; raises Refused for somebody who is gone from the register."""
    person = _person_of(tx, guest, now)
    for project_id in wish.project_ids:
        add_reporter(tx, project_id=project_id, person_id=person.id)
    issue_invitation(
        tx,
        person_id=person.id,
        role=wish.role,
        unit_code=guest.unit_code,
        now=now,
        lifetime=LIFETIME,
        code=guest.code,
    )


def _person_of(tx: Connection, guest: Guest, now: datetime) -> Person:
    if guest.person_id is None:
        return find_or_add_person(
            tx, name=guest.name, unit_code=guest.unit_code, locale=guest.locale, now=now
        )
    person = person_by_id(tx, guest.person_id)
    if person is None:
        raise Refused("The register has changed meanwhile, and no code was issued: try again.")
    return person


@contextmanager
def new_file(file: Path, content: bytes) -> Iterator[None]:
    """A new file that only its owner may read, and that stays if the block ends well.

    Raises Refused where it cannot be written.
    """
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise Refused(f"{file} is there already: name a new file.") from error
    except OSError as error:
        raise _unwritable(file, error) from error
    try:
        _write(descriptor, file, content)
        yield
    except BaseException:
        file.unlink(missing_ok=True)
        raise


def _write(descriptor: int, file: Path, content: bytes) -> None:
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(content)
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> Refused:
    return Refused(f"{file} cannot be written ({error.strerror}): name another file.")
