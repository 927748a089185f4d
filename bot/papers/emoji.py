"""Emoji in the words of people, on a paper whose fonts have none: they would be empty boxes.

What is stored, and what chats, pages and tables show, keeps them.
"""

from __future__ import annotations

import re

# Signs that mean something, and have a twin in the fonts of a paper.
_TWINS = str.maketrans(
    {"✅": "✓", "❌": "✗", "❎": "✗", "➕": "+", "➖": "−", "➗": "÷"}
    | dict.fromkeys("❗❕", "!")
    | dict.fromkeys("❓❔", "?")
)

_PICTURE = "[\U0001f000-\U0001f77f\U0001f900-\U0001faff⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✊✋✨➰]"
# What changes its look, and what joins it to another.
_MORE = "[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]|\u200d."
_EMOJI = re.compile(rf"{_PICTURE}(?:{_MORE}|\s?{_PICTURE})*")
_LOOK = re.compile("[\ufe0e\ufe0f\u20e3]")


def printable(text: str, sign: str) -> str:
    """Put a sign in words where emoji stand, one for several at once, and plain twins for some."""
    return _LOOK.sub("", _EMOJI.sub(sign, text.translate(_TWINS)))
