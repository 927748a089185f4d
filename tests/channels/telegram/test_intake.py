"""What is taken in: whose call it is, which updates are kept, and in which order they happened."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram.addressing import Identity
from bot.channels.telegram.intake import ASIDE_LANE, SECRET_HEADER, TelegramIntake
from bot.channels.telegram.reading import UPDATES
from bot.receive import UnreadableCall
from storage.records import Arrival
from tests.channels.telegram import updates as u
from tests.channels.telegram.updates import BOT, BOT_NAME, DATE, GROUP, MALEE, Json

NOW = datetime(2026, 11, 25, 2, 0, 7, 654321, tzinfo=UTC)
SECRET = "a-secret_of-ours"


def intake(name: str | None = BOT_NAME) -> TelegramIntake:
    return TelegramIntake(Identity(BOT, name), secret=SECRET, clock=lambda: NOW)


def taken(update: object, name: str | None = BOT_NAME) -> Arrival | str:
    """The event that is kept of an update, or the reason why none is."""
    received = intake(name).read_updates([update])
    found: list[Arrival | str] = [*received.arrivals, *received.ignored]
    (one,) = found
    return one


def test_a_call_is_genuine_by_its_secret_alone() -> None:
    assert intake().is_genuine({SECRET_HEADER: SECRET}, b"")
    for headers in ({}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET + "x"}, {SECRET_HEADER: "ก"}):
        assert not intake().is_genuine(headers, b"")


def test_an_update_is_kept_as_it_came() -> None:
    update = u.said("๔๕%", message_id=17)
    number = update["update_id"]
    received = intake().read(json.dumps(update).encode())
    (arrival,) = received.arrivals
    assert json.loads(arrival.payload) == update
    assert (arrival.channel, arrival.event_id) == ("telegram", f"{BOT}:{number}")
    assert (arrival.lane, arrival.message) == (str(MALEE), f"{MALEE}:17")
    assert not arrival.aside


def test_messages_and_presses_of_one_second_keep_the_order_of_their_updates() -> None:
    later = u.said("สอง", date=int(NOW.timestamp()))
    earlier = u.pressed("3.none") | {"update_id": later["update_id"] - 1}
    text, press = taken(later), taken(earlier)
    assert isinstance(text, Arrival)
    assert isinstance(press, Arrival)
    assert press.occurred_at < text.occurred_at
    assert text.occurred_at - press.occurred_at < timedelta(milliseconds=1)


def test_a_message_happened_when_telegram_says_so() -> None:
    arrival = taken(u.said("สาย", date=DATE))
    assert isinstance(arrival, Arrival)
    assert arrival.occurred_at.replace(microsecond=0) == datetime.fromtimestamp(DATE, UTC)


@pytest.mark.parametrize(
    "update",
    [
        u.said("/status", u.group()),
        u.said("/status@khuepna_bot สวน", u.group()),
        u.said("/status@KHUEPNA_BOT", u.group()),
        u.said("ได้", u.group(), reply_to_message={"from": {"id": BOT}}),
        u.said(
            "😀 @khuepna_bot ค้าง",
            u.group(),
            entities=[{"type": "mention", "offset": 3, "length": 12}],
        ),
        u.said(
            "ค้าง", u.group(), entities=[{"type": "text_mention", "user": {"id": BOT}, "offset": 0}]
        ),
        u.pressed("3.none", u.group()),
        u.membership(u.group(), "left", "member"),
        u.sent(u.group("group", -42), migrate_to_chat_id=GROUP),
    ],
)
def test_of_a_group_is_kept_what_is_for_the_bot(update: Json) -> None:
    assert isinstance(taken(update), Arrival)


@pytest.mark.parametrize(
    "update",
    [
        u.said("กินข้าวหรือยัง", u.group()),
        u.said("/status@another_bot", u.group()),
        u.said("/status@another_bot", u.group(), reply_to_message={"from": {"id": BOT}}),
        u.said("ได้", u.group(), reply_to_message={"from": {"id": MALEE}}),
        u.said("@somebody", u.group(), entities=[{"type": "mention", "offset": 0, "length": 9}]),
        u.said("@x", u.group(), entities=[None, 1, {"type": "mention", "offset": "0"}]),
        u.sent(u.group(), photo=[{"file_id": "AgAD"}], caption="@khuepna_bot"),
    ],
)
def test_what_people_say_to_each_other_is_not_kept(update: Json) -> None:
    assert taken(update) == "not_addressed"


def test_before_its_name_is_known_a_command_with_a_name_is_taken_for_the_bots() -> None:
    assert isinstance(taken(u.said("/status@khuepna_bot", u.group()), None), Arrival)


def test_a_command_for_another_bot_in_a_private_chat_is_a_text_like_any_other() -> None:
    assert isinstance(taken(u.said("/status@another_bot")), Arrival)


def test_what_cannot_be_read_is_kept_aside_and_holds_up_no_chat() -> None:
    arrival = taken(u.sent(text=45))
    assert isinstance(arrival, Arrival)
    assert arrival.aside
    assert arrival.lane == ASIDE_LANE


def test_one_bad_update_of_a_poll_is_no_matter_to_the_others() -> None:
    received = intake().read_updates(
        [{"x": 1}, u.sent(text=45), u.said("ดี"), "x", u.update("x", {})]
    )
    assert [arrival.aside for arrival in received.arrivals] == [True, False]
    assert received.ignored == ("unreadable", "unreadable", "other_kind")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"1", b'{"update_id": "1"}', b"\xff", b"[" * 9999]
)
def test_a_call_without_an_update_in_it_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableCall):
        intake().read(body)


def test_what_is_stored_can_be_stored_whatever_it_holds() -> None:
    arrival = taken(u.said("\ud83d \0"))
    assert isinstance(arrival, Arrival)
    assert arrival.aside
    assert arrival.payload.isascii()


def test_only_kinds_that_are_read_are_asked_for() -> None:
    assert UPDATES == ("message", "edited_message", "callback_query", "my_chat_member")
