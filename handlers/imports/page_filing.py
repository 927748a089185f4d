"""A page that was read, into the register."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import assert_never

from sqlalchemy import Connection

from handlers.imports.findings import Findings
from handlers.imports.indicator_page import IndicatorPage
from handlers.imports.merging import facts_of_page, indicator_of_page
from handlers.imports.outcome import Change, Remark, Tally, Thing
from handlers.imports.project_filing import store_project
from handlers.imports.project_page import ProjectPage
from handlers.wording import say_percent
from storage.given import Kept
from storage.page_log import add_imported
from storage.unit_indicators import find_unit_indicator, save_unit_indicator
from storage.units import find_unit, make_unit

NONE = "—"


def store_page(
    tx: Connection, page: ProjectPage | IndicatorPage, found: Findings, *, now: datetime
) -> tuple[Tally, ...]:
    """Store a page, making its unit if that is new, and tell what it changed.

    Figures that it has otherwise than they were given in chat are remarked.
    """
    match page:
        case ProjectPage():
            return _store_project_page(tx, page, found, now)
        case IndicatorPage():
            return _store_indicator_page(tx, page)
        case _:
            assert_never(page)


def _store_project_page(
    tx: Connection, page: ProjectPage, found: Findings, now: datetime
) -> tuple[Tally, ...]:
    unit = _store_unit(tx, page.unit_code, name=page.unit)
    is_new, saved = store_project(tx, page.code, partial(facts_of_page, page), now=now)
    for kept in saved.kept:
        found.remark(Remark.GIVEN_IN_CHAT, about=_figure(kept))
    added = add_imported(tx, saved.id, page.log)
    project = Change.of(is_new=is_new, changed=saved.changed)
    return (
        Tally.of(Thing.UNIT, [unit]),
        Tally.of(Thing.PROJECT, [project]),
        Tally(Thing.ENTRY, new=added.new, changed=added.revised, unchanged=added.unchanged),
    )


def _store_indicator_page(tx: Connection, page: IndicatorPage) -> tuple[Tally, ...]:
    unit = _store_unit(tx, page.unit_code, name=None)
    year = page.fiscal_year
    known = find_unit_indicator(tx, page.code, unit_code=page.unit_code, fiscal_year=year)
    read = indicator_of_page(page, known)
    changed = save_unit_indicator(tx, read, unit_code=page.unit_code, fiscal_year=year)
    indicator = Change.of(is_new=known is None, changed=changed)
    return Tally.of(Thing.UNIT, [unit]), Tally.of(Thing.INDICATOR, [indicator])


def _figure(kept: Kept) -> str:
    name = "" if kept.indicator is None else f"{kept.indicator} "
    given = NONE if kept.given is None else say_percent(kept.given)
    return f"{name}{kept.quarter}: {given} ≠ {say_percent(kept.other)}"


def _store_unit(tx: Connection, code: str, *, name: str | None) -> Change:
    is_new = find_unit(tx, code) is None
    return Change.of(is_new=is_new, changed=make_unit(tx, code, name=name))
