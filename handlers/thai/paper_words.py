"""The words by which people ask for a file: a quarter, a project or a unit, and a form."""

from __future__ import annotations

import re
from dataclasses import dataclass

from handlers.papers import FileForm
from handlers.thai.text import comparable

# The longest first: a word may begin another one.
_FORMS = {
    FileForm.XLSX: "เอ็กเซลล์|เอ็กเซล|เอกเซล|excel|xlsx|ตาราง",
    FileForm.PDF: "พีดีเอฟ|pdf",
    FileForm.CSV: "csv",
    FileForm.JSON: "json",
    FileForm.PASTE: "ข้อความสำหรับวาง|ข้อความ|paste",
    FileForm.PAGE: "หน้าโครงการ|page",
}
_FILLERS = (
    "ปีงบประมาณ|ไตรมาสที่|ไตรมาส|โครงการ|หน่วยงาน|พ\\.?ศ\\.?|เป็น|แบบ|ไฟล์|ของ|รหัส|ปี"
    "|fiscal year|quarter|project|unit|file|of|as|q"
)
_NOT_BESIDE_DIGITS = r"(?<![0-9]){}(?![0-9])"
_PROJECT = re.compile(_NOT_BESIDE_DIGITS.format("[0-9]{8}-[0-9]{4}"))
_UNIT = re.compile(_NOT_BESIDE_DIGITS.format("[0-9]{8}"))
_YEAR = re.compile(r"(?<![0-9])(?:2[45]|20)[0-9]{2}(?![0-9])")
_NUMBER = re.compile(_NOT_BESIDE_DIGITS.format("[1-4]"))
_NOTHING = re.compile(rf"{_FILLERS}|[\s/.,:()\-]+")


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What was found in the words; `rest` is what nobody understands of them.

    `year` is as written, of either era; `number` is that of a quarter.
    """

    project: str | None = None
    unit: str | None = None
    year: int | None = None
    number: int | None = None
    form: FileForm | None = None
    rest: str = ""


def read_paper_words(words: str) -> PaperWords:
    """Read words such as "2566Q4 pdf" or "ไตรมาส ๔/๒๕๖๖ เอ็กเซล", in any order."""
    text = comparable(words)
    form = None
    for one, spelled in _FORMS.items():
        found, text = _take(re.compile(spelled), text)
        form = one if found and form is None else form
    project, text = _take(_PROJECT, text)
    unit, text = _take(_UNIT, text)
    year, text = _take(_YEAR, text)
    number, text = _take(_NUMBER, text)
    return PaperWords(
        project,
        unit,
        int(year) if year else None,
        int(number) if number else None,
        form,
        _NOTHING.sub("", text),
    )


def _take(pattern: re.Pattern[str], text: str) -> tuple[str | None, str]:
    """Give what fits first, and the text without it."""
    found = pattern.search(text)
    if found is None:
        return None, text
    return found[0], f"{text[: found.start()]} {text[found.end() :]}"
