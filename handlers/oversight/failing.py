"""Parts of the clock that fail again and again, for whoever looks after the service."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from handlers.access import Right, units_granted
from handlers.messages import Outgoing
from handlers.texts import Phrases
from handlers.wording import say_moment
from storage.failing_parts import failing_since
from storage.records import Person

LONG = timedelta(hours=1)
"""So long a part fails at every tick before it is told."""


def with_failing(
    tx: Connection, message: Outgoing, person: Person, say: Phrases, *, now: datetime
) -> Outgoing:
    """Add a line for each part that fails for long; only for who may see what the service costs."""
    if not units_granted(person.grants, Right.SEE_COST):
        return message
    lines = [
        say(
            "clock.fails",
            part=say.get(f"clock.{part}") or part,
            since=say_moment(since, say.locale),
        )
        for part, since in failing_since(tx).items()
        if now - since >= LONG
    ]
    return replace(message, text="\n".join([message.text, *lines]))
