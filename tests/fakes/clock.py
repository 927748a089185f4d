"""The fake's clock: the real one, which a test may put forward or stop."""

from __future__ import annotations

import time


class Clock:
    """Seconds since 1970, real (until frozen) plus whatever it was put forward."""

    def __init__(self) -> None:
        self._ahead = 0.0
        self._stopped: float | None = None

    def now(self) -> float:
        return (time.time() if self._stopped is None else self._stopped) + self._ahead

    def freeze(self) -> None:
        """Stand still, but for what it is put forward."""
        self._stopped = time.time()

    def forward(self, seconds: float) -> None:
        self._ahead += seconds
