"""What is said on LINE: texts, cards, quick replies, and their limits."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.line.cards import MAX_WIRE, texts_in
from bot.channels.line.codec import LineCodec
from handlers.messages import STANDING, Card, Choice, Outgoing, Press, Row, Tone, parse_button_data
from tests.channels.line.words import Json, bubble_texts, call_of, occasion
from tests.fakes.line.messages import check_messages
from tests.fakes.shapes import Shapes

SHAPES = Shapes("line")
YES_NO = (Choice("yes", "ใช่"), Choice("no", "ไม่ใช่"), Choice("cancel", "ยกเลิก"))


def write(*messages: Outgoing) -> list[Json]:
    (row,) = LineCodec().write("U1", messages, occasion())
    return call_of(row)


def faults(messages: list[Json]) -> list[str]:
    """What LINE would refuse, by its specification and its published limits."""
    body = {"replyToken": "t", "messages": messages, "notificationDisabled": False}
    shape = SHAPES.check(body, {"is": "ReplyMessageRequest"})
    limits = check_messages(messages, in_group=False, ascii_wire=True)
    return [str(wrong) for wrong in (*shape, *limits)]


def quick(messages: list[Json]) -> list[Json]:
    return [item["action"] for item in messages[-1].get("quickReply", {}).get("items", [])]


def buttons(flex: Json) -> list[Json]:
    return list(flex["contents"].get("footer", {}).get("contents", []))


# --- every message whatever ------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)
LONG_WORDS = st.builds(lambda word, times: word * times, WORDS, st.sampled_from([1, 1, 30, 3000]))
CARDS = st.builds(
    Card,
    LONG_WORDS,
    st.lists(st.builds(Row, WORDS, LONG_WORDS | st.just("")), max_size=12).map(tuple),
    st.none() | st.decimals(0, 100, places=2),
)
CHOICES = st.lists(
    st.builds(
        Choice,
        st.integers(0, 99).map(lambda number: f"p.{number}"),
        WORDS,
        st.sampled_from(Tone),
    ),
    max_size=20,
).map(tuple)
MESSAGES = st.lists(
    st.builds(Outgoing, LONG_WORDS, st.none() | CARDS, st.just(7), CHOICES), min_size=1, max_size=7
)


@settings(max_examples=40, deadline=None)
@given(messages=MESSAGES, unsaid=MESSAGES | st.just([]))
def test_whatever_is_said_is_within_the_limits_and_said_whole(
    messages: list[Outgoing], unsaid: list[Outgoing]
) -> None:
    codec = LineCodec()
    parked = codec.write("U1", unsaid)
    rows = codec.write("U1", messages, occasion(*parked))
    calls = [call_of(row) for row in rows]
    assert [fault for call in calls for fault in faults(call)] == []
    for message in [*unsaid, *messages]:
        assert is_said(message.text, calls)
        for row in message.card.rows if message.card else ():
            assert is_said(row.label, calls)
            assert is_said(row.value, calls)


def is_said(words: str, calls: list[list[Json]]) -> bool:
    """Tell whether words stand there whole; an answer may be between the parts of what is old."""
    first, *later = calls
    rest = [message for call in later for message in call]
    return any(
        "".join(words.split()) in letters([*first[:place], *rest, *first[place:]])
        for place in range(len(first) + 1)
    )


def letters(call: list[Json]) -> str:
    """Everything that can be read, without the spaces, at which alone a text may be cut."""
    parts = [part for one in call for part in (one.get("text"), *texts_in(one.get("contents")))]
    return "".join("".join(part.split()) for part in parts if part)


# --- texts ----------------------------------------------------------------------------------


def test_a_long_text_becomes_several_bubbles_of_one_call() -> None:
    text = "ก่อสร้างถนนแล้วเสร็จ 😀 ที่ตำบลน้ำริน\n" * 400
    messages = write(Outgoing(text))
    assert len(messages) > 1
    assert "".join(bubble_texts(messages)) == text


def test_all_that_a_turn_says_is_one_call() -> None:
    assert [one["text"] for one in write(*map(Outgoing, "กขคงจ"))] == list("กขคงจ")


def test_more_messages_than_a_call_holds_share_bubbles() -> None:
    messages = write(*map(Outgoing, "กขคงจฉช"))
    assert bubble_texts(messages) == ["ก\n\nข\n\nค\n\nง\n\nจ\n\nฉ\n\nช"]


def test_what_no_call_holds_goes_on_in_a_call_that_cannot_be_a_reply() -> None:
    long = Outgoing("ก" * 5000)
    first, second = LineCodec().write("U1", [long] * 6, occasion())
    assert len(call_of(first)) == 5
    assert len(call_of(second)) == 1
    assert "reply_token" in json.loads(first)
    assert "reply_token" not in json.loads(second)


def test_without_an_occasion_there_is_no_reply_token() -> None:
    (row,) = LineCodec().write("U1", [Outgoing("ถึงกำหนดรายงานแล้ว")])
    assert set(json.loads(row)) == {"messages"}


# --- quick replies ---------------------------------------------------------------------------


def test_choices_are_quick_replies_that_say_their_label_when_pressed() -> None:
    messages = write(Outgoing("ใช้ 45 ใช่ไหม", ask=12, choices=YES_NO))
    assert quick(messages)[0] == {
        "type": "postback",
        "label": "ใช่",
        "data": "12.yes",
        "displayText": "ใช่",
    }
    assert [action["data"] for action in quick(messages)] == ["12.yes", "12.no", "12.cancel"]


def test_choices_that_the_words_do_not_name_are_listed_to_be_typed() -> None:
    asked = Outgoing("ใช้ 45 ใช่ไหม", ask=12, choices=YES_NO)
    assert write(asked)[0]["text"] == ("ใช้ 45 ใช่ไหม\n\nพิมพ์ตอบแทนการกดปุ่มได้: ไม่ใช่ · ยกเลิก")
    english = Outgoing("Use 45?", ask=12, choices=(Choice("yes", "Yes"), Choice("no", "No")))
    assert write(english)[0]["text"] == ("Use 45?\n\nYou can type instead of pressing: Yes · No")


def test_nothing_is_listed_where_the_words_name_every_choice() -> None:
    asked = Outgoing("ถ้าไม่มีกด “ไม่มี”", ask=12, choices=(Choice("none", "ไม่มี"),))
    assert write(asked)[0]["text"] == "ถ้าไม่มีกด “ไม่มี”"


def test_only_the_last_message_of_a_turn_has_quick_replies_those_of_the_newest_question() -> None:
    first = Outgoing("หนึ่ง", ask=1, choices=(Choice("yes", "ใช่"),))
    second = Outgoing("สอง", ask=2, choices=(Choice("no", "ไม่ใช่"),))
    messages = write(first, second, Outgoing("สาม"))
    assert ["quickReply" in one for one in messages] == [False, False, True]
    assert [action["data"] for action in quick(messages)] == ["2.no"]


def test_what_belongs_to_no_question_stays_on_the_screen_as_buttons() -> None:
    text, flex = write(Outgoing("ยังไม่ได้ส่ง 1 โครงการ", ask=STANDING, choices=YES_NO))
    assert text == {"type": "text", "text": "ยังไม่ได้ส่ง 1 โครงการ"}
    assert [one["action"]["data"] for one in buttons(flex)] == ["0.yes", "0.no", "0.cancel"]
    assert flex["altText"] == "ใช่ · ไม่ใช่ · ยกเลิก"
    assert "quickReply" not in flex


def test_quick_replies_are_thirteen_and_the_others_can_be_typed() -> None:
    many = tuple(Choice(f"p.{n}", f"โครงการที่ {n}") for n in range(1, 17))
    messages = write(Outgoing("เลือก", ask=1, choices=many))
    assert len(quick(messages)) == 13
    assert "โครงการที่ 16" in messages[0]["text"]
    assert faults(messages) == []


def test_a_long_label_is_short_on_the_button_only() -> None:
    name = "1. โครงการก่อสร้างถนนคอนกรีตเสริมเหล็กสายบ้านน้ำริน"
    messages = write(Outgoing("เลือก", ask=1, choices=(Choice("p.1", name),)))
    (action,) = quick(messages)
    assert action["label"] == "1. โครงการก่อสร้างถนน…"
    assert action["displayText"] == name
    assert faults(messages) == []


def test_choices_without_a_question_are_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="numbered question"):
        write(Outgoing("เลือก", choices=YES_NO))


# --- cards ----------------------------------------------------------------------------------

REVIEW = Card(
    "รายงานความก้าวหน้า",
    (Row("โครงการ", "ปลูกต้นไม้ริมทาง"), Row("ผลการดำเนินงาน", "ปลูกแล้ว 200 ต้น"), Row("ปัญหา", "")),
    Decimal("62.5"),
)
TO_SEND = (
    Choice("send", "ส่งรายงาน", Tone.PRIMARY),
    Choice("edit.percent", "แก้ร้อยละ"),
    Choice("erase", "ลบร่าง", Tone.DANGER),
)


def review(card: Card = REVIEW) -> list[Json]:
    return write(Outgoing("ตรวจก่อนส่ง", card=card, ask=9, choices=TO_SEND))


def test_a_card_is_a_bubble_below_its_text() -> None:
    text, flex = review()
    assert text == {"type": "text", "text": "ตรวจก่อนส่ง"}
    assert list(texts_in(flex["contents"])) == [
        *("รายงานความก้าวหน้า", "โครงการ", "ปลูกต้นไม้ริมทาง"),
        *("ผลการดำเนินงาน", "ปลูกแล้ว 200 ต้น", "ปัญหา", "–"),
    ]
    assert faults([text, flex]) == []


def test_a_card_says_its_substance_in_notifications() -> None:
    *_, flex = review()
    assert flex["altText"].startswith("รายงานความก้าวหน้า\nโครงการ: ปลูกต้นไม้ริมทาง\n")


def test_the_choices_of_a_card_stay_on_the_screen_as_its_buttons() -> None:
    *_, flex = review()
    assert "quickReply" not in flex
    assert [parse_button_data(one["action"]["data"]) for one in buttons(flex)] == [
        *(Press(9, "send"), Press(9, "edit.percent"), Press(9, "erase")),
    ]
    looks = [(one["style"], one.get("color")) for one in buttons(flex)]
    assert looks == [("primary", "#1A7F4B"), ("secondary", None), ("primary", "#B42318")]


@pytest.mark.parametrize(
    ("percent", "width"), [("62.5", "62.50%"), ("100", "100.00%"), ("120", "100.00%")]
)
def test_the_bar_of_a_card_is_as_long_as_its_percent(percent: str, width: str) -> None:
    *_, flex = review(Card("หัวเรื่อง", (), Decimal(percent)))
    bar = flex["contents"]["body"]["contents"][1]
    assert bar["contents"][0]["width"] == width


def test_a_bar_of_nothing_is_empty() -> None:
    *_, flex = review(Card("หัวเรื่อง", (), Decimal(0)))
    assert flex["contents"]["body"]["contents"][1]["contents"] == [{"type": "filler"}]


def test_a_field_too_long_for_the_bubble_is_said_whole_above_it() -> None:
    story = "ก่อสร้างถนนแล้วเสร็จเป็นที่น่าพอใจ\n" * 200
    card = Card("รายงาน", (Row("โครงการ", "ปลูกต้นไม้"), Row("ผลการดำเนินงาน", story)))
    messages = review(card)
    *texts, flex = messages
    assert "".join(one["text"] for one in texts[1:]) == f"ผลการดำเนินงาน\n{story}"
    shown = list(texts_in(flex["contents"]))
    assert "ปลูกต้นไม้" in shown
    assert shown[-1].startswith("ก่อสร้างถนน")
    assert shown[-1].endswith("…\n(ข้อความเต็มอยู่ด้านบน)")
    assert len(json.dumps(flex["contents"])) <= MAX_WIRE
    assert faults(messages) == []


def test_a_card_that_no_bubble_holds_is_said_in_words() -> None:
    rows = tuple(Row(f"ข้อ {n}", "ผลงาน " * 20) for n in range(60))
    messages = review(Card("สรุป", rows))
    assert {one["type"] for one in messages} == {"text"}
    assert quick(messages)[0]["data"] == "9.send"
    assert all(f"ข้อ {n}: ผลงาน" in letters_of(messages) for n in range(60))


def letters_of(messages: list[Json]) -> str:
    return "".join(bubble_texts(messages))


def test_the_wire_counts_every_thai_letter_six_times() -> None:
    fits: Any = review(Card("รายงาน", (Row("ก", "ก" * 2500),)))
    too_long = review(Card("รายงาน", (Row("ก", "ก" * 3500),)))
    assert len(fits) == 2
    assert len(too_long) == 3


def test_an_answer_with_standing_buttons_keeps_all_of_them_on_the_screen() -> None:
    choices = (Choice("open.7", "1. สวนริมคลอง", standing=True), Choice("restore", "นำร่างกลับมา"))
    text, flex = write(Outgoing("ยกเลิกแล้ว", ask=5, choices=choices))
    assert text == {"type": "text", "text": "ยกเลิกแล้ว"}
    actions = [one["action"]["data"] for one in flex["contents"]["footer"]["contents"]]
    assert actions == ["0.open.7", "5.restore"]
