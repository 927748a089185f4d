"""Reading the percent out of an answer.

Every word of the answer must be known and the whole must have one meaning; a number inside a
sentence that says more is never picked out.
"""

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from handlers.thai.lexicon import Token
from handlers.thai.percent_words import PERCENT_LEXICON, Part
from handlers.thai.reading import Bad, Doubt, Doubtful, Good, Reading, Reason
from handlers.thai.refusals import reason_against, resemblance
from handlers.thai.text import comparable

_PASSING = {
    *(Part.PERCENT, Part.PROGRESS, Part.NOUN, Part.FILLER, Part.FINISHED),
    *(Part.ABOUT, Part.UNSURE, Part.NEARLY),
}


def read_percent(text: str, *, last: Decimal | None) -> Reading[Decimal]:
    """Read a cumulative percent, 0 to 100 with at most two decimals.

    `last` is the percent reported before, which "+5" and "the same" refer to. A jump, or a value
    below `last`, is not doubted here.
    """
    plain = comparable(text)
    if not plain:
        return Bad(Reason.EMPTY)
    tokens = PERCENT_LEXICON.scan(plain)
    kinds = [token.kind for token in tokens]
    reading = None if None in kinds or _counts_things(kinds) else _read_parts(tokens, last=last)
    if reading is None:
        return Bad(resemblance(plain) or reason_against(kinds))
    if isinstance(reading, Bad):
        return reading if Part.PERCENT in kinds else Bad(resemblance(plain) or reading.reason)
    if Part.NEARLY in kinds:
        # To offer 100 for "nearly finished" would invite a false report.
        if reading.value == 100:
            return Bad(Reason.A_RANGE)
        return _doubted(reading, doubt=Doubt.APPROXIMATE_WORD)
    if Part.UNSURE in kinds:
        return _doubted(reading, doubt=Doubt.UNSURE_WORD)
    return reading


def _counts_things(kinds: Sequence[Part | None]) -> bool:
    """Say whether the number belongs to things, as in "project 45" or "finished: 3 projects"."""
    if Part.NUMBER not in kinds or Part.NOUN not in kinds or Part.PERCENT in kinds:
        return False
    return Part.PROGRESS not in kinds or Part.NOUN in kinds[kinds.index(Part.NUMBER) :]


def _read_parts(tokens: Sequence[Token[Part]], *, last: Decimal | None) -> Reading[Decimal] | None:
    """Read an answer whose words are all known; None when together they have no one meaning."""
    kinds = [token.kind for token in tokens]
    marked = Part.PERCENT in kinds
    found = [token.text for token in tokens if token.kind is Part.NUMBER]
    numbers = [read_number(text, _read_digits, marked=marked) for text in found]
    shape = " ".join(kind for kind in kinds if kind and kind not in _PASSING)
    finished = Part.FINISHED in kinds
    match numbers:
        case []:
            return _read_state(shape or ("finished" if finished else ""), last=last)
        case [number]:
            # "Another 5 and it is finished" says what is left.
            return None if finished and "again" in shape else _read_one(shape, number, last=last)
        case [first, second]:
            return _read_two(shape, first, second, last=last)
    return None


def _read_state(shape: str, *, last: Decimal | None) -> Reading[Decimal] | None:
    """Read an answer without a number."""
    match shape:
        case "full":
            return Good(Decimal(100))
        case "finished":
            return Doubtful(Decimal(100), Doubt.APPROXIMATE_WORD)
        case "half":
            return Doubtful(Decimal(50), Doubt.APPROXIMATE_WORD)
        case "not_begun":
            return Doubtful(Decimal(0), Doubt.APPROXIMATE_WORD)
        case "same":
            return Bad(Reason.NOTHING_BEFORE) if last is None else Good(last)
    return None


def _read_one(
    shape: str, number: Reading[Decimal], *, last: Decimal | None
) -> Reading[Decimal] | None:
    if re.fullmatch("(?:becomes |up_to )?number", shape):
        return number
    if re.fullmatch("number same|same number", shape):
        return _from_start(number, number, last=last)
    if re.fullmatch("number not_begun|not_begun number", shape) and number == Good(Decimal(0)):
        return number
    if shape == "number plus":
        return _doubted(number, doubt=Doubt.APPROXIMATE_WORD)
    before: Reading[Decimal] = Bad(Reason.NOTHING_BEFORE) if last is None else Good(last)
    if re.fullmatch("plus (?:again |before )?number(?: before)?", shape):
        return _moved(before, number, sign=1)
    if re.fullmatch("minus (?:again |before )?number(?: before)?", shape):
        return _moved(before, number, sign=-1)
    if shape == "again number":
        return _doubted(_moved(before, number, sign=1), doubt=Doubt.UNSURE_WORD)
    return None


_FROM_TO = re.compile(
    "number becomes number|(?:plus |minus )?(?:from|before) number (?:becomes|to|left) number"
)
_TO_FROM = re.compile("(?:becomes )?number before number|becomes number from number")


def _read_two(
    shape: str, first: Reading[Decimal], second: Reading[Decimal], *, last: Decimal | None
) -> Reading[Decimal] | None:
    """Read an answer that names the old figure, or the difference, beside the new one."""
    if _FROM_TO.fullmatch(shape):
        return _from_start(first, second, last=last)
    if _TO_FROM.fullmatch(shape):
        return _from_start(second, first, last=last)
    if shape == "plus number becomes number":
        return _from_start(_moved(second, first, sign=-1), second, last=last)
    if shape == "minus number becomes number":
        return _from_start(_moved(second, first, sign=1), second, last=last)
    return None


def _from_start(
    start: Reading[Decimal], value: Reading[Decimal], *, last: Decimal | None
) -> Reading[Decimal]:
    """Take the value, but ask when the writer starts from another figure than the last report."""
    if isinstance(start, Bad):
        return start
    if last is None or start.value == last:
        return value
    return _doubted(value, doubt=Doubt.ANOTHER_START)


def _moved(
    start: Reading[Decimal], amount: Reading[Decimal], *, sign: Literal[1, -1]
) -> Reading[Decimal]:
    if isinstance(start, Bad) or isinstance(amount, Bad):
        return start if isinstance(start, Bad) else amount
    value = start.value + sign * amount.value
    return replace(amount, value=value) if 0 <= value <= 100 else Bad(Reason.OUT_OF_RANGE)


def _doubted(reading: Reading[Decimal], *, doubt: Doubt) -> Reading[Decimal]:
    return Doubtful(reading.value, doubt) if isinstance(reading, Good) else reading


# --- one number -----------------------------------------------------------------------------------

_DIGIT_WORDS = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"]
_TWO_TO_NINE = "|".join(_DIGIT_WORDS[2:])
_WRITTEN_FORM = re.compile(
    f"ศูนย์|หนึ่ง|{_TWO_TO_NINE}|(?:ยี่|{_TWO_TO_NINE[4:]})?สิบ(?:เอ็ด|{_TWO_TO_NINE})?|หนึ่งร้อย"
)
_RESPELLED = {"นึง": "หนึ่ง", "เจด": "เจ็ด", "เอด": "เอ็ด", "สิป": "สิบ"}


def read_number(
    text: str, read_digits: Callable[[str], Reading[Decimal]], *, marked: bool = False
) -> Reading[Decimal]:
    """Read digits, or number words as the digits that they come to.

    `marked` says that a word for percent stands by.
    """
    if text.isascii():
        return read_digits(text)
    whole, point, decimals = (part.strip() for part in text.partition("จุด"))
    ones = whole if whole.isascii() else _number_in_digits(whole)
    spelled = decimals if decimals.isascii() else _each_in_digits(decimals)
    tenths = _number_in_digits(decimals) if spelled is None else spelled
    if ones is None or tenths is None:
        return Bad(Reason.NOT_A_NUMBER)
    reading = read_digits(f"{ones}.{tenths}" if point else ones)
    written = whole.isascii() or _WRITTEN_FORM.fullmatch(whole) or (marked and whole == "ร้อย")
    if written and spelled is not None:
        return reading
    return _doubted(reading, doubt=Doubt.SPOKEN_NUMBER)


def _read_digits(text: str) -> Reading[Decimal]:
    if re.fullmatch(r"(?:0?[0-9]|[1-9][0-9]+)(?:\.[0-9]+)?", text):
        return _within_limits(Decimal(text))
    if re.fullmatch(r"(?:0?[0-9]|[1-9][0-9]+),[0-9]{1,2}", text):
        value = _within_limits(Decimal(text.replace(",", ".")))
        return _doubted(value, doubt=Doubt.DECIMAL_COMMA)
    if re.fullmatch(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?", text):
        return Bad(Reason.OUT_OF_RANGE)
    one_number = re.fullmatch(r"[0-9]*\.?[0-9]+", text)
    return Bad(Reason.NOT_A_NUMBER if one_number else Reason.SEVERAL_NUMBERS)


def _within_limits(value: Decimal) -> Reading[Decimal]:
    if value > 100:
        return Bad(Reason.OUT_OF_RANGE)
    decimals = -int(value.as_tuple().exponent)
    return Bad(Reason.TOO_MANY_DECIMALS) if decimals > 2 else Good(value)


def _number_in_digits(words: str) -> str | None:
    for spoken, written in _RESPELLED.items():
        words = words.replace(spoken, written)
    if words in {"ร้อย", "ร้อยหนึ่ง"}:  # one hundred in speech; 101 to the library
        return "100"
    # An unwritable home folder makes the import fail, and nothing may be fetched.
    os.environ.setdefault("PYTHAINLP_READ_ONLY", "1")
    os.environ.setdefault("PYTHAINLP_OFFLINE", "1")
    from pythainlp.util import thaiword_to_num  # noqa: PLC0415 (0.1 s, for the few who need it)

    try:
        return str(thaiword_to_num(words))
    except ValueError:
        return _each_in_digits(words)


def load_number_words() -> None:
    """Load now what the first message with a number in words would have to wait for."""
    _number_in_digits(_DIGIT_WORDS[5])


def _each_in_digits(words: str) -> str | None:
    """Turn "five five" into 55; None where any word is not a single digit."""
    if not re.fullmatch(f"(?:{'|'.join(_DIGIT_WORDS)})+", words):
        return None
    for digit, word in enumerate(_DIGIT_WORDS):
        words = words.replace(word, str(digit))
    return words
