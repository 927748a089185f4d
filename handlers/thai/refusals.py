"""Why an answer is not a percent: what it looks like instead."""

import re
from collections.abc import Sequence
from itertools import pairwise

from handlers.thai.months import DATE_IN_TEXT
from handlers.thai.percent_words import Part
from handlers.thai.reading import Reason
from handlers.thai.text import without_particles

_RESEMBLANCES = (
    (Reason.A_DATE, DATE_IN_TEXT),
    # Day and month; what may be three quarters is left to A_FRACTION.
    (Reason.A_DATE, re.compile(r"(?<![0-9])(?:1[3-9]|2[0-9]|3[01])/(?:0?[1-9]|1[0-2])(?![0-9])")),
    (Reason.A_YEAR, re.compile(r"^[^0-9]*(?:19|20|2[456])[0-9]{2}$")),
    (Reason.A_YEAR, re.compile(r"^[^0-9]*(?:ปี|พ\.?ศ\.?|ค\.?ศ\.?) ?[0-9]{2,4}[^0-9]*$")),
    (Reason.A_TELEPHONE, re.compile(r"โทร|^1[1-9][0-9]{2}$")),
    (Reason.A_TELEPHONE, re.compile(r"(?<![0-9.,])(?:\+66|0)[0-9 -]{7,12}[0-9](?![0-9])")),
    (Reason.AN_AMOUNT_OF_MONEY, re.compile(r"บาท|฿|[0-9]\.-")),
    (Reason.A_FRACTION, re.compile("[¼-¾⅐-⅞]")),
    (Reason.NOT_A_NUMBER, re.compile(r"[0-9]e[+-]?[0-9]")),
)
_RANGE_SIGNS = {Part.MINUS, Part.UP_TO, Part.TO, Part.ABOUT}
_FRACTION_SIGNS = {Part.OF, Part.FROM}


def resemblance(plain: str) -> Reason | None:
    """Name what a text in `comparable` form looks like, when it is clearly something else."""
    plain = without_particles(plain)
    return next((reason for reason, sign in _RESEMBLANCES if sign.search(plain)), None)


def reason_against(kinds: Sequence[Part | None]) -> Reason:
    """Say why words of these kinds (None = unknown) do not make one percent."""
    telling = [kind for kind in kinds if kind not in {Part.PERCENT, Part.FILLER}]
    between = {
        middle
        for (first, middle), (_, second) in pairwise(pairwise(telling))
        if first is Part.NUMBER and second is Part.NUMBER
    }
    numbers = sum(kind in {Part.NUMBER, Part.HALF, Part.FULL} for kind in telling)
    if Part.LIMIT in telling or between & _RANGE_SIGNS:
        return Reason.A_RANGE
    if between & _FRACTION_SIGNS:
        return Reason.A_FRACTION
    if numbers == 0:
        return Reason.NOT_A_NUMBER
    if numbers > 1:
        return Reason.SEVERAL_NUMBERS
    if Part.LEFT in telling or {Part.AGAIN, Part.FINISHED}.issubset(telling):
        return Reason.WHAT_IS_LEFT
    return Reason.OUT_OF_RANGE if Part.BELOW_ZERO in telling else Reason.A_SENTENCE
