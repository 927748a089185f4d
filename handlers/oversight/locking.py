"""That a digest is the one at the lock of its month, and what can be done about what is missing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from handlers.messages import Outgoing
from handlers.oversight.standing import Digest
from handlers.texts import Phrases
from handlers.wording import say_day


def with_lock(message: Outgoing, digest: Digest, locks: Collection[date], say: Phrases) -> Outgoing:
    """Add to the head of a digest until when its month is taken, or that it is taken no more.

    `locks` are the last days on which the units of the digest take it.
    """
    ahead = [day for day in locks if day >= digest.today]
    missing = digest.missing
    can_come = bool(ahead) and (missing.can_be_reminded or not missing.projects)
    days = ahead if can_come else [day for day in locks if day < digest.today]
    line = say(
        f"lock.{'ahead' if can_come else 'over'}{'' if missing.projects else '_all'}",
        until=_say_days(days, say),
        remind=say("choice.remind"),
        missing=say("choice.missing"),
    )
    return replace(message, text=f"{message.text}\n{line}")


def _say_days(days: Collection[date], say: Phrases) -> str:
    first, last = say_day(min(days), say.locale), say_day(max(days), say.locale)
    return say("lock.on" if first == last else "lock.between", first=first, last=last)
