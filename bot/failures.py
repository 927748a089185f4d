"""Saying where an error came from without saying anything of what it was about."""

from __future__ import annotations

import traceback
from pathlib import Path

OURS = {"bot", "handlers", "reminders", "storage"}


def place_of(error: BaseException) -> str:
    """Name the innermost line of ours, such as "handlers/turns.py:61": no values, no text."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        parts = Path(frame.filename).parts
        for position, part in enumerate(parts):
            if part in OURS:
                return f"{'/'.join(parts[position:])}:{frame.lineno}"
    return "elsewhere"
