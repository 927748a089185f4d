"""Which unit a group chat is bound to, and may ask about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.records import Unit
from storage.tables import group_binding, person, unit

PART = "/"
"""What stands in a lane between a group and a part of it, such as a topic of a forum."""


@dataclass(frozen=True, slots=True)
class Binding:
    """`full` says that narratives are shown; `bound_by` is empty for somebody who was erased."""

    unit: Unit
    full: bool
    bound_by: str
    bound_at: datetime


def find_binding(tx: Connection, *, channel: str, lane: str) -> Binding | None:
    """Give what a chat is bound to; a part of a group without its own has the group's."""
    rows = tx.execute(
        select(
            group_binding.c.lane,
            unit.c.code,
            unit.c.name,
            unit.c.parent_code,
            group_binding.c.full,
            person.c.name.label("by"),
            group_binding.c.bound_at,
        )
        .join(unit, unit.c.code == group_binding.c.unit_code)
        .join(person, person.c.id == group_binding.c.bound_by)
        .where(
            group_binding.c.channel == channel,
            group_binding.c.lane.in_({lane, lane.partition(PART)[0]}),
        )
    ).all()
    found = max(rows, key=lambda row: len(row.lane), default=None)
    if found is None:
        return None
    bound_to = Unit(found.code, found.name, found.parent_code)
    return Binding(bound_to, bool(found.full), found.by, found.bound_at)


def bind_group(
    tx: Connection,
    *,
    channel: str,
    lane: str,
    unit_code: str,
    full: bool,
    bound_by: int,
    now: datetime,
) -> None:
    """Bind a chat to a unit, in place of any other."""
    values = {"unit_code": unit_code, "full": full, "bound_by": bound_by, "bound_at": now}
    bound = insert(group_binding).values(channel=channel, lane=lane, **values)
    tx.execute(bound.on_conflict_do_update(index_elements=["channel", "lane"], set_=values))


def unbind_group(tx: Connection, *, channel: str, lane: str) -> None:
    """End what a chat is bound to; a part of a group ends it for the whole group."""
    whole = lane.partition(PART)[0]
    own = delete(group_binding).where(group_binding.c.channel == channel)
    if not tx.execute(own.where(group_binding.c.lane == lane)).rowcount:
        tx.execute(own.where(group_binding.c.lane == whole))


def end_bindings(tx: Connection, *, channel: str, lane: str) -> None:
    """End all bindings of a group that is no more, or that the bot is no longer in."""
    tx.execute(delete(group_binding).where(group_binding.c.channel == channel, _within(lane)))


def move_binding(tx: Connection, *, channel: str, old: str, new: str) -> None:
    """Let a group that goes on under another lane keep its binding, unless it has one there."""
    there = select(group_binding.c.lane).where(
        group_binding.c.channel == channel, group_binding.c.lane == new
    )
    if tx.execute(there).one_or_none() is None:
        tx.execute(
            update(group_binding)
            .where(group_binding.c.channel == channel, group_binding.c.lane == old)
            .values(lane=new)
        )
    end_bindings(tx, channel=channel, lane=old)


def _within(lane: str) -> ColumnElement[bool]:
    parts = group_binding.c.lane.startswith(lane + PART, autoescape=True)
    return or_(group_binding.c.lane == lane, parts)
