"""What the database raises while it is locked, full or gone, as opposed to our own mistakes."""

from __future__ import annotations

from sqlalchemy import exc

OUTAGES = (exc.OperationalError, exc.InterfaceError, exc.TimeoutError)
