"""The sheet as a printer and a phone's camera see it."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from bot.links import Doors
from bot.sheets import Misprint, set_pages
from bot.sheets.invitations import Card, invitation_pictures, invitation_sheet
from bot.sheets.words import parts_of_word, words_of
from storage.records import Role

UNTIL = datetime(2026, 12, 9, 8, 30, tzinfo=UTC)
BOTH = Doors("khuepna_bot", "@123abcde")
MALI = Card("มาลี ใจงาม", "สำนักงานเขตทุ่งทอง", Role.OFFICER, "th", "7K3M-Q9XD")


def crowd(number: int) -> list[Card]:
    return [replace(MALI, code=f"7K3M-00{one:02}") for one in range(number)]


def scanned(picture: bytes) -> set[str]:
    """What a camera reads from a page."""
    return {code.text for code in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))}


def test_each_card_opens_the_chat_on_each_platform_with_its_own_code() -> None:
    pages = invitation_pictures(crowd(9), doors=BOTH, until=UNTIL)
    expected = [
        {
            address
            for one in range(first, last)
            for address in (
                f"https://t.me/khuepna_bot?start=7K3M-00{one:02}",
                f"https://line.me/R/oaMessage/%40123abcde/?7K3M-00{one:02}",
            )
        }
        for first, last in ((0, 8), (8, 9))
    ]
    assert [scanned(page) for page in pages] == expected


@pytest.mark.parametrize(
    ("doors", "links"),
    [
        (Doors(telegram="khuepna_bot"), {"https://t.me/khuepna_bot?start=7K3M-Q9XD"}),
        (Doors(line="@123abcde"), {"https://line.me/R/oaMessage/%40123abcde/?7K3M-Q9XD"}),
        (Doors(), set()),
    ],
)
def test_a_platform_that_is_not_set_up_has_no_code_to_scan(doors: Doors, links: set[str]) -> None:
    (page,) = invitation_pictures([MALI], doors=doors, until=UNTIL)
    assert scanned(page) == links


def test_a_page_is_a4_upright() -> None:
    (page,) = invitation_pictures([MALI], doors=BOTH, until=UNTIL)
    width, height = Image.open(io.BytesIO(page)).size
    assert round(width / height, 2) == round(210 / 297, 2)


def test_the_same_cards_give_the_same_bytes() -> None:
    first, second = (invitation_sheet(crowd(3), doors=BOTH, until=UNTIL) for _ in range(2))
    assert first.startswith(b"%PDF")
    assert first == second
    assert b"(D:1970" in first  # no moment of its making


@pytest.mark.parametrize(
    "name",
    [
        '#pagebreak() #image("/etc/passwd")',
        "$a$ *ดอกไม้* _b_ `c` [d] \\ // @x <y>",
        "ว่าที่ร้อยตรีปิ่นเพชร ณ ทุ่งทอง" + "วัฒนานุกูลกิจ" * 20,
        '"); panic("',
    ],
)
def test_a_name_of_any_kind_stays_a_name_on_its_card(name: str) -> None:
    cards = [replace(MALI, name=name, unit=name), *crowd(7)]
    (page,) = invitation_pictures(cards, doors=BOTH, until=UNTIL)
    assert len(scanned(page)) == 16


def test_a_letter_that_the_font_lacks_is_a_misprint(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text('#set text(font: "No such font")\nก')
    with pytest.raises(Misprint, match="font"):
        set_pages(template, {}, form="pdf")


def test_a_template_with_a_mistake_is_a_misprint(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text("#nothing()")
    with pytest.raises(Misprint):
        set_pages(template, {}, form="png")


@pytest.mark.parametrize("text", ["เปิดกล้องโทรศัพท์ สแกน  คิวอาร์โค้ด", "", " ", "LINE แล้ว\nกดส่ง"])
def test_words_put_together_are_the_text(text: str) -> None:
    assert "".join(words_of(text)) == text


def test_words_of_thai_are_parted_where_words_end() -> None:
    assert words_of("โครงการของหน่วยงาน") == ["โครงการ", "ของ", "หน่วยงาน"]


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("โครงการ", ["โครงการ"]),
        ("https://example.org", ["https://", "example.", "org"]),
        ("กกกกกกกกิ่กก", ["กกกกกกกกิ่", "กก"]),
        ("", [""]),
    ],
)
def test_what_is_longer_than_a_word_is_parted_between_letters(word: str, parts: list[str]) -> None:
    assert parts_of_word(word, 8) == parts
