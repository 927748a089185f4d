"""What a turn does with figures: each becomes a revision, in the turn's own transaction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from handlers.dialogue.figure_cursors import Measurement, Scoring


@dataclass(frozen=True, slots=True)
class FileResult:
    """File the result of an indicator, as its next revision."""

    about: Measurement


@dataclass(frozen=True, slots=True)
class FileScore:
    """File an evaluator's score as its next revision; `reason` is why it is corrected, if it is."""

    about: Scoring
    score: Decimal
    note: str
    reason: str
