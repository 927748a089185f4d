"""Reading LINE's events: by what they say, whatever else is in them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.line.codec import LineCodec
from handlers.messages import (
    Attachment,
    Edited,
    Event,
    Greeting,
    Inbound,
    Incident,
    Left,
    Press,
    Text,
    Unread,
    Unreadable,
    UnreadablePayload,
    Unsent,
)
from tests.channels.line.words import GROUP, MARY, UNREAD, Json, event, text_event

SELF = {"type": "user", "userId": "Ubot", "isSelf": True}


def read(happened: Json) -> Inbound:
    return LineCodec().read(json.dumps(happened))


def said(**message: Any) -> Event | Incident:
    return read(event("message", message={"id": "468", **message})).event


def pressed(data: str, **more: Any) -> Event | Incident:
    return read(event("postback", postback={"data": data, **more})).event


def mention(text: str, index: int, length: int, **who: Any) -> Event | Incident:
    mentionee = {**SELF, **who, "index": index, "length": length}
    message = {"mention": {"mentionees": [mentionee]}}
    return read(text_event(text, group=True, message=message)).event


def test_a_text_in_a_private_chat_is_read_as_it_was_typed() -> None:
    assert read(text_event(" ร้อยละ ๔๕\n😀 ")) == Inbound(Text(" ร้อยละ ๔๕\n😀 "), MARY)


def test_what_no_database_takes_is_left_out() -> None:
    assert read(text_event("ก\0ข\ud800ค")).event == Text("กขค")
    assert read(text_event("\0")).event == Unreadable(Unread.OTHER)


@pytest.mark.parametrize(("kind", "message"), UNREAD.items(), ids=UNREAD)
def test_what_is_no_answer_is_known_by_its_kind(kind: Unread, message: Json) -> None:
    assert said(**message) == Unreadable(kind)


def test_a_picture_is_fetched_by_the_number_of_its_message() -> None:
    assert said(type="image", contentProvider={"type": "line"}) == Attachment("468")


def test_pictures_of_one_album_say_so() -> None:
    image_set = {"id": "E005D41A7288F41B", "index": 1, "total": 2}
    picture = said(type="image", contentProvider={"type": "line"}, imageSet=image_set)
    assert picture == Attachment("468", album="E005D41A7288F41B")


def test_a_file_has_a_name_and_a_size() -> None:
    file = said(type="file", fileName="แบบ.pdf", fileSize=2138)
    assert file == Attachment("468", name="แบบ.pdf", size=2138)
    assert said(type="file", fileName=7, fileSize="big") == Attachment("468")


@pytest.mark.parametrize(
    ("happened", "meaning"),
    [
        (event("follow", follow={"isUnblocked": True}), Inbound(Greeting(), MARY)),
        (event("unfollow"), Inbound(Left(), MARY)),
        (event("join", group=True, account=None), Inbound(Greeting(), None, group=True)),
        (event("leave", group=True, account=None), Inbound(Left(), None, group=True)),
        (event("unsend", unsend={"messageId": "325708"}), Inbound(Unsent("325708"), MARY)),
        (
            event("messageEdited", group=True, message={"id": "1", "type": "text", "text": "ข"}),
            Inbound(Edited(), MARY, group=True),
        ),
    ],
    ids=lambda value: value.get("type") if isinstance(value, dict) else "",
)
def test_what_befalls_a_chat_is_known(happened: Json, meaning: Inbound) -> None:
    assert read(happened) == meaning


def test_a_button_is_a_press() -> None:
    assert pressed("12.edit.narrative") == Press(12, "edit.narrative")


def test_a_menu_may_say_a_command() -> None:
    assert pressed("/report") == Text("/report")


def test_a_date_that_was_picked_is_its_words() -> None:
    assert pressed("date", params={"date": "2026-11-25"}) == Text("2026-11-25")


def test_other_data_is_nothing_to_answer_a_question_with() -> None:
    assert pressed("somebody else's") == Unreadable(Unread.OTHER)


# --- groups ----------------------------------------------------------------------------------


def test_a_group_is_a_group_whoever_it_was() -> None:
    assert read(text_event("/status", group=True)) == Inbound(Text("/status"), MARY, group=True)
    unknown = read(text_event("/status", group=True, account=None))
    assert unknown == Inbound(Text("/status"), None, group=True)


def test_an_old_room_is_a_group_too() -> None:
    happened = text_event("/help") | {"source": {"type": "room", "roomId": GROUP}}
    assert read(happened) == Inbound(Text("/help"), None, group=True)


@pytest.mark.parametrize(
    ("text", "place", "command"),
    [
        ("@Khuepna /status ถนน", (0, 8), "/status ถนน"),
        ("😀 @Khuepna สถานะ", (3, 8), "😀  สถานะ"),
        ("@Khuepna สถานะ", (0, 8), "/status"),
        ("@Khuepna ค้าง เขต ๒", (0, 8), "/late เขต ๒"),
        ("@Khuepna สรุป 2566Q4", (0, 8), "/summary 2566Q4"),
        ("ช่วยเหลือ @Khuepna", (10, 8), "/help"),
        ("@Khuepna", (0, 8), "/help"),
        ("@Khuepna ถนนเสร็จแล้ว", (0, 8), "ถนนเสร็จแล้ว"),
    ],
)
def test_a_word_after_the_name_of_the_bot_is_a_command(
    text: str, place: tuple[int, int], command: str
) -> None:
    assert mention(text, *place) == Text(command)


def test_the_name_of_somebody_else_stays_in_the_text() -> None:
    assert mention("/status @มานะ", 8, 5, isSelf=False) == Text("/status @มานะ")


# --- what cannot be read -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "happened",
    [
        {},
        {"type": "message"},
        event("message"),
        event("message", message="ข้อความ"),
        event("message", message={"type": 3}),
        event("postback", postback={}),
        event("unsend", unsend={"messageId": "ก"}),
        event("accountLink"),
        text_event("x") | {"source": None},
        text_event("x") | {"source": {"type": "user"}},
        text_event("x") | {"source": {"type": "user", "userId": "a b"}},
        text_event("x") | {"source": {"type": "planet", "userId": MARY}},
        {"type": "message", "message": {"type": "text", "text": "x"}},
    ],
    ids=repr,
)
def test_what_cannot_be_read_is_refused(happened: Json) -> None:
    with pytest.raises(UnreadablePayload):
        read(happened)
