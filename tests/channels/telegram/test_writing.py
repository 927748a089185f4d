"""What a message looks like on Telegram: HTML that it can parse, and buttons for a phone."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.cutting import utf16_units
from bot.channels.telegram.writing import LIMIT, plain_text, write_keyboard, write_parts
from handlers.messages import Card, Choice, Outgoing, Row, Tone
from tests.fakes.telegram.markup import parse_html

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80)
CARD = Card("ตรวจ <ก่อน> ส่ง", (Row("ผล & งาน", "ปลูก\nต้นไม้"), Row("ปัญหา", "ไม่มี")), Decimal("62.5"))


def shown(message: Outgoing) -> list[str]:
    """What Telegram makes of the parts of a message."""
    return [parse_html(part)[0] for part in write_parts(message)]


def test_a_card_is_a_title_a_bar_and_bold_labels() -> None:
    (part,) = write_parts(Outgoing("ถูกต้องไหม", CARD))
    text, entities = parse_html(part)
    assert text == ("ถูกต้องไหม\n\nตรวจ <ก่อน> ส่ง\n██████░░░░ 62.5%\nผล & งาน: ปลูก\nต้นไม้\nปัญหา: ไม่มี")
    assert [text[one["offset"] : one["offset"] + one["length"]] for one in entities] == [
        "ตรวจ <ก่อน> ส่ง",
        "ผล & งาน:",
        "ปัญหา:",
    ]


@given(text=TEXT, title=TEXT, label=TEXT, value=TEXT)
def test_telegram_shows_every_letter_as_it_was_written(
    text: str, title: str, label: str, value: str
) -> None:
    (part,) = write_parts(Outgoing(text, Card(title, (Row(label, value),))))
    assert parse_html(part)[0] == plain_text(part).strip()
    assert plain_text(part) == f"{text}\n\n{title}\n{label}: {value}"


@given(words=st.lists(TEXT, min_size=60, max_size=160), bold=TEXT)
def test_a_long_message_is_cut_with_every_tag_closed_and_nothing_lost(
    words: list[str], bold: str
) -> None:
    value = " ".join(words)
    parts = write_parts(Outgoing(value, Card(bold * 60, (Row(bold * 60, value),))))
    whole = f"{value}\n\n{bold * 60}\n{bold * 60}: {value}"
    assert "".join(plain_text(part) for part in parts if part.strip()) in (whole, whole.rstrip())
    for part in parts:
        text, _ = parse_html(part)  # raises where a tag is open
        assert 0 < utf16_units(text) <= LIMIT


def test_a_part_that_would_show_nothing_is_left_out() -> None:
    assert shown(Outgoing("ก" + "\n" * 2 * LIMIT + "ข")) == ["ก", "ข"]
    assert write_parts(Outgoing(" ")) == (" ",)


def labels(*texts: str) -> list[list[str]]:
    choices = [Choice(f"p.{number}", text) for number, text in enumerate(texts)]
    rows = write_keyboard(7, choices)["inline_keyboard"]
    return [[button["text"] for button in row] for row in rows]


def test_short_labels_stand_side_by_side_and_long_ones_alone() -> None:
    assert labels("เท่าเดิม", "+5", "+10", "100", "ย้อนกลับ", "ยกเลิก") == [
        ["เท่าเดิม", "+5", "+10", "100"],
        ["ย้อนกลับ", "ยกเลิก"],
    ]
    names = [f"{number}. โครงการปรับปรุงสวนริมคลอง" for number in range(1, 4)]
    assert labels(*names, "ยกเลิก") == [[name] for name in [*names, "ยกเลิก"]]
    assert labels(*"12345678", "9") == [["1", "2", "3", "4", "5", "6", "7", "8"], ["9"]]


@given(texts=st.lists(TEXT, max_size=13))
def test_every_button_is_there_once_in_its_order(texts: list[str]) -> None:
    rows = labels(*texts)
    assert [text for row in rows for text in row] == texts
    assert all(1 <= len(row) <= 8 for row in rows)


def test_a_button_bears_its_question_and_its_tone() -> None:
    choices = (
        Choice("send", "ส่ง", Tone.PRIMARY),
        Choice("yes", "ลบ", Tone.DANGER),
        Choice("no", "ไม่"),
    )
    assert write_keyboard(7, choices) == {
        "inline_keyboard": [
            [
                {"text": "ส่ง", "callback_data": "7.send", "style": "primary"},
                {"text": "ลบ", "callback_data": "7.yes", "style": "danger"},
                {"text": "ไม่", "callback_data": "7.no"},
            ]
        ]
    }


def test_choices_of_no_question_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="numbered question"):
        write_keyboard(None, (Choice("none", "ไม่มี"),))
