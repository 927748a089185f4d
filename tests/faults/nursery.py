"""Loaded once by the process that the others are forked from: what is slow only the first time."""

import pytest  # noqa: F401 - each of them runs the main module again, which imports it

from bot.warmth import warm_up
from storage.periods import period_of
from tests.faults import processes  # noqa: F401 - what they run
from tests.turns.office import NOW

warm_up(period_of(NOW.date()))
