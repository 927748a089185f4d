"""How fast pushes may follow one another: LINE takes 2,000 of a channel in a second.

Source: https://developers.line.biz/en/reference/messaging-api/#rate-limits. Any second gets at most
PER_SECOND and BURST together. Several processes may exceed it in sum: LINE then answers 429.
"""

from __future__ import annotations

PER_SECOND = 1980
BURST = 20


class Pace:
    """Gives each push its moment, in the order in which they ask. Times are in seconds."""

    def __init__(self) -> None:
        self._next = 0.0

    def take(self, now: float) -> float:
        """Take the next moment; gives how long it is until then, zero where it is now."""
        moment = max(self._next, now - BURST / PER_SECOND)
        self._next = moment + 1 / PER_SECOND
        return max(moment - now, 0.0)
