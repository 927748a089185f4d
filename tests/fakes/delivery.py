"""How a platform hands its events over: options, and one request of a webhook."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True, slots=True)
class Delivery:
    """What may happen on the way, within the platform's own rules. The seed makes it repeatable.

    `window` is the longest that an event is held back when shuffled, `pause` the first wait
    before a redelivery (doubled each time up to `longest_pause`), all in seconds. `redeliver` and
    `batch` (events in one call at most) are LINE's. `answer_within` is the platform's patience.
    """

    doubled: bool = False
    shuffled: bool = False
    seed: int = 0
    window: float = 0.05
    redeliver: bool = True
    batch: int = 1
    pause: float = 0.05
    longest_pause: float = 2.0
    answer_within: float = 10.0

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of a delivery: the status (0 if there was none), and how long it took."""

    status: int
    seconds: float
    retry_after: float = 0.0

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


async def post(
    session: aiohttp.ClientSession,
    url: str,
    *,
    body: bytes,
    headers: dict[str, str],
    within: float,
) -> Posted:
    """Post once, following no redirect; trouble of the line is status 0."""
    began = time.monotonic()
    limit = aiohttp.ClientTimeout(total=within)
    headers = {"Content-Type": "application/json", **headers}
    try:
        async with session.post(
            url, data=body, headers=headers, timeout=limit, allow_redirects=False
        ) as answer:
            await answer.read()
            wait = answer.headers.get("Retry-After", "0")
            retry_after = float(wait) if wait.isdigit() else 0.0
            return Posted(answer.status, time.monotonic() - began, retry_after)
    except (TimeoutError, aiohttp.ClientError):
        return Posted(0, time.monotonic() - began)
