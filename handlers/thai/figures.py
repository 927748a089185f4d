"""Reading the result of an indicator, and an evaluator's score.

As with percents, every word of an answer must be known: a number is never picked out of a sentence.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from handlers.thai.lexicon import Lexicon, Token
from handlers.thai.numbers import read_number, read_percent
from handlers.thai.percent_words import NUMBER
from handlers.thai.reading import Bad, Doubt, Doubtful, Good, Reading, Reason
from handlers.thai.refusals import resemblance
from handlers.thai.text import comparable, digits

LARGEST = Decimal(10**13)
"""More than any result; the database has room for 13 digits before the point."""


class _Part(StrEnum):
    NUMBER = "number"
    SCALE = "scale"
    PERCENT = "percent"
    UNIT = "unit"
    FILLER = "filler"
    ABOUT = "about"
    UNSURE = "unsure"
    BELOW_ZERO = "below_zero"
    BETWEEN = "between"
    """Makes two numbers a range, or one a limit."""


_SCALES = {"พัน": 10**3, "หมื่น": 10**4, "แสน": 10**5, "ล้าน": 10**6}
_LEXICON = Lexicon(
    {
        _Part.SCALE: "พัน หมื่น แสน ล้าน",
        _Part.PERCENT: "ร้อยละ ร้อยล่ะ รอยละ % เปอร์เซ็นต์ เปอร์เซนต์ เปอร์เซ็น เปอร์เซน percent pct",
        _Part.UNIT: """
            คน ราย ครั้ง แห่ง ชุมชน ฉบับ เรื่อง ระดับ คะแนน หลัง หลังคาเรือน ครัวเรือน เขต แขวง ตัน ไร่ ต้น
            กิโลเมตร กม. เมตร ตารางเมตร ตร.ม. ชิ้น ชุด เล่ม หลักสูตร โครงการ กิจกรรม หน่วยงาน โรงเรียน
            ศูนย์เด็ก สาย จุด คัน รุ่น วัน เดือน ชั่วโมง นาที ตัว กลุ่ม ทีม ระบบ รายการ บท สถานี คลอง สวน ลำ
            people persons times places sets copies items points
        """,
        _Part.FILLER: """
            ได้ ทำได้ ผล ผลงาน ผลงานที่ทำได้ ผลการดำเนินงาน รวม ทั้งหมด ทั้งสิ้น สะสม จำนวน คือ เท่ากับ เป็น อยู่ที่
            แล้ว ไตรมาสนี้ ตอนนี้ ขณะนี้ ปัจจุบัน ถึงปัจจุบัน result is total so_far done
        """,
        _Part.ABOUT: "ประมาณ โดยประมาณ ราว ราว_ๆ สัก เกือบ กว่า กว่า_ๆ ~ ≈ about around approx nearly",
        _Part.UNSURE: "น่าจะ คงจะ คง มั้ง ไหม มั้ย ? maybe perhaps probably",
        _Part.BELOW_ZERO: "- − – — ลบ ติดลบ ลดลง minus",
        _Part.BETWEEN: """
            ถึง ไม่ถึง ไม่เกิน มากกว่า น้อยกว่า ไม่น้อยกว่า อย่างน้อย < > ≤ ≥ to between over under
        """,
    },
    patterns={_Part.NUMBER: NUMBER},
)
_PERCENT = re.compile("ร้อยละ|%|เปอร์เซ็น|เปอร์เซน|percent")
_QUARTER = re.compile("ไตรมาส|quarter|^q ?[0-9]")
_NUMBER_IN_TEXT = re.compile(r"(?:(?<!\S)-)?[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_BETWEEN_WORDS = re.compile(r"[0-9.,:;()/%\s]+")
_SCORE_WORDS = re.compile("^(?:ได้ ?)?(?:คะแนน|score)?(?: ?: ?| )?|(?: ?(?:คะแนน|points?))$")


def speaks_of_quarter(text: str) -> bool:
    """Say whether words such as "ไตรมาส 4/2566" or "q4" are about a quarter."""
    return _QUARTER.search(comparable(text)) is not None


def is_percent(measure: str) -> bool:
    """Say whether a unit of measure, such as "ร้อยละ" or "ร้อยละ 30", is percent."""
    return _PERCENT.search(comparable(measure)) is not None


def read_target(target: str, measure: str) -> Decimal | None:
    """Find the number of a target, which may stand in its unit, as in "1,200 ชุมชน".

    None where there is none, or where there are several.
    """
    for text in (target, measure):
        found = _NUMBER_IN_TEXT.findall(digits(text))
        if found:
            return Decimal(found[0].replace(",", "")) if len(found) == 1 else None
    return None


def read_figure(text: str, *, measure: str) -> Reading[Decimal]:
    """Read a result of at least 0 with at most two decimals; `measure` is the unit it is in.

    Whether it fits the target is not doubted here.
    """
    plain = comparable(text)
    if not plain:
        return Bad(Reason.EMPTY)
    tokens = _LEXICON.scan(_without_unit(plain, measure))
    kinds = [token.kind for token in tokens]
    numbers = [token.text for token in tokens if token.kind is _Part.NUMBER]
    if None in kinds or len(numbers) != 1 or {_Part.BELOW_ZERO, _Part.BETWEEN} & {*kinds}:
        return Bad(_reason_against(plain, kinds, len(numbers)))
    reading = _scaled(read_number(numbers[0], _read_digits), tokens)
    if isinstance(reading, Bad):
        return Bad(resemblance(plain) or reading.reason)
    for kind, doubt in (
        (_Part.UNIT, Doubt.ANOTHER_UNIT),
        (_Part.UNSURE, Doubt.UNSURE_WORD),
        (_Part.ABOUT, Doubt.APPROXIMATE_WORD),
    ):
        if kind in kinds:
            reading = Doubtful(reading.value, doubt)
    if _Part.PERCENT in kinds and not is_percent(measure):
        return Doubtful(reading.value, Doubt.PERCENT_OF_COUNT)
    return reading


def read_score(text: str) -> Good[Decimal] | Bad:
    """Read a score of 0 to 100 with at most two decimals; what is not plain is not understood."""
    plain = comparable(text)
    while (stripped := _SCORE_WORDS.sub("", plain).strip()) != plain:
        plain = stripped
    match read_percent(plain, last=None):
        case Doubtful():
            return Bad(Reason.NOT_A_NUMBER)
        case reading:
            return reading


def _without_unit(plain: str, measure: str) -> str:
    """Take the words of the unit out of an answer; each may stand before or behind the number."""
    words = _BETWEEN_WORDS.split(_PERCENT.sub(" ", comparable(measure)))
    for word in sorted(filter(None, words), key=len, reverse=True):
        plain = plain.replace(word, " ")
    return plain


def _reason_against(plain: str, kinds: Sequence[_Part | None], numbers: int) -> Reason:
    if found := resemblance(plain):
        return found
    if _Part.BETWEEN in kinds or (numbers == 2 and _Part.BELOW_ZERO in kinds):
        return Reason.A_RANGE
    if numbers == 0:
        return Reason.NOT_A_NUMBER
    if numbers > 1:
        return Reason.SEVERAL_NUMBERS
    return Reason.OUT_OF_RANGE if _Part.BELOW_ZERO in kinds else Reason.A_SENTENCE


def _scaled(reading: Reading[Decimal], tokens: Sequence[Token[_Part]]) -> Reading[Decimal]:
    """Multiply by a word such as "ล้าน" behind digits."""
    scales = [_SCALES[token.text] for token in tokens if token.kind is _Part.SCALE]
    if isinstance(reading, Bad) or not scales:
        return reading
    value = reading.value * scales[0]
    if len(scales) > 1 or value >= LARGEST:
        return Bad(Reason.OUT_OF_RANGE)
    return Doubtful(value, Doubt.SPOKEN_NUMBER)


def _read_digits(text: str) -> Reading[Decimal]:
    if re.fullmatch(r"(?:0?[0-9]|[1-9][0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]+)?", text):
        return _within_limits(Decimal(text.replace(",", "")))
    if re.fullmatch(r"(?:0?[0-9]|[1-9][0-9]+),[0-9]{1,2}", text):
        value = _within_limits(Decimal(text.replace(",", ".")))
        return Doubtful(value.value, Doubt.DECIMAL_COMMA) if isinstance(value, Good) else value
    one_number = re.fullmatch(r"[0-9]*\.?[0-9]+", text)
    return Bad(Reason.NOT_A_NUMBER if one_number else Reason.SEVERAL_NUMBERS)


def _within_limits(value: Decimal) -> Good[Decimal] | Bad:
    if value >= LARGEST:
        return Bad(Reason.OUT_OF_RANGE)
    rounded = value.quantize(Decimal("0.01"))
    return Good(value) if value == rounded else Bad(Reason.TOO_MANY_DECIMALS)
