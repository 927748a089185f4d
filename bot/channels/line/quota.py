"""Whether the month's messages are used up, which LINE says by the status of a rate limit too."""

from __future__ import annotations

import math

from bot.channels.line.client import LineClient, Unanswered
from bot.channels.line.tokens import NoToken


async def is_quota_spent(client: LineClient, message: str) -> bool:
    """Tell of a 429 with these words whether the quota is spent, and not the rate exceeded.

    The words decide, except where the channel has no limit; the quota itself is asked about
    unless the words are those of the rate, since LINE may change them.
    """
    if "rate limit" in message.lower():
        return False
    by_words = "monthly limit" in message.lower()
    left = await _left(client)
    if left is None:
        return by_words
    # Some may be left, and yet too few for a group.
    return left <= 0 or (by_words and left < math.inf)


async def _left(client: LineClient) -> float | None:
    """Count the messages that may be pushed, or tell nothing where LINE does not tell."""
    try:
        quota = await client.call("GET", "/v2/bot/message/quota")
        used = await client.call("GET", "/v2/bot/message/quota/consumption")
    except (Unanswered, NoToken):
        return None
    match quota.body, used.body:
        case {"type": "none"}, _:
            return math.inf
        case {"type": "limited", "value": int(limit)}, {"totalUsage": int(total)}:
            return limit - total
    return None
