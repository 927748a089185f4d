"""`restore`: a backup into the place of the embedded database."""

from __future__ import annotations

import os
import sqlite3
from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from bot import clock
from bot.commands import Commands
from bot.commands.start import start
from bot.commands.voice import tell
from bot.database import embedded_file, is_embedded
from bot.database_copy import copy_database, open_to_read
from bot.refusals import Refused


def add_to(commands: Commands) -> None:
    parser = commands.add_parser(
        "restore", help="put a backup in the place of the embedded database, which is kept aside"
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="what `backup` wrote")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Restore; raises Refused while the database is in use, and for a file that is no backup."""
    url = start(check_database=False).database_url.get_secret_value()
    if not is_embedded(url):
        raise Refused("This is for the embedded database: use pg_restore for PostgreSQL.")
    _check_backup(arguments.file)
    database = embedded_file(url)
    database.parent.mkdir(parents=True, exist_ok=True)
    fresh = database.with_name(f"{database.name}.restoring")
    copy_database(arguments.file, fresh)
    try:
        kept = _exchange(database, fresh, now=clock.now())
    finally:
        fresh.unlink(missing_ok=True)
    tell(f"The database is as it was in {arguments.file}.")
    if kept:
        tell(f"What it was until now is kept as {kept}.")


def _check_backup(file: Path) -> None:
    try:
        with closing(open_to_read(file)) as backup:
            healthy = backup.execute("PRAGMA quick_check").fetchone() == ("ok",)
            backup.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error:
        healthy = False
    if not healthy:
        raise Refused(f"{file} is no whole backup of a database: name one that `backup` wrote.")


def _exchange(database: Path, fresh: Path, *, now: datetime) -> Path | None:
    """Put a fresh file in the place of the database; gives the name under which that is kept."""
    if not database.exists():
        fresh.replace(database)
        return None
    kept = database.with_name(f"{database.name}.before-{now:%Y%m%d-%H%M%S}")
    with _alone(database):
        os.link(database, kept)
        for rest in ("-wal", "-shm"):
            # Only a damaged database still has them: they belong to it, and not to the backup.
            if (log := database.with_name(database.name + rest)).exists():
                log.rename(kept.with_name(kept.name + rest))
        fresh.replace(database)
    return kept


@contextmanager
def _alone(database: Path) -> Iterator[None]:
    """Keep everybody else from the database; raises Refused while somebody uses it."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as held:
        try:
            # Only a sole user may give up the write-ahead log, which is taken in first.
            held.execute("PRAGMA journal_mode = DELETE")
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Refused("The database is in use: stop what uses it, then restore.") from error
        except sqlite3.DatabaseError:
            pass  # a damaged file cannot be locked, and is why people restore
        yield
