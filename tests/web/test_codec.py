import json
from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.webchat import MAX_TEXT, WebchatCodec, event_payload
from handlers.messages import (
    Card,
    Choice,
    Event,
    Greeting,
    Inbound,
    Outgoing,
    Press,
    Row,
    Text,
    Tone,
    Unread,
    Unreadable,
    UnreadablePayload,
)

read = WebchatCodec().read


def stored(**content: object) -> str:
    return json.dumps({"account": "officer-1", "group": False, **content})


@pytest.mark.parametrize(
    ("content", "event"),
    [
        ({"text": "๔๕%"}, Text("๔๕%")),
        ({"text": "x" * MAX_TEXT}, Text("x" * MAX_TEXT)),
        ({"press": "12.none"}, Press(12, "none")),
        ({"hello": True}, Greeting()),
        *(({kind.value: True}, Unreadable(kind)) for kind in Unread),
    ],
)
def test_what_a_phone_can_send_is_read(content: dict[str, object], event: Event) -> None:
    assert read(stored(**content)) == Inbound(event, "officer-1", group=False)


def test_who_speaks_in_a_group_may_be_unknown() -> None:
    payload = stored(text="/help", account=None, group=True)
    assert read(payload) == Inbound(Text("/help"), None, group=True)


@pytest.mark.parametrize(
    "payload",
    [
        "",
        "null",
        "[]",
        "[" * 100_000,
        "{}",
        '{"text": "no account"}',
        stored(),
        stored(text=""),
        stored(text=5),
        stored(text="x" * (MAX_TEXT + 1)),
        stored(text="a\0b"),
        stored(text="\ud83d"),
        stored(text="one", press="1.two"),
        stored(text="one", more=True),
        stored(press="none"),
        stored(press="x.none"),
        stored(press="1." + "x" * 64),
        stored(hello=False),
        stored(hello=1),
        stored(sticker=False),
        stored(balloon=True),
        stored(text="hi", account="Officer 1"),
        stored(text="hi", account="x" * 41),
        stored(text="hi", account=7),
        stored(text="hi", group="no"),
    ],
)
def test_anything_else_is_unreadable(payload: str) -> None:
    with pytest.raises(UnreadablePayload):
        read(payload)


@given(st.text())
def test_no_payload_whatever_breaks_the_reader(payload: str) -> None:
    with suppress(UnreadablePayload):
        read(payload)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_words_are_read_as_they_were_typed(text: str) -> None:
    payload = event_payload({"text": text}, account="officer-1", group=False)
    assert read(payload).event == Text(text)


def test_a_phone_cannot_say_that_it_is_another_one() -> None:
    payload = event_payload(
        {"text": "hi", "account": "admin-1", "group": True}, account="officer-1", group=False
    )
    assert read(payload) == Inbound(Text("hi"), "officer-1", group=False)


def test_each_message_becomes_one_bubble() -> None:
    written = WebchatCodec().write(
        "officer-1",
        [
            Outgoing("ขอบคุณ"),
            Outgoing(
                "ตรวจทาน",
                Card("ปรับปรุงสวน", (Row("เดือน", "พฤศจิกายน 2569"),), Decimal("45.50")),
                ask=7,
                choices=(Choice("send", "ส่ง", Tone.PRIMARY), Choice("cancel", "ยกเลิก")),
            ),
        ],
    )
    assert [json.loads(one) for one in written] == [
        {"text": "ขอบคุณ", "card": None, "ask": None, "choices": [], "enclosed": []},
        {
            "text": "ตรวจทาน",
            "card": {
                "title": "ปรับปรุงสวน",
                "rows": [["เดือน", "พฤศจิกายน 2569"]],
                "percent": 45.5,
            },
            "ask": 7,
            "choices": [
                {"data": "7.send", "label": "ส่ง", "tone": "primary"},
                {"data": "7.cancel", "label": "ยกเลิก", "tone": "plain"},
            ],
            "enclosed": [],
        },
    ]


def test_choices_without_a_question_are_refused() -> None:
    with pytest.raises(ValueError, match="question"):
        WebchatCodec().write("officer-1", [Outgoing("?", choices=(Choice("yes", "ใช่"),))])
