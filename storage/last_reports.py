"""The newest report of each project within its fiscal year, kept beside the reports.

It follows from them, and is written in the transaction that writes a report.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    and_,
    bindparam,
    cast,
    delete,
    func,
    literal,
    select,
    true,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.newest_reports import select_newest
from storage.periods import BUDDHIST_OFFSET, Period
from storage.tables import last_report, project, report


def keep_last_report(tx: Connection, project_id: int) -> None:
    """Keep which report of a project is the newest by now, after one was added."""
    tx.execute(_KEEP, {"project": project_id})


def keep_last_reports(tx: Connection) -> None:
    """Find the newest report of every project anew, after reports were written in bulk."""
    tx.execute(delete(last_report))
    tx.execute(_KEEP_ALL)


def _of_its_year() -> ColumnElement[bool]:
    month = type_coerce(report.c.period, String)
    first = cast(project.c.fiscal_year - (BUDDHIST_OFFSET + 1), String(4)) + literal("-10")
    last = cast(project.c.fiscal_year - BUDDHIST_OFFSET, String(4)) + literal("-09")
    return month.between(first, last)


def select_last(wanted: ColumnElement[bool]) -> Select[Any]:
    """Ask for what is kept of a project's newest report, of reports joined with their projects."""
    found = select_newest(wanted).subquery("found")
    months = _month_number(found.c.period) - _month_number(found.c.stands_since)
    # SQLite cannot tell ON CONFLICT from a join where the query before it has no WHERE.
    return select(*found.c, months.label("stands_for")).where(true())


def _keep(wanted: ColumnElement[bool]) -> Any:
    newest = select_last(and_(wanted, _of_its_year()))
    columns = [column.name for column in last_report.c]
    added = insert(last_report).from_select(columns, newest)
    return added.on_conflict_do_update(
        index_elements=["project_id"],
        set_={name: added.excluded[name] for name in columns if name != "project_id"},
    )


def _month_number(month: ColumnElement[Period]) -> ColumnElement[int]:
    written = type_coerce(month, String)
    year, number = func.substr(written, 1, 4), func.substr(written, 6, 2)
    return cast(year, Integer) * 12 + cast(number, Integer)


_KEEP = _keep(project.c.id == bindparam("project"))
_KEEP_ALL = _keep(true())
