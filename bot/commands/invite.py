"""`invite`: a one-time code for one person."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from datetime import timedelta
from itertools import count

from sqlalchemy import Connection

from bot import clock
from bot.codes import new_code
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from bot.refusals import Refused
from handlers.texts import phrases
from handlers.thai.text import clean, repair
from handlers.wording import say_moment
from storage.db import transaction
from storage.invitations import issue_invitation
from storage.people import find_or_add_person, people_named
from storage.projects import add_reporter, find_project
from storage.records import Role, Unit
from storage.units import find_unit

LIFETIME = timedelta(days=14)


def add_to(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "invite",
        help="make a one-time code that a person joins with",
        description="The first line of the answer is the code alone. Somebody of the same name in "
        "the unit is the same person.",
    )
    parser.add_argument("--role", required=True, choices=[str(role) for role in Role])
    parser.add_argument("--unit", required=True, metavar="CODE", help="as 04160200")
    parser.add_argument("--name", help="the person's first and last name")
    parser.add_argument(
        "--project",
        nargs="+",
        action="extend",
        default=[],
        metavar="CODE",
        dest="projects",
        help="projects that become theirs to report, as 04160200-7001",
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Issue a code, and tell it; raises Refused for an unknown unit or project."""
    role, code, now = Role(arguments.role), new_code(), clock.now()
    with start_with_database() as (settings, engine), transaction(engine) as tx:
        unit, project_ids = _look_up(tx, arguments.unit, arguments.projects)
        name = _one_line(arguments.name or "") or _free_name(tx, role, unit, settings.locale)
        person = find_or_add_person(
            tx, name=name, unit_code=unit.code, locale=settings.locale, now=now
        )
        for project_id in project_ids:
            add_reporter(tx, project_id=project_id, person_id=person.id)
        issue_invitation(
            tx,
            person_id=person.id,
            role=role,
            unit_code=unit.code,
            now=now,
            lifetime=LIFETIME,
            code=code,
        )
    tell(
        code,
        f"For {name}, {role} of {unit.name}; it works once, until "
        f"{say_moment(now + LIFETIME, 'en')} in Bangkok.",
        "They type it to the bot in a private chat.",
    )


def _look_up(
    tx: Connection, unit_code: str, project_codes: Sequence[str]
) -> tuple[Unit, list[int]]:
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
    return unit, [project[0] for project in found.values() if project]


def _one_line(name: str) -> str:
    """Write a name as the register keeps names."""
    return " ".join(repair(clean(name))[0].split())


def _free_name(tx: Connection, role: Role, unit: Unit, locale: str) -> str:
    """Find a name for somebody who was given none, as "Officer 3"."""
    word = phrases("dialogue", locale)(f"role.{role}")
    names = (f"{word} {number}" for number in count(1))
    return next(
        name for name in names if all(one.unit_code != unit.code for one in people_named(tx, name))
    )
