"""Some months out of what was recorded of more of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from storage.periods import Period
from storage.recorded import Recorded


def within(recorded: Recorded, periods: Sequence[Period]) -> Recorded:
    """Give what a project has of months that follow one another, as if only they had been read.

    What was recorded must reach back to the beginning of their fiscal year.
    """
    earlier = [each for one in recorded.entries if one[0].period < periods[0] for each in one]
    quarters = {period.quarter for period in periods}
    return replace(
        recorded,
        earlier=tuple(earlier),
        entries=tuple(one for one in recorded.entries if one[0].period in periods),
        evaluations=tuple(one for one in recorded.evaluations if one.quarter in quarters),
        given=tuple(
            one for one in recorded.given if one.quarter in {each.number for each in quarters}
        ),
    )
