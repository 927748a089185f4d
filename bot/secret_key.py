"""The key that signs links, kept beside an embedded database."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

KEY_BYTES = 32


def key_beside(database: Path) -> str:
    """Give the key kept beside a database file, made on the first call; raises OSError.

    Only its owner may read it. Of several processes that make it at once, one's is kept.
    """
    kept = database.with_suffix(".key")
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        # A temporary file is its owner's alone; and as a link it is there whole or not at all.
        with NamedTemporaryFile("w", dir=kept.parent) as fresh:
            fresh.write(secrets.token_urlsafe(KEY_BYTES))
            fresh.flush()
            os.fsync(fresh.fileno())
            with suppress(FileExistsError):
                os.link(fresh.name, kept)
    return kept.read_text()
