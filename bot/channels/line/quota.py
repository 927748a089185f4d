"""What LINE tells of the month's quota, and whether a 429 means that it is spent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import structlog

from bot.channels.line.client import Answer, LineClient, Unanswered
from bot.channels.line.tokens import NoToken

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Told:
    """How many messages may be pushed this month, None for no limit, and how many were."""

    most: int | None
    used: int


async def ask_quota(client: LineClient) -> Told | None:
    """Ask LINE for the quota and its consumption; None where there was no answer to that.

    An answer that nobody understands counts as a quota of nothing: what costs money waits until
    an operator has looked, and replies go on.
    """
    try:
        quota, used = await asyncio.gather(
            client.call("GET", "/v2/bot/message/quota"),
            client.call("GET", "/v2/bot/message/quota/consumption"),
        )
    except (Unanswered, NoToken):
        return None
    if any(_is_no_answer(answer) for answer in (quota, used)):
        return None
    match quota.body, used.body:
        case {"type": "none"}, {"totalUsage": int(total)}:
            return Told(None, total)
        case {"type": "limited", "value": int(limit)}, {"totalUsage": int(total)}:
            return Told(limit, total)
    log.error("line_tells_no_quota", statuses=(quota.status, used.status))
    return Told(0, 0)


def _is_no_answer(answer: Answer) -> bool:
    return answer.status in (401, 429) or answer.status >= 500 or not answer.body


def may_mean_quota(message: str) -> bool:
    """Tell whether a 429 with these words may be for the quota; LINE may change its words."""
    return "rate limit" not in message.lower()


def is_quota_spent(told: Told | None, message: str) -> bool:
    """Tell of a 429 that may mean the quota whether it is spent, and not the rate exceeded.

    LINE's count is approximate: where its words are those of the quota, a channel with a limit has
    reached it, whatever is left by that count.
    """
    by_words = "monthly limit" in message.lower()
    if told is None:
        return by_words
    return told.most is not None and (by_words or told.used >= told.most)
