"""Thai text: what is stored of it, what is compared, and what is repaired on imported pages."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

# NFKC is used nowhere: it takes sara am (U+0E33) apart and nothing puts it together again.

_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u00ad]")
# Joiners hold emoji and some scripts together; beside Thai, ASCII, a space or an edge they idle.
_IDLE_JOINERS = re.compile(
    r"(?<![^\s\x00-\x7f\u0e00-\u0e7f])[\u200c\u200d]+|[\u200c\u200d]+(?![^\s\x00-\x7f\u0e00-\u0e7f])"
)
# Joiners, and what makes an emoji of a digit or back.
_PRESENTATION = re.compile("[\u200c\u200d\ufe0e\ufe0f\u20e3]")
# A tone typed before its vowel, which most fonts draw as if it were after it.
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e48-\u0e4b]{2,}")
# Neither database takes all of these; nobody can see any of them.
_UNSTORABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_THAI_DIGITS = {0x0E50 + n: str(n) for n in range(10)}
_WIDE_DIGITS = {0xFF10 + n: str(n) for n in range(10)}
_DIGITS = _THAI_DIGITS | _WIDE_DIGITS
_WIDE_ASCII = {0xFEE0 + code: chr(code) for code in range(0x21, 0x7F)}

_ABOVE_OR_BELOW = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e"


def clean(text: str) -> str:
    """Give free text as it is stored: NFC, trimmed, LF line ends, without invisible characters.

    Nothing that a reader could see is changed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNSTORABLE.sub("", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _IDLE_JOINERS.sub("", text)).strip()


def comparable(text: str) -> str:
    """Give a form for comparing labels, commands and names; never shown and never stored."""
    text = _PRESENTATION.sub("", clean(text))
    text = text.translate(_DIGITS | _WIDE_ASCII).casefold()
    text = _MARKS.sub(_vowels_first, text)
    text = unicodedata.normalize("NFC", text)
    text, _ = _mend(text, _MISSPELT)
    return " ".join(text.split())


def _vowels_first(marks: re.Match[str]) -> str:
    return "".join(sorted(marks.group(), key="\u0e48\u0e49\u0e4a\u0e4b".__contains__))


def digits(text: str) -> str:
    """Turn Thai and full-width digits into ASCII digits."""
    return text.translate(_DIGITS)


# --- polite particles ---------------------------------------------------------------------------

# The last letter is often drawn out (จ้าาา); real words end like some particles (บังคับ, เจ้า).
_SURE = (
    "นะครับ+|นะคะ+|นะค่ะ+|ครับผม+|ครับ+|ครัช+|คร้าบ+|ค้าบ+|(?<!บัง)คับ+|ขอรับ+"
    "|ค่ะ+|คะ+|จ้ะ+|จ๊ะ+|(?<![เง])จ้า+|ฮะ+|ฮับ+"
)
_SURE_AFTER_A_BREAK = "ค่า+|ค้า+|นะ+|น้า+|น่ะ+|อะ+|อ่ะ+"
_TRAILING = re.compile(rf"(?:{_SURE}|(?:^|(?<=[\s0-9%]))(?:{_SURE_AFTER_A_BREAK}))$")

PARTICLE = rf"(?:{_SURE}|{_SURE_AFTER_A_BREAK}|ละ|ล่ะ|แหละ)"
"""Pattern of one polite particle, for texts whose every word is accounted for."""

DECORATION = (
    r"(?:[\s\"'“”‘’«»`´*_()\[\]{}!:;=^…•\u2600-\u2775\u2794-\u27bf\u2b00-\u2bff"
    r"\U0001f1e6-\U0001faff]|[.,](?![0-9]))"
)
"""Pattern of what people put around an answer without meaning anything by it: a space, a quote, a
bracket, an emoji, a point or comma that does not stand before a digit."""


def without_particles(text: str) -> str:
    """Strip polite particles and spaces from the end of a text."""
    text = text.rstrip()
    while found := _TRAILING.search(text, max(0, len(text) - 40)):
        text = text[: found.start()].rstrip()
    return text


# --- imported pages -----------------------------------------------------------------------------


class Fault(StrEnum):
    """What goes wrong with Thai on its way through word processors, PDF files and databases."""

    DOUBLED_SARA_E = "doubled_sara_e"
    DOUBLED_MARK = "doubled_mark"
    DOUBLED_SARA_AM = "doubled_sara_am"
    DECOMPOSED_SARA_AM = "decomposed_sara_am"
    LOST_NIKHAHIT = "lost_nikhahit"
    STRAY_MARK = "stray_mark"
    CUT_TEXT = "cut_text"


@dataclass(frozen=True, slots=True)
class Repair:
    """One repaired place, with a few characters around it, before and after."""

    kind: Fault
    before: str
    after: str


_Faults: TypeAlias = tuple[tuple[Fault, re.Pattern[str], str], ...]
_MISSPELT: _Faults = (
    (Fault.DOUBLED_SARA_E, re.compile("เเ"), "แ"),
    (Fault.DOUBLED_MARK, re.compile(rf"([ะาำเ-ไ{_ABOVE_OR_BELOW}])\1+"), r"\1"),
    (Fault.DECOMPOSED_SARA_AM, re.compile("\u0e4d([\u0e48-\u0e4b]?)า"), r"\1ำ"),
    (Fault.DOUBLED_SARA_AM, re.compile("ำา"), "ำ"),
)
_DAMAGED: _Faults = (
    # A mark needs a Thai letter to sit on (or the dotted circle that displays it).
    (Fault.STRAY_MARK, re.compile(rf"(?<![\u0e01-\u0e4e\u25cc])[{_ABOVE_OR_BELOW}]+"), ""),
    # No Thai syllable begins with sara aa, so the space stands where the nikhahit was.
    (Fault.LOST_NIKHAHIT, re.compile("([ก-ฮ][\u0e48-\u0e4b]?) า"), r"\1ำ"),
)
_CUT: _Faults = ((Fault.CUT_TEXT, re.compile(r"(?<=[^0-9๐-๙\s%])%+$"), ""),)


def repair(text: str, *, may_be_cut: bool = False) -> tuple[str, tuple[Repair, ...]]:
    """Mend what a page lost on its way, and say what was mended.

    `may_be_cut` says that the field may have been cut short, which its source marks with `%`.
    """
    return _mend(text, (*_MISSPELT, *_DAMAGED, *(_CUT if may_be_cut else ())))


def _mend(text: str, faults: _Faults) -> tuple[str, tuple[Repair, ...]]:
    repairs: list[Repair] = []
    before_this_round = ""
    while text != before_this_round:  # one repair may lay bare the next; each shortens the text
        before_this_round = text
        for kind, pattern, mended in faults:
            for found in pattern.finditer(text):
                left = text[max(0, found.start() - 6) : found.start()]
                right = text[found.end() : found.end() + 6]
                before, after = found.group(), found.expand(mended)
                repairs.append(Repair(kind, left + before + right, left + after + right))
            text = pattern.sub(mended, text)
    return text, tuple(repairs)
