"""Each kind of update is one event of one chat, or none."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.channels.telegram.codec import TelegramCodec
from bot.channels.telegram.fields import lane_of
from bot.channels.telegram.reading import UNKNOWN_BUTTON, Ignored, Read, read_update
from handlers.messages import (
    Attachment,
    Edited,
    Greeting,
    Inbound,
    Left,
    Moved,
    Press,
    Returned,
    Text,
    Unread,
    Unreadable,
    UnreadablePayload,
)
from tests.channels.telegram import updates as u
from tests.channels.telegram.updates import DATE, GROUP, MALEE, Json

ME = str(MALEE)
FILE = {"file_id": "AgAD", "file_unique_id": "U1", "file_size": 900}
LARGE = {"file_id": "AgBX", "file_unique_id": "U2", "file_size": 90_000, "width": 1280}
MANY = u.private() | {"type": "channel"}


def test_a_text_is_read_with_its_account_and_chat() -> None:
    read = read_update(u.said("๔๕ & <b>", message_id=17))
    assert read == Read(Inbound(Text("๔๕ & <b>"), ME), ME, DATE, f"{MALEE}:17")


def test_a_deep_link_arrives_as_the_text_start() -> None:
    read = read_update(
        u.said("/start KHP-1234", entities=[{"type": "bot_command", "offset": 0, "length": 6}])
    )
    assert isinstance(read, Read)
    assert read.inbound.event == Text("/start KHP-1234")


def test_an_edited_text_is_no_new_one() -> None:
    update = u.edited("46")
    read = read_update(update)
    assert isinstance(read, Read)
    assert (read.inbound, read.second) == (Inbound(Edited(), ME), DATE + 9)


def test_the_steps_of_somebody_who_shares_where_they_are_are_no_edits() -> None:
    update = u.edited("46")
    del update["edited_message"]["text"]
    update["edited_message"]["location"] = {"latitude": 13.7, "longitude": 100.5}
    assert read_update(update) == Ignored("live_location")


def test_a_press_is_read_and_bears_no_time() -> None:
    assert read_update(u.pressed("12.edit.narrative")) == Read(
        Inbound(Press(12, "edit.narrative"), ME), ME
    )
    in_group = read_update(u.pressed("12.none", u.group()))
    assert isinstance(in_group, Read)
    assert in_group.inbound.group


def test_a_button_that_we_do_not_write_any_more_is_one_of_an_old_question() -> None:
    read = read_update(u.pressed("report:start:9"))
    assert isinstance(read, Read)
    assert read.inbound.event == UNKNOWN_BUTTON


@pytest.mark.parametrize(
    ("content", "event"),
    [
        ({"photo": [FILE, LARGE], "caption": "ถนน"}, Attachment("AgBX", "", None, 90_000, "ถนน")),
        ({"photo": [LARGE], "media_group_id": "13"}, Attachment("AgBX", "", "13", 90_000)),
        (
            {"document": FILE | {"file_name": "ภาพ.pdf"}},
            Attachment("AgAD", "ภาพ.pdf", None, 900),
        ),
        ({"document": {"file_id": "AgAD", "file_unique_id": "U1"}}, Attachment("AgAD")),
        ({"sticker": FILE}, Unreadable(Unread.STICKER)),
        ({"voice": FILE}, Unreadable(Unread.VOICE)),
        ({"audio": FILE}, Unreadable(Unread.VOICE)),
        ({"video_note": FILE}, Unreadable(Unread.VOICE)),
        ({"location": {"latitude": 13.7, "longitude": 100.5}}, Unreadable(Unread.LOCATION)),
        ({"venue": {}, "location": {}}, Unreadable(Unread.LOCATION)),
        ({"animation": FILE, "document": FILE}, Unreadable(Unread.PICTURE)),
        ({"video": FILE, "caption": "งาน"}, Unreadable(Unread.FILE)),
        ({"contact": {}}, Unreadable(Unread.OTHER)),
        ({"something_of_next_year": {}}, Unreadable(Unread.OTHER)),
    ],
)
def test_what_else_a_person_sends_is_read_by_its_kind(content: Json, event: Any) -> None:
    read = read_update(u.sent(**content))
    assert isinstance(read, Read)
    assert read.inbound == Inbound(event, ME)


@pytest.mark.parametrize(
    "update",
    [
        u.said("x", u.group(), **{"from": {"id": u.ANONYMOUS, "is_bot": True}}),
        u.said("x", u.group(), **{"from": {"id": u.CHANNEL_POST, "is_bot": True}}),
        u.said("x", u.group(), sender_chat=u.group()),
        u.said("x", u.group(), **{"from": None}),
    ],
    ids=["an anonymous admin", "a channel", "a group as itself", "nobody"],
)
def test_who_does_not_say_who_they_are_has_no_account(update: Json) -> None:
    read = read_update(update)
    assert isinstance(read, Read)
    assert read.inbound == Inbound(Text("x"), None, group=True)


@pytest.mark.parametrize(
    ("topic", "lane"),
    [
        ({"message_thread_id": 45, "is_topic_message": True}, f"{GROUP}/45"),
        ({"message_thread_id": 45}, str(GROUP)),
        ({"message_thread_id": 1, "is_topic_message": True}, str(GROUP)),
        ({}, str(GROUP)),
    ],
    ids=["a topic", "a thread of answers", "the general topic", "no topic"],
)
def test_a_topic_of_a_group_is_a_chat_of_its_own(topic: Json, lane: str) -> None:
    assert lane_of(u.message(u.group(), text="x", **topic)) == lane


def test_a_private_chat_is_one_chat_whatever_its_topics() -> None:
    assert lane_of(u.message(text="x", message_thread_id=45, is_topic_message=True)) == ME


def test_a_group_that_becomes_a_supergroup_goes_on_elsewhere() -> None:
    read = read_update(u.sent(u.group("group", -42), migrate_to_chat_id=GROUP))
    assert read == Read(Inbound(Moved(str(GROUP)), None, group=True), "-42", DATE)


@pytest.mark.parametrize(
    ("update", "event"),
    [
        (u.membership(u.private(), "member", "kicked"), Inbound(Left(), ME)),
        (u.membership(u.private(), "kicked", "member"), Inbound(Returned(), ME)),
        (u.membership(u.group(), "member", "kicked"), Inbound(Left(), ME, group=True)),
        (u.membership(u.group(), "administrator", "left"), Inbound(Left(), ME, group=True)),
        (u.membership(u.group(), "left", "member"), Inbound(Greeting(), ME, group=True)),
        (u.membership(u.group(), "kicked", "administrator"), Inbound(Greeting(), ME, group=True)),
        (
            u.membership(u.group(), "left", "restricted", is_member=True),
            Inbound(Greeting(), ME, group=True),
        ),
    ],
)
def test_the_bot_is_added_and_removed(update: Json, event: Inbound) -> None:
    read = read_update(update)
    assert isinstance(read, Read)
    assert read.inbound == event


@pytest.mark.parametrize(
    ("update", "reason"),
    [
        (u.membership(u.group(), "member", "administrator"), "rights_changed"),
        (u.membership(MANY, "left", "administrator"), "channel"),
        (u.sent(u.group(), new_chat_members=[u.user()]), "service_message"),
        (u.sent(pinned_message=u.message(text="x")), "service_message"),
        (u.sent(u.group(), migrate_from_chat_id=-42), "service_message"),
        (u.said("x", MANY), "channel"),
        (u.edited("46", u.group()), "edited_in_group"),
        (u.update("callback_query", {"id": "1", "from": u.user(), "data": "x"}), "foreign_button"),
        (u.pressed(None), "foreign_button"),
        (u.update("poll_answer", {}), "other_kind"),
    ],
)
def test_what_nobody_has_to_answer_is_let_go(update: Json, reason: str) -> None:
    assert read_update(update) == Ignored(reason)
    with pytest.raises(UnreadablePayload, match=reason):
        TelegramCodec().read(json.dumps(update))


@pytest.mark.parametrize(
    "update",
    [
        u.update("message", {"text": "x"}),
        u.sent(text=45),
        u.said("x", date=None),
        u.said("x", date=10**30),
        u.said("x\0"),
        u.said("\ud800"),
        u.sent(photo=[]),
        u.sent(document={}),
        u.said("x", message_id="1"),
        {"update_id": 1, "message": [], "callback_query": None},
        u.membership(u.group(), "member", "kicked") | {"my_chat_member": {"chat": u.group()}},
    ],
)
def test_what_has_not_its_form_is_unreadable(update: Json) -> None:
    with pytest.raises(UnreadablePayload):
        read_update(update)


def test_what_is_said_to_the_bot_by_name_in_a_group_is_read_without_the_name() -> None:
    named = {"type": "mention", "offset": 0, "length": 12}
    read = read_update(u.said("@khuepna_bot  สถานะ", u.group(), entities=[named]))
    assert isinstance(read, Read)
    assert read.inbound.event == Text("/status")
    words = read_update(u.said("@khuepna_bot สถานะ สวน ริมคลอง", u.group(), entities=[named]))
    assert isinstance(words, Read)
    assert words.inbound.event == Text("/status สวน ริมคลอง")
    talk = read_update(u.said("@khuepna_bot ขอบคุณ", u.group(), entities=[named]))
    assert isinstance(talk, Read)
    assert talk.inbound.event == Text("ขอบคุณ")
    alone = read_update(u.said("@khuepna_bot", u.group(), entities=[named]))
    assert isinstance(alone, Read)
    assert alone.inbound.event == Text("@khuepna_bot")
