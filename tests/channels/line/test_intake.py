"""What is taken in of LINE's calls, and what is let go."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.line.codec import LineCodec
from bot.channels.line.intake import LineIntake
from bot.receive import Received, UnreadableCall
from handlers.messages import Text
from tests.channels.line.words import GROUP, MARY, Json, event, text_event

INTAKE = LineIntake("8c570fa6dd201bb328f1c1eac23a96d8")


def take(*events: object) -> Received:
    return INTAKE.read(json.dumps({"destination": "Ubot", "events": events}).encode())


def signed(body: bytes) -> str:
    digest = hmac.new(b"8c570fa6dd201bb328f1c1eac23a96d8", body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


# --- whose call it is -------------------------------------------------------------------------


def test_the_official_example_is_genuine() -> None:
    body = b'{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}'
    signature = "GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs="
    assert INTAKE.is_genuine({"x-line-signature": signature}, body)
    assert not INTAKE.is_genuine({"x-line-signature": signature}, body + b" ")
    assert INTAKE.read(body) == Received()


@pytest.mark.parametrize("signature", ["", "x", "GhRK", "ลายเซ็น", "\udcff", "=" * 5000])
def test_no_other_signature_is(signature: str) -> None:
    assert not INTAKE.is_genuine({"x-line-signature": signature}, b"{}")
    assert not INTAKE.is_genuine({}, b"{}")


def test_the_bytes_are_signed_and_not_what_they_mean() -> None:
    body = '{"events": [], "text": "😀 \\u0e01"}'.encode()
    assert INTAKE.is_genuine({"x-line-signature": signed(body)}, body)
    again = json.dumps(json.loads(body)).encode()
    assert not INTAKE.is_genuine({"x-line-signature": signed(body)}, again)


# --- what is kept -----------------------------------------------------------------------------


def test_an_event_is_kept_as_it_came() -> None:
    (arrival,) = take(text_event("รายงาน 😀")).arrivals
    assert arrival.channel == "line"
    assert arrival.event_id == "01FZ74A0TDDPYRVKNK77XKC3ZR"
    assert arrival.lane == MARY
    assert arrival.message == "468789577898262530"
    assert arrival.occurred_at == datetime(2025, 11, 25, 2, 0, 0, 123000, tzinfo=UTC)
    assert json.loads(arrival.payload) == text_event("รายงาน 😀")
    assert not arrival.aside


def test_events_of_several_people_come_in_one_call() -> None:
    received = take(text_event("หนึ่ง"), text_event("/help", group=True), event("unfollow"))
    assert [arrival.lane for arrival in received.arrivals] == [MARY, GROUP, MARY]


def test_an_event_that_is_delivered_again_has_the_same_number() -> None:
    again = {"deliveryContext": {"isRedelivery": True}}
    for parts in ({}, {"webhookEventId": None}):
        first, second = take(text_event("ก", **parts), text_event("ก", **parts) | again).arrivals
        assert first.event_id == second.event_id
    other = take(text_event("ข", webhookEventId=None)).arrivals[0]
    assert other.event_id != first.event_id


@pytest.mark.parametrize(
    ("happened", "reason"),
    [
        (text_event("ก", mode="standby"), "standby"),
        ({"mode": "standby"}, "standby"),
        (event("videoPlayComplete"), "other_type"),
        (event("memberJoined", group=True), "other_type"),
        (event("telepathy"), "other_type"),
        (event("accountLink") | {"source": None}, "other_type"),
        (
            event("postback", postback={"data": "m", "params": {"newRichMenuAliasId": "en"}}),
            "menu_switch",
        ),
        (text_event("คุยกันเอง", group=True), "not_addressed"),
        (
            text_event(
                "@มานะ คุย",
                group=True,
                message={"mention": {"mentionees": [{"index": 0, "length": 5, "type": "user"}]}},
            ),
            "not_addressed",
        ),
        (event("message", group=True, message={"id": "1", "type": "sticker"}), "not_addressed"),
        (
            event("messageEdited", group=True, message={"id": "1", "type": "text", "text": "x"}),
            "not_addressed",
        ),
    ],
)
def test_what_nobody_has_to_answer_is_let_go(happened: Json, reason: str) -> None:
    assert take(happened) == Received(ignored=(reason,))


@pytest.mark.parametrize(
    "happened",
    [
        text_event("/status", group=True),
        text_event("  /help", group=True, account=None),
        text_event(
            "@Khuepna สถานะ", group=True, message={"mention": {"mentionees": [{"isSelf": True}]}}
        ),
        event("join", group=True, account=None),
        event("leave", group=True, account=None),
        event("postback", group=True, account=None, postback={"data": "1.yes"}),
        event("unsend", group=True, unsend={"messageId": "1"}),
    ],
)
def test_what_is_said_to_the_bot_in_a_group_is_kept(happened: Json) -> None:
    (arrival,) = take(happened).arrivals
    assert arrival.lane == GROUP
    assert not arrival.aside


BROKEN: list[Any] = [
    *(None, 7, "text", [], {}, {"type": 3}, {"type": None, "source": {}}),
    event("message"),
    text_event("x") | {"source": {"type": "user"}},
    text_event("x") | {"source": [MARY]},
    *(text_event("x") | {"timestamp": moment} for moment in (None, "now", True, -1, 10**30, 1.5)),
]


@pytest.mark.parametrize("broken", BROKEN, ids=repr)
def test_a_broken_event_is_kept_aside_and_is_not_in_the_way(broken: object) -> None:
    received = take(text_event("ก่อน"), broken, text_event("หลัง"))
    assert [arrival.aside for arrival in received.arrivals] == [False, True, False]
    assert json.loads(received.arrivals[1].payload) == broken
    assert received.arrivals[1].event_id == take(broken).arrivals[0].event_id
    assert received.arrivals[1].payload.isascii()


def test_a_number_that_no_event_has_is_replaced() -> None:
    (arrival,) = take(text_event("ก", webhookEventId="ก" * 9)).arrivals
    assert arrival.event_id.startswith("sha256-")
    assert not arrival.aside


def test_half_a_letter_can_be_kept() -> None:
    body = json.dumps({"events": [text_event("ก\ud800")]}).encode()
    (arrival,) = INTAKE.read(body).arrivals
    assert arrival.payload.encode()
    assert LineCodec().read(arrival.payload).event == Text("ก")


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"{}", b'{"events": {}}', b'{"events": null}', b"\xff\xfe", b"1"),
        b"[" * 100_000,
        b'{"events": [' + b"[" * 5000 + b"]" * 5000 + b"]}",
        b'{"events": [{"timestamp": ' + b"9" * 5000 + b"}]}",
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_call_is_refused_in_one_way(body: bytes) -> None:
    with pytest.raises(UnreadableCall):
        INTAKE.read(body)


def test_new_fields_and_values_do_no_harm() -> None:
    happened = text_event("ก", mode="turbo", shine={"deep": [1]}, message={"markAsReadToken": "t"})
    (arrival,) = take(happened).arrivals
    assert LineCodec().read(arrival.payload).event == Text("ก")
