"""The questions about figures of a quarter: results of indicators, and evaluators' scores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from storage.periods import Quarter


@dataclass(frozen=True, slots=True)
class Measurement:
    """A result of an indicator of a project that is not sent yet.

    `seen` is the newest revision that the person knew of. None is not answered yet; a text that
    was skipped is empty.
    """

    indicator_id: int
    project_id: int
    quarter: Quarter
    seen: int = 0
    result: Decimal | None = None
    narrative: str | None = None

    @property
    def place(self) -> tuple[int, Quarter]:
        return self.indicator_id, self.quarter

    @property
    def is_complete(self) -> bool:
        return self.result is not None and self.narrative is not None


class Suspect(StrEnum):
    """Why a result that was understood is asked back; the values are keys of the wording."""

    LIKE_PERCENT = "like_percent"
    ABOVE_HUNDRED = "above_hundred"
    FAR_ABOVE = "far_above"
    LOWER = "lower"
    # How it was put: doubts of the reading.
    PERCENT_OF_COUNT = "percent_of_count"
    ANOTHER_UNIT = "another_unit"
    APPROXIMATE_WORD = "approximate_word"
    UNSURE_WORD = "unsure_word"
    SPOKEN_NUMBER = "spoken_number"
    DECIMAL_COMMA = "decimal_comma"


@dataclass(frozen=True, slots=True)
class ChoosingGauge:
    """Which indicator? `places` in the order shown, `page` counts from 0."""

    places: tuple[tuple[int, Quarter], ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Measuring:
    """What is the result?"""

    about: Measurement


@dataclass(frozen=True, slots=True)
class Suspecting:
    """A result was understood but is doubtful: is it meant? `said` is how it was put."""

    about: Measurement
    result: Decimal
    said: str
    suspects: tuple[Suspect, ...]


@dataclass(frozen=True, slots=True)
class Describing:
    """What is there to say of the result?"""

    about: Measurement


@dataclass(frozen=True, slots=True)
class ReviewingResult:
    """The result is shown whole and waits to be sent."""

    about: Measurement


@dataclass(frozen=True, slots=True)
class Measured:
    """A result was sent; this is its receipt."""

    about: Measurement
    number: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Scoring:
    """Which score does this project deserve for the quarter? `seen` as in `Measurement`.

    `correcting` tells that it was chosen for its score to be corrected, and is no step of the walk.
    `after` is the project that was scored just before, so that it can be corrected.
    """

    project_id: int
    quarter: Quarter
    seen: int = 0
    correcting: bool = False
    after: int | None = None


@dataclass(frozen=True, slots=True)
class Noting:
    """What is to be noted beside the score?"""

    about: Scoring
    score: Decimal


@dataclass(frozen=True, slots=True)
class Justifying:
    """Why is the earlier score corrected?"""

    about: Scoring
    score: Decimal
    note: str


AboutResult = ChoosingGauge | Measuring | Suspecting | Describing | ReviewingResult | Measured
AboutScore = Scoring | Noting | Justifying
AboutFigures = AboutResult | AboutScore


def is_unsent(cursor: object) -> bool:
    """Tell whether a first result is given and waits to be sent; a correction need not be."""
    match cursor:
        case Suspecting(about) | Describing(about) | ReviewingResult(about):
            return not about.seen
        case _:
            return False


@dataclass(frozen=True, slots=True)
class Walk:
    """Where an evaluator stopped: the project that was on screen, and the quarter."""

    quarter: Quarter
    project_id: int
