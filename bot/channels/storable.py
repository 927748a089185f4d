"""What no text may hold that is to be kept: one of the databases would refuse it."""

from __future__ import annotations

import re

UNSTORABLE = re.compile(r"[\0\ud800-\udfff]")
"""The character of number 0, and halves of pairs that stand alone."""
