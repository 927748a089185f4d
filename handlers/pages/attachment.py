"""What was sent along with a report, for whoever may read that report below a link."""

from __future__ import annotations

from sqlalchemy import Connection

from handlers.pages.reach import reaches
from storage.attachments import Attachment, find_attachment
from storage.opening import Opens, ProjectPages

LONGEST = 9  # digits; a database cannot be asked for every longer number


def read_attachment(tx: Connection, opens: Opens, number: str) -> Attachment | None:
    """Give what has that number; None where the pages that a link opens do not show it."""
    if not (number.isascii() and number.isdecimal() and len(number) <= LONGEST):
        return None
    found = find_attachment(tx, int(number))
    if found is None:
        return None
    attachment, codes = found
    shown = any(reaches(tx, opens, ProjectPages(code)) for code in codes)
    return attachment if shown else None
