"""The codes of units, whose pairs of digits say what lies under what."""

from __future__ import annotations


def code_above(code: str) -> str | None:
    """Give the code of the unit above: 04160200 lies under 04160000, and that under 04000000."""
    pairs = [code[at : at + 2] for at in range(0, len(code), 2)]
    used = max((at for at, pair in enumerate(pairs) if pair != "00"), default=0)
    return None if used == 0 else "".join(pairs[:used]).ljust(len(code), "0")
