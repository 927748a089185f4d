"""Whether the database can be used as it is."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryFile

from sqlalchemy.exc import SQLAlchemyError

from bot.checks.findings import Finding, good, note, wrong
from bot.database import fault_of_database, is_embedded
from bot.settings import Settings
from storage.db import open_database
from storage.schema import is_current

SHORT = 32  # letters of a key


def check_database(settings: Settings) -> tuple[Finding, ...]:
    """Ask the database whether it answers, and look at what belongs to it on the disk."""
    url = settings.database_url.get_secret_value()
    return _schema(url), _key(settings), _evidence(settings)


def _schema(url: str) -> Finding:
    subject = "Database"
    if fault := fault_of_database(url):
        return wrong(subject, fault)
    try:
        engine = open_database(url, connections=1)
        try:
            current = is_current(engine)
        finally:
            engine.dispose()
    except (OSError, SQLAlchemyError):
        return wrong(subject, "It answers, but its schema cannot be read: try again.")
    if not current:
        return wrong(subject, "Its schema is not current: run `python -m bot migrate`.")
    return good(subject, "It answers, and its schema is current.")


def _key(settings: Settings) -> Finding:
    subject = "SECRET_KEY"
    assert settings.secret_key is not None  # the settings see to it
    if len(settings.secret_key.get_secret_value()) < SHORT:
        return note(subject, f"It is shorter than {SHORT} letters: set a long random text.")
    if is_embedded(settings.database_url.get_secret_value()):
        return good(subject, "It is set, or kept beside the database.")
    return good(subject, "It is set.")


def _evidence(settings: Settings) -> Finding:
    subject = "Evidence"
    url = settings.database_url.get_secret_value()
    folder = settings.evidence_folder
    if not _is_writable(folder):
        return wrong(
            subject,
            f"Nothing can be written in {folder}, so no photo can be kept: let the service's user "
            "write there, or set EVIDENCE_URL to another folder.",
        )
    if settings.evidence_url is None and not is_embedded(url):
        return note(
            subject,
            f"Photos and files are kept in {folder} of each machine: where there are several, set "
            "EVIDENCE_URL to a folder that all of them share.",
        )
    return good(subject, f"Photos and files are kept in {folder}.")


def _is_writable(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False
