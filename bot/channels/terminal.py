"""The terminal as a channel, which shows a conversation in the form of the tests' transcripts.

An event has the form of the try-out page's. A request is `{"text": "…", "buttons": [["12.none",
"…"], …]}`: the lines to print, and what each button in them stands for.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence

from bot.channels.webchat import WebchatCodec
from handlers.messages import Card, Occasion, Outgoing
from handlers.wording import bar_of

BAR_LENGTH = 20


class TerminalCodec(WebchatCodec):
    """Reads what was typed, and writes lines to print."""

    @property
    def name(self) -> str:
        return "terminal"

    def write(
        self, lane: str, messages: Sequence[Outgoing], occasion: Occasion | None = None
    ) -> tuple[str, ...]:
        """Encode each message as the lines that show it."""
        return tuple(
            json.dumps(
                {
                    "text": "\n".join(transcript_lines(message)),
                    "buttons": [
                        [choice.data(message.ask), choice.label]
                        for choice in message.choices
                        if message.ask is not None
                    ],
                },
                ensure_ascii=False,
            )
            for message in messages
        )


def transcript_lines(message: Outgoing) -> list[str]:
    """Show a message as text, card, links and buttons, a line each, as transcripts write them."""
    lines = message.text.split("\n")
    if message.card:
        lines += _card_lines(message.card)
    for enclosure in message.enclosed:
        lines += [f"↓ {enclosure.name}", enclosure.url]
    if message.choices:
        lines.append(" ".join(f"[{choice.label}]" for choice in message.choices))
    return lines


def _card_lines(card: Card) -> list[str]:
    lines = [f"| {card.title}"]
    if card.percent is not None:
        lines.append(f"| {bar_of(card.percent, BAR_LENGTH)}")
    for row in card.rows:
        first, *rest = row.value.split("\n")
        lines += [f"| {row.label}: {first}", *(f"|   {line}" for line in rest)]
    return lines


def label_in_brackets(line: str) -> str | None:
    """Give the label of a button that was typed as it is shown, such as "[Send]"."""
    line = unicodedata.normalize("NFC", line.strip())
    return line[1:-1].strip() if line.startswith("[") and line.endswith("]") else None
