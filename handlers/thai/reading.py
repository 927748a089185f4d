"""The three outcomes of reading what a person typed.

The values of `Doubt` and `Reason` are keys of the texts that explain them.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeAlias, TypeVar

T = TypeVar("T")


class Doubt(StrEnum):
    """Why a reading is asked back before it counts."""

    # a percent
    APPROXIMATE_WORD = "approximate_word"
    """A word that stands for a figure or lies near one: half, almost 50, finished."""
    UNSURE_WORD = "unsure_word"
    """The writer does not commit: probably 45, 45?"""
    SPOKEN_NUMBER = "spoken_number"
    """Number words that are not in their written form, such as "five five"."""
    DECIMAL_COMMA = "decimal_comma"
    ANOTHER_START = "another_start"
    """The figure the writer starts from is not the one reported last."""

    # a figure with a unit
    PERCENT_OF_COUNT = "percent_of_count"
    """A percent, where things are counted."""
    ANOTHER_UNIT = "another_unit"

    # a date
    NO_YEAR = "no_year"
    TWO_DIGIT_YEAR = "two_digit_year"
    ANOTHER_WEEKDAY = "another_weekday"
    FAR_FROM_TODAY = "far_from_today"


class Reason(StrEnum):
    """Why nothing was read."""

    EMPTY = "empty"
    NOT_A_NUMBER = "not_a_number"
    A_SENTENCE = "a_sentence"
    """A number within words that say something else."""
    SEVERAL_NUMBERS = "several_numbers"
    OUT_OF_RANGE = "out_of_range"
    TOO_MANY_DECIMALS = "too_many_decimals"
    NOTHING_BEFORE = "nothing_before"
    """Relative to the last report, and there is none."""
    WHAT_IS_LEFT = "what_is_left"
    A_RANGE = "a_range"
    A_FRACTION = "a_fraction"
    A_DATE = "a_date"
    A_YEAR = "a_year"
    A_TELEPHONE = "a_telephone"
    AN_AMOUNT_OF_MONEY = "an_amount_of_money"

    NOT_A_DATE = "not_a_date"
    NO_DAY = "no_day"
    """A month and a year, without the day."""
    NO_SUCH_DAY = "no_such_day"
    FAR_FROM_TODAY = "far_from_today"


@dataclass(frozen=True, slots=True)
class Good(Generic[T]):
    """Understood; takes effect as it stands."""

    value: T


@dataclass(frozen=True, slots=True)
class Doubtful(Generic[T]):
    """Readable, but the person is asked before it takes effect."""

    value: T
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class Bad:
    """Not understood."""

    reason: Reason


Reading: TypeAlias = Good[T] | Doubtful[T] | Bad
