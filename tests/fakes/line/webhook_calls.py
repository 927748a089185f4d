"""LINE's calls about the webhook's address."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from tests.fakes.line.state import LineState, refuse
from tests.fakes.platform import Answer, Call

NOT_FOUND = "Not found"


def get_webhook(line: LineState, call: Call) -> Answer:
    if not line.webhook.url:
        return refuse(404, NOT_FOUND)
    return Answer(200, {"endpoint": line.webhook.url, "active": line.webhook.active})


def set_webhook(line: LineState, call: Call) -> Answer:
    url = call.fields["endpoint"]
    if not url.startswith("https://") or len(url) > 500:
        refused = refuse(400, "Invalid webhook endpoint URL")
        return line.break_rule(call, f"endpoint is no https address: {url!r}", refused)
    line.webhook.url = url
    return Answer(200, {})


async def try_webhook(line: LineState, call: Call) -> Answer:
    """Sends a call with no events, and says what came of it."""
    if not line.webhook.url:
        return refuse(404, NOT_FOUND)
    posted = await line.webhook.send([])
    told: dict[str, Any] = {
        "success": posted.status == 200,
        "timestamp": datetime.fromtimestamp(line.clock.now(), UTC).isoformat(),
        "statusCode": posted.status,
        "reason": "OK" if posted.status == 200 else "ERROR_STATUS_CODE",
        "detail": str(posted.status),
    }
    if not posted.status:
        told |= {"reason": "COULD_NOT_CONNECT", "detail": "The webhook could not be reached"}
    return Answer(200, told)


CALLS: dict[str, Callable[[LineState, Call], Answer | Awaitable[Answer]]] = {
    "getWebhookEndpoint": get_webhook,
    "setWebhookEndpoint": set_webhook,
    "testWebhookEndpoint": try_webhook,
}
