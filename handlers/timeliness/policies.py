"""The policies that are kept: which one holds, and changing them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers.timeliness.changes import Change
from handlers.timeliness.layers import resolve
from handlers.timeliness.policy import Deadlines, Policy, deadlines_of
from handlers.timeliness.refusals import Impossible, NotChanged, UnknownUnit
from handlers.timeliness.settings import change_settings
from storage.periods import Period
from storage.policies import (
    layers_for,
    layers_for_project,
    layers_of_units,
    own_layer,
    save_layer,
    years_set,
)
from storage.units import find_unit, hold_register


def policy_for(tx: Connection, unit_code: str | None, fiscal_year: int) -> Policy:
    """Give the policy of a unit in a Buddhist fiscal year, or with None that of the city."""
    return resolve(layers_for(tx, unit_code, fiscal_year)).policy


def policies_of_units(tx: Connection, fiscal_year: int) -> dict[str | None, Policy]:
    """Give the policy of every unit by its code, and the city's under None, in two queries."""
    return {
        code: resolve(layers).policy for code, layers in layers_of_units(tx, fiscal_year).items()
    }


def deadlines_for_project(tx: Connection, project_id: int, period: Period) -> Deadlines:
    """Give the days of a project's month, in one query."""
    layers = layers_for_project(tx, project_id, period.fiscal_year)
    return deadlines_of(resolve(layers).policy, period)


def change_policies(
    tx: Connection, changes: Sequence[Change], *, set_by: int | None, now: datetime
) -> tuple[NotChanged, ...]:
    """Make all changes and give nothing, or make none and give what is in the way.

    A setting counts from its year on, until the same unit sets it in a later one. `set_by` is a
    person's number, None at the command line.
    """
    hold_register(tx)
    savepoint = tx.begin_nested()
    refused = tuple(
        NotChanged(change.unit_code, change.fiscal_year, impossible)
        for change in changes
        if (impossible := _change(tx, change, set_by=set_by, now=now))
    )
    refused = refused or _contradictions(tx, changes)
    if refused:
        savepoint.rollback()
    else:
        savepoint.commit()
    return refused


def _change(
    tx: Connection, change: Change, *, set_by: int | None, now: datetime
) -> Impossible | None:
    """Add a change to what the unit has set in that year, if it can be read."""
    code = change.unit_code
    if code is not None and find_unit(tx, code) is None:
        return Impossible((UnknownUnit(code),))
    own = own_layer(tx, code, change.fiscal_year)
    changed = change_settings(own.settings, change.settings)
    if isinstance(changed, Impossible):
        return changed
    save_layer(tx, replace(own, settings=changed), set_by=set_by, now=now)
    return None


def _contradictions(tx: Connection, changes: Sequence[Change]) -> tuple[NotChanged, ...]:
    """Find what cannot be in the units that were changed and those below, then and later."""
    found: dict[str | None, NotChanged] = {}
    changed = {one.unit_code for one in changes}
    first = min(one.fiscal_year for one in changes)
    for year in (one for one in years_set(tx) if one >= first):
        for layers in layers_of_units(tx, year).values():
            if changed.isdisjoint(one.unit_code for one in layers):
                continue
            for layer, impossible in resolve(layers).left_out:
                found.setdefault(layer.unit_code, NotChanged(layer.unit_code, year, impossible))
    return tuple(found.values())
