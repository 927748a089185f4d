"""Telegram as a channel; `start` gives a process all that it needs of it."""

from __future__ import annotations

import os

# Else the library warns of a coming change whenever it is told to wait.
os.environ["PTB_TIMEDELTA"] = "true"
