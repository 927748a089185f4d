"""Copies of an embedded database, whole although others may be writing to it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from bot.refusals import Refused


def copy_database(source: Path, target: Path) -> None:
    """Copy a database into a file of its owner's alone, in the place of any that is there.

    The file is there whole or not at all. Raises Refused where it cannot be written, and
    sqlite3.Error where the source cannot be read.
    """
    try:
        with TemporaryDirectory(dir=target.parent, prefix=".khuepna-") as folder:
            copy = Path(folder) / "copy.db"
            with closing(open_to_read(source)) as old, closing(sqlite3.connect(copy)) as new:
                old.backup(new)
                # One file, without a write-ahead log beside it.
                new.execute("PRAGMA journal_mode = DELETE")
            copy.chmod(0o600)
            with copy.open("rb") as written:
                os.fsync(written)
            copy.replace(target)
    except OSError as error:
        raise Refused(
            f"{target} cannot be written ({error.strerror}): name another one."
        ) from error


def open_to_read(path: Path) -> sqlite3.Connection:
    """Open a database file without making or changing one; raises sqlite3.Error."""
    return sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro", uri=True)
