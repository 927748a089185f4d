"""`migrate`: the database to the current schema."""

from __future__ import annotations

from argparse import Namespace

from bot.commands import Commands
from bot.commands.start import start
from bot.commands.voice import tell
from bot.database import migrate_or_refuse
from storage.db import open_database
from storage.schema import current_version


def add_to(commands: Commands) -> None:
    commands.add_parser("migrate", help="bring the database to the current schema").set_defaults(
        run=run
    )


def run(_arguments: Namespace) -> None:
    """Migrate; several machines may do so at once."""
    engine = open_database(start().database_url.get_secret_value(), connections=1)
    try:
        before = current_version(engine)
        migrate_or_refuse(engine)
        after = current_version(engine)
    finally:
        engine.dispose()
    tell(
        f"The database is at version {after}, as before."
        if before == after
        else f"The database was brought to version {after}."
    )
