"""LINE's rate limits: calls of one endpoint in a span of seconds."""

from __future__ import annotations

from collections import deque

SECOND, MINUTE, HOUR = 1.0, 60.0, 3600.0
OFTEN = (2000, SECOND)
LIMITS: dict[str, tuple[int, float]] = {
    "multicast": (200, SECOND),
    "showLoadingAnimation": (100, SECOND),
    "issueStatelessChannelToken": (370, SECOND),
    "getRichMenuList": (10, SECOND),
    "createRichMenu": (100, HOUR),
    "deleteRichMenu": (100, HOUR),
    "deleteRichMenuAlias": (100, HOUR),
    "richMenuBatch": (3, HOUR),
    "getWebhookEndpoint": (1000, MINUTE),
    "setWebhookEndpoint": (1000, MINUTE),
    "broadcast": (60, HOUR),
    "testWebhookEndpoint": (60, HOUR),
}


class Rates:
    """When each endpoint was called."""

    def __init__(self) -> None:
        self._calls: dict[str, deque[float]] = {}

    def take(self, method: str, now: float) -> str:
        """Count a call; what is broken by it, or nothing."""
        most, span = LIMITS.get(method, OFTEN)
        calls = self._calls.setdefault(method, deque())
        while calls and now - calls[0] >= span:
            calls.popleft()
        if len(calls) >= most:
            return f"more than {most} calls of {method} in {span:.0f} s"
        calls.append(now)
        return ""
