"""Where the files of evidence are kept, as the environment says."""

from __future__ import annotations

from pathlib import Path

from bot.database import embedded_file, is_embedded
from bot.evidence.store import folder_at


def evidence_folder(url: str | None, *, database_url: str) -> Path:
    """Give the folder of an EVIDENCE_URL; without one it is beside an embedded database."""
    if url is not None:
        return folder_at(url)
    if is_embedded(database_url):
        return embedded_file(database_url).parent / "evidence"
    return Path("data") / "evidence"


def fault_of_place(url: str | None, *, embedded: bool, platforms: bool) -> str | None:
    """Say what is wrong with an EVIDENCE_URL, if anything.

    PostgreSQL may serve several machines, and a folder of its own on each would have a part of
    the files only. Without a platform nobody sends any.
    """
    if url is None:
        if platforms and not embedded:
            return (
                "EVIDENCE_URL is needed on PostgreSQL with LINE or Telegram: name the folder that "
                "all machines share, such as file:///srv/khuepna/evidence."
            )
        return None
    try:
        folder_at(url)
    except ValueError:
        return "EVIDENCE_URL must be file:///FOLDER, such as file:///srv/khuepna/evidence."
    return None
