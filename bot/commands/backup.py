"""`backup`: the embedded database into a file, while it is in use."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from bot.database import embedded_file, is_embedded
from bot.database_copy import copy_database
from bot.refusals import Refused


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("backup", help="copy the embedded database, while it is in use")
    parser.add_argument("file", type=Path, metavar="FILE", help="the name of a new file")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Write the backup; raises Refused on PostgreSQL, and where there is a file already."""
    with start_with_database() as (settings, _engine):
        url = settings.database_url.get_secret_value()
        if not is_embedded(url):
            raise Refused("This is for the embedded database: use pg_dump for PostgreSQL.")
        if arguments.file.exists():
            raise Refused(f"{arguments.file} is there already: name a new file.")
        copy_database(embedded_file(url), arguments.file)
    tell(f"{arguments.file} holds everything as it is at this moment.")
