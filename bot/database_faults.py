"""What a database's errors mean for whoever runs it, in a sentence that says what to do."""

from __future__ import annotations

import sqlite3

import psycopg
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_SQLITE = {
    "BUSY": "The database is in use by another process: stop that one, or try again later.",
    "CANTOPEN": "The database cannot be opened: see that DATABASE_URL names a file in a folder "
    "that may be written.",
    "CORRUPT": "The database is damaged: put a backup in its place with "
    "`python -m bot restore FILE`.",
    "FULL": "The disk of the database is full: make room and do it again. Nothing was half "
    "written.",
    "IOERR": "The disk of the database fails or is full: see to it and do it again. Nothing was "
    "half written.",
    "NOTADB": "DATABASE_URL names a file that is no database: name another one, or put a backup "
    "in its place with `python -m bot restore FILE`.",
    "READONLY": "The database may not be written: give the account that runs this the right to "
    "write the file and its folder.",
}
_POSTGRESQL = {
    "25006": "The database is read-only: name the primary server in DATABASE_URL.",
    "53100": "The disk of the database is full: make room and do it again. Nothing was half "
    "written.",
    "53300": "PostgreSQL has no connection left: raise its max_connections, or run fewer "
    "processes.",
    "57P03": "PostgreSQL is starting or stopping: try again in a moment.",
}
_REFUSED = "The database refuses the work ({why}). Nothing was half written."


def sentence_about(error: OSError | SQLAlchemyError | sqlite3.Error) -> str:
    """Say what an error of the database means; nothing that was being written is quoted."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(error, OSError):
        return f"The folder of the database cannot be made: {error.strerror}. See DATABASE_URL."
    if isinstance(cause, sqlite3.Error) and hasattr(cause, "sqlite_errorname"):
        # The name may go into detail, as in SQLITE_IOERR_WRITE.
        name = cause.sqlite_errorname
        return _SQLITE.get(name.split("_")[1], _REFUSED.format(why=name))
    if isinstance(cause, psycopg.Error) and cause.sqlstate:
        return _POSTGRESQL.get(cause.sqlstate, _REFUSED.format(why=cause.sqlstate))
    if isinstance(cause, psycopg.Error):
        return (
            "PostgreSQL cannot be reached, or does not let us in: see that it runs and that "
            f"DATABASE_URL is right. It says: {_last_line(cause)}"
        )
    return _REFUSED.format(why=type(error).__name__)


def _last_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return next((line.strip() for line in reversed(lines) if "?" not in line), "nothing")
