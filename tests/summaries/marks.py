"""Figures that were corrected after the lock, read out of the lines in which they are told."""

from __future__ import annotations

import re
from decimal import Decimal

Mark = tuple[str, Decimal | None, Decimal | None, str]
"""What was corrected, what stood, what it is now, and why, without spaces."""

_NUMBER = r"(—|[0-9.,]+)"
_SCORE = re.compile(rf"แก้ไขคะแนน สยป\. ไตรมาสที่ 4: {_NUMBER} เป็น {_NUMBER}")
_RESULT = re.compile(rf"แก้ไขหลังปิดรับไตรมาสที่ 4: ผลงาน {_NUMBER} เป็น {_NUMBER} ของ(ตัวชี้วัด\s*\S+)")
_NEW_RESULT = re.compile(rf"บันทึกหลังปิดรับไตรมาสที่ 4: ผลงาน {_NUMBER} ของ(ตัวชี้วัด\s*\S+)")
_BUDGET = re.compile(rf"งบประมาณที่ได้รับเปลี่ยนหลังปิดรับ: {_NUMBER} เป็น {_NUMBER} บาท")
_REASON = re.compile(r"\s*เหตุผลที่แก้ไข: (.+)")


def take_marks(line: str, marks: list[Mark]) -> bool:
    """Add the marks of a line, a reason to the last one; False where it tells none."""
    count = 0
    for part in re.split(r" · |(?= เหตุผลที่แก้ไข)", line):
        count += 1
        if found := _SCORE.match(part):
            marks.append(("score", exact(found[1]), exact(found[2]), ""))
        elif found := _RESULT.match(part):
            marks.append((_close(found[3]), exact(found[1]), exact(found[2]), ""))
        elif found := _NEW_RESULT.match(part):
            marks.append((_close(found[2]), None, exact(found[1]), ""))
        elif found := _BUDGET.match(part):
            marks.append(("budget", exact(found[1]), exact(found[2]), ""))
        elif found := _REASON.match(part):
            marks[-1] = (*marks[-1][:3], _close(found[1]))
        else:
            count -= 1
    return count > 0


def mark_of(
    what: str, indicator: str | None, stood: object, now: object, reason: str | None
) -> Mark:
    """The same of columns; `what` is the word of the JSON."""
    return (
        f"ตัวชี้วัด{indicator}" if what == "result" else what,
        None if stood is None else Decimal(str(stood)),
        None if now is None else Decimal(str(now)),
        _close(reason or ""),
    )


def exact(text: str) -> Decimal | None:
    return None if text == "—" else Decimal(text.replace(",", ""))


def _close(text: str) -> str:
    return "".join(text.split())
