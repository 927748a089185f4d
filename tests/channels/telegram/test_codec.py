"""What is written: a request a message, an edit where a page is turned, the press it answers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.telegram.codec import FRESH, TelegramCodec
from handlers.messages import Choice, Occasion, Outgoing, UnreadablePayload
from tests.channels.telegram import updates as u
from tests.channels.telegram.updates import Json

NOW = datetime(2026, 11, 25, 2, tzinfo=UTC)
LONG = "ก่อสร้างถนนแล้วเสร็จ\n" * 400
QUESTION = Outgoing("เลือก", ask=8, choices=(Choice("p.9", "9. สวน"),))
TURNED = Outgoing("เลือก", ask=8, choices=(Choice("p.9", "9. สวน"),), instead=True)


def written(*messages: Outgoing, upon: Json | None = None, unsaid: tuple[str, ...] = ()) -> Any:
    occasion = upon and Occasion(json.dumps(upon), NOW, unsaid)
    return [json.loads(one) for one in TelegramCodec().write("5", messages, occasion or None)]


def test_a_message_is_sent_as_html_without_a_preview_of_its_links() -> None:
    assert written(Outgoing("1 < 2 & 3")) == [
        {
            "method": "sendMessage",
            "parameters": {
                "text": "1 &lt; 2 &amp; 3",
                "parse_mode": "HTML",
                "link_preview_options": {"is_disabled": True},
            },
        }
    ]


def test_only_the_last_part_of_a_long_message_has_the_buttons() -> None:
    parts = written(Outgoing(LONG, ask=8, choices=QUESTION.choices))
    assert len(parts) > 1
    assert ["reply_markup" in part["parameters"] for part in parts] == [
        *[False] * (len(parts) - 1),
        True,
    ]


def test_the_first_request_that_answers_a_press_acknowledges_it() -> None:
    first, second = written(Outgoing("ก"), Outgoing("ข"), upon=u.pressed("7.none"))
    assert first["answer"] == {"query": "4382", "until": (NOW + FRESH).isoformat()}
    assert "answer" not in second
    assert timedelta(seconds=15) == FRESH


def test_what_answers_a_text_acknowledges_nothing() -> None:
    (request,) = written(Outgoing("ก"), upon=u.said("45"))
    assert "answer" not in request


def test_a_page_that_is_turned_takes_the_place_of_the_one_before() -> None:
    (request,) = written(TURNED, upon=u.pressed("7.more"))
    assert request["method"] == "editMessageText"
    assert request["parameters"]["message_id"] == 42
    assert (
        request["parameters"]["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == "8.p.9"
    )


@pytest.mark.parametrize(
    ("message", "upon"),
    [
        (QUESTION, u.pressed("7.more")),
        (TURNED, u.said("หน้าถัดไป")),
        (TURNED, u.pressed("7.more", date=0, text=None)),
        (TURNED, None),
    ],
    ids=["a new question", "a typed answer", "a message that is too old", "the bot speaks first"],
)
def test_anything_else_is_a_new_message(message: Outgoing, upon: Json | None) -> None:
    (request,) = written(message, upon=upon)
    assert request["method"] == "sendMessage"
    assert "message_id" not in request["parameters"]


def test_a_long_page_is_not_torn_apart() -> None:
    long = Outgoing(LONG, ask=8, choices=QUESTION.choices, instead=True)
    assert {one["method"] for one in written(long, upon=u.pressed("7.more"))} == {"sendMessage"}


def test_what_was_not_said_before_is_said_first() -> None:
    before = {"method": "sendMessage", "parameters": {"text": "เดิม"}}
    first, second = written(Outgoing("ใหม่"), upon=u.said("x"), unsaid=(json.dumps(before),))
    assert first == before
    assert second["parameters"]["text"] == "ใหม่"


@pytest.mark.parametrize("payload", ["", "{}", "[]", "null", "[" * 99_999, "NaN", '{"message": 1}'])
def test_what_is_no_update_is_unreadable(payload: str) -> None:
    with pytest.raises(UnreadablePayload):
        TelegramCodec().read(payload)
