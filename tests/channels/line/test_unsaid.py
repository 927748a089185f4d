"""What nobody would pay for sending waits, and is said before the answer to the next event."""

from __future__ import annotations

import json
from datetime import timedelta

from bot.channels.line.codec import LineCodec
from handlers.messages import Card, Choice, Outgoing, Row
from tests.channels.line.words import (
    NOW,
    TOKEN,
    Json,
    bubble_texts,
    call_of,
    occasion,
)

CODEC = LineCodec()
YES = (Choice("yes", "ใช่"),)
ANSWER = (Outgoing("คำตอบ"),)
REMINDER = Outgoing("ถึงกำหนดรายงานแล้ว พิมพ์ ใช่ หรือ รายงาน", ask=3, choices=YES)
LETTER = Outgoing("สรุป", card=Card("สรุปเดือนนี้", (Row("ค้าง", "2 โครงการ"),)))


def parked(*messages: Outgoing) -> str:
    (row,) = CODEC.write("U1", messages)
    return row


def answer(*unsaid: str, said: tuple[Outgoing, ...] = ANSWER) -> list[list[Json]]:
    return [call_of(row) for row in CODEC.write("U1", said, occasion(*unsaid))]


def test_the_reply_token_of_the_event_is_good_for_fifty_seconds_after_it_came() -> None:
    (row,) = CODEC.write("U1", [Outgoing("คำตอบ")], occasion())
    stored = json.loads(row)
    assert stored["reply_token"] == TOKEN
    assert stored["reply_until"] == (NOW + timedelta(seconds=50)).isoformat()


def test_an_event_without_a_reply_token_is_answered_without_one() -> None:
    from_a_page = occasion()
    event = json.loads(from_a_page.payload)
    del event["replyToken"]
    silent = type(from_a_page)(json.dumps(event), NOW)
    (row,) = CODEC.write("U1", [Outgoing("คำตอบ")], silent)
    assert set(json.loads(row)) == {"messages"}


def test_what_was_unsaid_comes_first_word_for_word_and_in_the_same_call() -> None:
    (call,) = answer(parked(REMINDER), parked(LETTER))
    assert bubble_texts(call) == [REMINDER.text, "สรุป", "คำตอบ"]
    assert call[2] == call_of(parked(LETTER))[1]


def test_its_quick_replies_are_stale_and_gone() -> None:
    (call,) = answer(parked(REMINDER))
    assert not [one for one in call if "quickReply" in one]


def test_the_newest_question_keeps_its_quick_replies() -> None:
    asked = Outgoing("ใช่ไหม", ask=4, choices=YES)
    (call,) = answer(parked(REMINDER), said=(asked,))
    assert call[-1]["quickReply"]["items"][0]["action"]["data"] == "4.yes"


def test_where_there_is_no_answer_the_unsaid_question_keeps_them() -> None:
    (call,) = answer(parked(REMINDER), said=())
    assert call[-1]["quickReply"]["items"][0]["action"]["data"] == "3.yes"


def test_much_that_was_unsaid_becomes_plain_text_in_few_bubbles() -> None:
    reminders = [parked(Outgoing(f"เตือนครั้งที่ {n}")) for n in range(40)]
    (call,) = answer(*reminders, parked(LETTER))
    assert [one["type"] for one in call] == ["text", "text"]
    every = [f"เตือนครั้งที่ {n}" for n in range(40)]
    assert bubble_texts(call)[0] == "\n\n".join([*every, "สรุป", "สรุปเดือนนี้\nค้าง\n2 โครงการ"])
    assert bubble_texts(call)[1] == "คำตอบ"


def test_more_than_a_call_holds_waits_on_and_the_answer_does_not_wait_with_it() -> None:
    long = [parked(Outgoing(letter * 5000)) for letter in "กขคงจฉ"]
    first, second = answer(*long)
    assert [text[:5] for text in bubble_texts(first)] == [
        "กกกกก",
        "ขขขขข",
        "คคคคค",
        "งงงงง",
        "คำตอบ",
    ]
    assert [text[:1] for text in bubble_texts(second)] == ["จ", "ฉ"]


def test_an_answer_that_needs_the_whole_call_and_more_keeps_the_order() -> None:
    long = tuple(Outgoing(letter * 5000) for letter in "กขคงจฉ")
    first, second = answer(parked(Outgoing("ก่อนหน้า")), said=long)
    assert [text[:1] for text in bubble_texts([*first, *second])] == list("กกขคงจฉ")
    assert len(first) == 5


def test_it_may_be_left_unsaid_again_and_again() -> None:
    row = parked(REMINDER)
    for _ in range(3):
        (row,) = CODEC.write("U1", [Outgoing("อีก")], occasion(row))
    assert bubble_texts(call_of(row)) == [REMINDER.text, "อีก", "อีก", "อีก"]


def test_the_same_turn_is_written_in_the_same_bytes() -> None:
    assert CODEC.write("U1", [LETTER], occasion()) == CODEC.write("U1", [LETTER], occasion())
