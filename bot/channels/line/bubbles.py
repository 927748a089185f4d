"""What is said as LINE messages: texts, cards, and the choices beneath them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.channels.cutting import cut
from bot.channels.line.buttons import quick_reply
from bot.channels.line.cards import button_message, card_messages, card_text
from bot.channels.line.enclosures import enclosure_messages
from handlers.messages import STANDING, Choice, Outgoing
from handlers.texts import phrases

Json = dict[str, Any]

MAX_TEXT = 5000  # UTF-16 units
_THAI = re.compile(f"[{chr(0x0E01)}-{chr(0x0E5B)}]")


def bubbles(message: Outgoing) -> list[Json]:
    """Give the LINE messages that say one message of ours, and those of what it encloses."""
    return [*_words(message), *enclosure_messages(message.enclosed)]


def _words(message: Outgoing) -> list[Json]:
    """Give the messages of its words and buttons.

    The choices are buttons of its card where it has one, and buttons of their own where they
    belong to no question; else they are quick replies of its last part. Then those that the words
    do not name are listed too, since many screens show no quick replies.
    """
    if message.choices and message.ask is None:
        raise ValueError("choices belong to a numbered question")
    if message.card is not None:
        above = phrases("line", _language(message.card.title))("line.above")
        fitted = card_messages(message.card, message.ask, message.choices, above=above)
        if fitted is not None:
            before, flex = fitted
            said = [message.text, *before]
            return [part for text in said for part in text_messages(text)] + [flex]
    texts = [message.text] + ([card_text(message.card)] if message.card else [])
    is_standing = message.ask == STANDING or any(one.standing for one in message.choices)
    if message.ask is not None and message.choices and is_standing:
        # What a reminder offers is pressed hours later, and on computers too.
        parts = [part for text in texts for part in text_messages(text)]
        return [*parts, button_message(message.ask, message.choices)]
    if unnamed := _unnamed(message.choices, "\n".join(texts)):
        say = phrases("line", _language("".join(choice.label for choice in message.choices[-1:])))
        texts[-1] += "\n\n" + say("line.typed", labels=" · ".join(unnamed))
    said_all = [part for text in texts for part in text_messages(text)]
    if said_all and message.choices and message.ask is not None:
        said_all[-1]["quickReply"] = quick_reply(message.ask, message.choices)
    return said_all


def text_messages(text: str) -> list[Json]:
    """Give the text messages that say a text; LINE takes none with nothing in it."""
    return [{"type": "text", "text": part} for part in cut(text, MAX_TEXT) if part.strip()]


def _unnamed(choices: Sequence[Choice], text: str) -> list[str]:
    return [choice.label for choice in choices if choice.label not in text]


def _language(words: str) -> str:
    """Tell the language of words of ours; a message does not say whom it is for."""
    return "th" if _THAI.search(words) else "en"
