"""What buttons do on LINE, in a card or as quick replies below a message."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.channels.cutting import label
from handlers.messages import Choice

Json = dict[str, Any]

MAX_QUICK_REPLIES = 13
QUICK_REPLY_LABEL = 20  # characters as a reader counts them
SAID_WHEN_PRESSED = 300


def postback(ask: int, choice: Choice, *, limit: int) -> Json:
    """Give the action of a button: its whole label is said in the chat when it is pressed."""
    return {
        "type": "postback",
        "label": label(choice.label, limit),
        "data": choice.data(ask),
        "displayText": label(choice.label, SAID_WHEN_PRESSED),
    }


def quick_reply(ask: int, choices: Sequence[Choice]) -> Json:
    """Give the quick replies of a message; choices beyond the thirteenth can be typed."""
    return {
        "items": [
            {"type": "action", "action": postback(ask, choice, limit=QUICK_REPLY_LABEL)}
            for choice in choices[:MAX_QUICK_REPLIES]
        ]
    }
