"""`sample`: an invented office into an empty database, to try things out with."""

from __future__ import annotations

from argparse import Namespace

from bot import clock
from bot.codes import new_code
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from bot.inviting import LIFETIME
from bot.sample import fill, is_empty
from storage.db import transaction
from storage.invitations import issue_invitation
from storage.units import hold_register


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("sample", help="fill an empty database with an invented office")
    parser.set_defaults(run=run)


def run(_arguments: Namespace) -> None:
    """Fill the database, and tell who is in it now; one that is not empty is left as it is."""
    now, code = clock.now(), new_code()
    with start_with_database() as (settings, engine), transaction(engine) as tx:
        hold_register(tx)
        if not is_empty(tx):
            tell("The database holds data already: no sample was added.")
            return
        members = fill(tx, now=now, locale=settings.locale)
        first = members[0]
        issue_invitation(
            tx,
            person_id=first.person.id,
            role=first.role,
            unit_code=first.person.unit_code,
            now=now,
            lifetime=LIFETIME,
            code=code,
        )
    tell(
        "The database holds an invented office now:",
        *(f"  {one.person.name}, {one.role}, {one.unit}" for one in members),
        f"{code} is a code to join with, as {first.person.name}.",
    )
