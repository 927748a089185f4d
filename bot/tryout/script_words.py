"""The words that the scripts of the try-out page say by themselves."""

from __future__ import annotations

from handlers.messages import Unread

SCRIPT_WORDS = (
    "chat.bot_short",
    "chat.chosen",
    "chat.hello",
    "chat.today",
    "chat.you",
    "phone.guest",
    "phone.unread",
    "refusal.broken_off",
    "refusal.too_large",
    "state.failed",
    "trial.moving",
    "trial.real",
    "trial.ahead",
    *(f"compose.{kind}" for kind in Unread),
)
