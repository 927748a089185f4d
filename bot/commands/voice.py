"""How a command speaks to whoever gave it."""

from __future__ import annotations

import sys


def tell(*lines: str) -> None:
    """Say lines on standard output."""
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    sys.stdout.flush()


def complain(*lines: str) -> None:
    """Say lines on standard error."""
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()
