"""Where the files of evidence are kept, as the environment says."""

from __future__ import annotations

from pathlib import Path

from bot.database import embedded_file, is_embedded
from bot.evidence.store import folder_at


def evidence_folder(url: str | None, *, database_url: str) -> Path:
    """Give the folder of an EVIDENCE_URL; without one it is in the data folder of this machine."""
    if url is not None:
        return folder_at(url)
    if is_embedded(database_url):
        return embedded_file(database_url).parent / "evidence"
    return Path("data") / "evidence"


def fault_of_place(url: str) -> str | None:
    """Say what is wrong with an EVIDENCE_URL, if anything."""
    try:
        folder_at(url)
    except ValueError:
        return "EVIDENCE_URL must be file:///FOLDER, such as file:///srv/khuepna/evidence."
    return None
