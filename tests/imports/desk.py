"""Pages and tables of an invented office, and what the register holds after reading them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from handlers.imports.findings import Findings
from handlers.imports.indicator_page import IndicatorPage
from handlers.imports.outcome import Outcome, Reason
from handlers.imports.page import read_page
from handlers.imports.page_lines import page_lines
from handlers.imports.page_options import PageOptions
from handlers.imports.project_page import ProjectPage
from handlers.imports.register import NamedBytes, import_file
from storage.db import reading, transaction
from storage.tables import metadata

PAGES = Path(__file__).parent / "pages"
SEED_PAGE = Path(__file__).parents[3] / "shared" / "seed-page.txt"
NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
NO_OPTIONS = PageOptions()

# What the stripped pages lack.
STRIPPED = PageOptions(code="50990000-3700", name="โครงการลานกีฬา", year="2566")
INDICATOR = PageOptions(year="2566")
STRIPPED_INDICATOR = PageOptions(code="5099-0820", name="ร้อยละของชุมชน", year="2566")
OPTIONS = {
    "full.txt": NO_OPTIONS,
    "full.html": NO_OPTIONS,
    "stripped.txt": STRIPPED,
    "indicator.txt": INDICATOR,
    "indicator_stripped.txt": STRIPPED_INDICATOR,
}


def page_text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")


def read(
    text: str, options: PageOptions = NO_OPTIONS, *, name: str = "page.txt"
) -> tuple[ProjectPage | IndicatorPage | None, Findings]:
    """Read the text of a page, without any register."""
    found = Findings()
    return read_page(page_lines(name, text.encode()), options, found), found


def read_project(text: str, options: PageOptions = NO_OPTIONS) -> ProjectPage:
    """Read a project's page that must be readable."""
    page, found = read(text, options)
    assert found.refused == []
    assert isinstance(page, ProjectPage)
    return page


def refusals(text: str, options: PageOptions = NO_OPTIONS) -> list[tuple[Reason, int | None]]:
    """Read a page that must be refused, and give why and at which lines."""
    page, found = read(text, options)
    assert page is None
    return [(one.reason, one.place.line if one.place else None) for one in found.refused]


def take(
    database: Engine, content: str | bytes, options: PageOptions = NO_OPTIONS, *, name: str
) -> Outcome:
    """Import a file in a transaction of its own."""
    raw = content if isinstance(content, bytes) else content.encode()
    with transaction(database) as tx:
        return import_file(tx, NamedBytes(name, raw), options, now=NOW, locale="th")


def take_page(database: Engine, name: str) -> Outcome:
    return take(database, page_text(name), OPTIONS[name], name=name)


def everything(database: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Give every row of every table, to compare what a register holds before and after."""
    with reading(database) as tx:
        return rows(tx)


def rows(tx: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        table.name: sorted(map(tuple, tx.execute(select(table))), key=repr)
        for table in metadata.sorted_tables
    }
