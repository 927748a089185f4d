"""A file of whatever kind into the register: all of it, or, where anything is refused, nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from handlers.imports.decoding import Undecodable
from handlers.imports.findings import Findings
from handlers.imports.outcome import Outcome, Reason, Tally
from handlers.imports.page import read_page
from handlers.imports.page_filing import store_page
from handlers.imports.page_lines import page_lines
from handlers.imports.page_options import PageOptions
from handlers.imports.sheets import Sheet, UnreadableSheets, read_csv, read_xlsx
from handlers.imports.table_filing import known_to_register, store_tables
from handlers.imports.table_plan import plan_tables
from handlers.imports.tables import read_tables
from storage.units import hold_register

_PAGES = (".txt", ".html", ".htm")
_SHEETS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class NamedBytes:
    """A file: its name, whose ending tells its kind, and what is in it."""

    name: str
    content: bytes


def import_file(
    tx: Connection, file: NamedBytes, options: PageOptions, *, now: datetime, locale: str
) -> Outcome:
    """Read a file and store what it says, within the caller's transaction.

    Where the outcome refuses anything, nothing was written. People that a table adds are
    spoken to in `locale`. The options are for pages; tables have all of it in their rows.
    """
    found = Findings()
    tallies: tuple[Tally, ...] = ()
    code: str | None = None
    try:
        if file.name.lower().endswith(_PAGES):
            page = read_page(page_lines(file.name, file.content), options, found)
            if page is not None:
                hold_register(tx)
                tallies, code = store_page(tx, page, found, now=now), page.code
        elif file.name.lower().endswith(_SHEETS):
            tables = read_tables(_sheets(file), found)
            hold_register(tx)
            plan = plan_tables(tables, known_to_register(tx, tables), found)
            if not found.refused:
                tallies = store_tables(tx, plan, now=now, locale=locale)
        else:
            found.refuse(Reason.UNKNOWN_KIND)
    except (Undecodable, UnreadableSheets) as error:
        found.refuse(Reason.UNREADABLE, about=str(error))
    return Outcome(
        file.name,
        code=code,
        tallies=tallies,
        repaired=tuple(sorted(found.repaired, key=lambda one: (one.place.sheet, one.place.line))),
        remarks=tuple(found.remarks),
        refused=tuple(found.refused),
    )


def _sheets(file: NamedBytes) -> tuple[Sheet, ...]:
    if file.name.lower().endswith(".csv"):
        return (read_csv(file.content),)
    return read_xlsx(file.content)
