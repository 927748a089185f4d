"""Making the one-time codes that people join with."""

from __future__ import annotations

import secrets

from handlers.joining import SYMBOLS, SYMBOLS_IN_A_CODE, write_code


def new_code() -> str:
    """Draw a code at random, such as 7K3M-Q9XD."""
    return write_code([secrets.choice(SYMBOLS) for _ in range(SYMBOLS_IN_A_CODE)])
