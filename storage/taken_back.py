"""What the bot said with the words of a message that a person has taken back."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import Connection, case, or_, update

from storage.inbox import HIDDEN
from storage.outbox import DEAD, SENDING
from storage.tables import outbox

SHORTEST = 4  # letters: what is shorter says nothing, and stands in every request


def forget_sayings(tx: Connection, words: Iterable[str], *, channel: str, lane: str) -> None:
    """Forget the requests to a chat that hold these words, and let none of them be said again.

    What is being sent at this moment cannot be stopped, but is not tried again.
    """
    spellings = {
        json.dumps(word, ensure_ascii=ascii_only)[1:-1]
        for word in words
        if len(word) >= SHORTEST
        for ascii_only in (True, False)
    }
    if not spellings:
        return
    tx.execute(
        update(outbox)
        .where(
            outbox.c.channel == channel,
            outbox.c.lane == lane,
            or_(*(outbox.c.payload.contains(one, autoescape=True) for one in spellings)),
        )
        .values(payload=HIDDEN, state=case((outbox.c.state == SENDING, SENDING), else_=DEAD))
    )
