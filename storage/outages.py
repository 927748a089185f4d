"""What the database raises while it is locked, full, read-only or gone: no mistake of ours."""

from __future__ import annotations

from sqlalchemy import exc

# InternalError is how PostgreSQL's driver tells that a server takes no writes for the moment.
OUTAGES = (exc.OperationalError, exc.InterfaceError, exc.InternalError, exc.TimeoutError)
