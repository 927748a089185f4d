from __future__ import annotations

from pathlib import Path

import pytest

from bot.papers.emoji import printable
from bot.papers.wording import Wording
from bot.sheets import set_pages

PAGE = (
    "#set page(width: 40pt, height: 40pt, margin: 5pt)\n"
    '#set text(font: "Sarabun", size: 20pt)\n#json(bytes(sys.inputs.content))'
)


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("✅ ตรวจรับแล้ว", "✓ ตรวจรับแล้ว"),
        ("❌ ยังไม่ส่ง ❗", "✗ ยังไม่ส่ง !"),
        ("ทีมงาน 👍🏽", "ทีมงาน *"),
        ("ครอบครัว 👨‍👩‍👧 มาร่วม", "ครอบครัว * มาร่วม"),
        ("🇹🇭", "*"),
        ("🙏🙏 🙏ขอบคุณ", "*ขอบคุณ"),
        ("🎉 งาน 🎉", "* งาน *"),
        ("ข้อ 1️⃣ โทร ☎️", "ข้อ 1 โทร ☎"),
        ("ปลูก 30 ต้น → แล้วเสร็จ ★ ★", "ปลูก 30 ต้น → แล้วเสร็จ ★ ★"),
    ],
)
def test_emoji_are_told_and_all_else_stays(text: str, printed: str) -> None:
    assert printable(text, "*") == printed


def test_nothing_that_is_printed_is_an_empty_box(tmp_path: Path) -> None:
    """An empty box is what a letter prints as that no font has."""
    template = tmp_path / "page.typ"
    template.write_text(PAGE)

    def looks(text: str) -> bytes:
        (picture,) = set_pages(template, text, form="png", pixels_per_point=1)
        return picture

    box = looks("\U0010fffd")
    assert looks("😀") == box
    for text in "✅❌❎❗❓➕➖➗☎⚠★☆✓✔✗☑→⭐●🟢😀🙏📞🎉✨⛔":
        assert all(looks(one) != box for one in printable(text, "[]")), text


def test_a_text_with_emoji_is_parted_into_words() -> None:
    assert "".join(Wording("th").words("เสร็จแล้ว 🎉🎉")) == "เสร็จแล้ว [อีโมจิ]"
    assert "".join(Wording("en").words("done ✅ 🎉")) == "done ✓ [emoji]"
