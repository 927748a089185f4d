"""What the database raises while it is locked, full, read-only or gone: no mistake of ours."""

from __future__ import annotations

from sqlalchemy import exc

# InternalError is how PostgreSQL's driver tells that a server takes no writes for the moment.
OUTAGES = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)


def is_outage(error: Exception) -> bool:
    """Tell whether an error is one of these, and not of a statement that would fail for ever.

    SQLite has one class for both. What is wrong with a statement itself, such as words too long to
    be looked for, it calls SQLITE_ERROR.
    """
    cause = error.orig if isinstance(error, exc.DBAPIError) else None
    return isinstance(error, OUTAGES) and getattr(cause, "sqlite_errorname", "") != "SQLITE_ERROR"
