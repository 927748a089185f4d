"""What every channel must keep to. A new channel joins by one line in CHANNELS."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.base import Channel, Refused, Retry, Sent
from bot.channels.line.codec import LineCodec
from bot.channels.local import TerminalChannel, WebchatChannel
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.terminal import TerminalCodec
from bot.channels.webchat import WebchatCodec, event_payload
from handlers.messages import (
    Card,
    Choice,
    Codec,
    Enclosure,
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
    parse_button_data,
)
from handlers.papers import FileForm, ProjectCurve, QuarterFile
from storage.periods import Quarter
from storage.records import Dispatch, Worth
from tests.channels.line.contract import LINE_ACCOUNT, LineOnLoopback, of_the_account
from tests.channels.telegram.contract import (
    ACCOUNT,
    TelegramOnLoopback,
    as_telegram_shows,
    as_telegram_writes,
)


def as_a_page_writes(event: Event) -> str:
    match event:
        case Text(text):
            content: dict[str, Any] = {"text": text}
        case Press(ask, choice):
            content = {"press": f"{ask}.{choice}"}
        case Unreadable(kind):
            content = {kind.value: True}
        case Greeting():
            content = {"hello": True}
    return event_payload(content, account="officer-1", group=False)


def ignore(_lines: str) -> None:
    """A screen that nobody looks at."""


def as_it_stands(said: str) -> str:
    return said


@dataclass(frozen=True)
class Case:
    codec: Codec
    channel: Channel
    written: Callable[[Event], str]
    """An event as the platform of the channel sends it."""
    account: str = "officer-1"
    """Whose private chat the tests are about; the chat bears the same name."""
    shown: Callable[[str], str] = as_it_stands
    """What a person sees of the strings in a request."""
    cuts: bool = False
    """Whether a long message takes several requests."""
    shares: bool = False
    """Whether a request says several messages."""
    never: tuple[type[Event], ...] = ()
    """What the platform has no event for."""


CHANNELS = {
    "webchat": Case(WebchatCodec(), WebchatChannel(), as_a_page_writes),
    "terminal": Case(TerminalCodec(), TerminalChannel(ignore), as_a_page_writes),
    "telegram": Case(
        TelegramCodec(),
        TelegramOnLoopback(),
        as_telegram_writes,
        account=ACCOUNT,
        shown=as_telegram_shows,
        cuts=True,
        never=(Greeting,),
    ),
    "line": Case(
        LineCodec(),
        LineOnLoopback(),
        of_the_account,
        account=LINE_ACCOUNT,
        cuts=True,
        shares=True,
    ),
}

every_channel = pytest.mark.parametrize("case", CHANNELS.values(), ids=CHANNELS)

EVENTS = [
    Text('เดือนนี้ร้อยละ ๔๕\nปลูกต้นไม้แล้ว 😀 "ครบ" <b>'),
    Press(12, "edit.narrative"),
    Greeting(),
    *(Unreadable(kind) for kind in Unread),
]
LONG = "ก่อสร้างถนนแล้วเสร็จเป็นที่น่าพอใจ 😀 ที่ตำบลน้ำริน\n" * 400
MESSAGES = (
    Outgoing("ข้อความแรก"),
    Outgoing(
        LONG,
        card=Card("หัวเรื่อง", (Row("ผลงาน", LONG),), Decimal("62.5")),
        ask=7,
        choices=(Choice("none", "ไม่มี"), Choice("send", "ส่งรายงาน", Tone.PRIMARY)),
    ),
)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(str.strip)


def texts_in(payload: Any) -> str:
    """Give everything that a request says, whatever its shape."""
    match payload:
        case dict():
            return "\n".join(texts_in(value) for value in payload.values())
        case list():
            return "\n".join(texts_in(value) for value in payload)
        case _:
            return str(payload)


def dispatch(case: Case, payload: str) -> Dispatch:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    key = "123e4567-e89b-12d3-a456-426614174000"
    return Dispatch(1, case.codec.name, case.account, payload, key, 1, now, Worth.URGENT)


@every_channel
def test_the_two_sides_of_a_channel_bear_one_name(case: Case) -> None:
    assert case.codec.name == case.channel.name


@pytest.mark.parametrize(
    ("case", "event"),
    [
        pytest.param(case, event, id=f"{name}-{type(event).__name__}")
        for name, case in CHANNELS.items()
        for event in EVENTS
        if not isinstance(event, case.never)
    ],
)
def test_it_reads_what_its_platform_sends(case: Case, event: Event) -> None:
    assert case.codec.read(case.written(event)) == Inbound(event, case.account)


@every_channel
@given(text=TEXT)
def test_it_reads_every_text_as_it_was_typed(case: Case, text: str) -> None:
    assert case.codec.read(case.written(Text(text))).event == Text(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@every_channel
@given(payload=st.one_of(st.text(), JSON.map(json.dumps)))
def test_what_it_cannot_read_is_refused_in_one_way_only(case: Case, payload: str) -> None:
    with pytest.raises(UnreadablePayload):
        case.codec.read(payload)


@every_channel
@given(event=st.sampled_from(EVENTS), way=st.lists(st.integers(0, 9), max_size=4), value=JSON)
def test_nor_is_anything_else_said_of_an_event_with_one_thing_wrong_in_it(
    case: Case, event: Event, way: list[int], value: Any
) -> None:
    assume(not isinstance(event, case.never))
    payload = json.dumps(with_one_thing_changed(json.loads(case.written(event)), way, value))
    try:
        read = case.codec.read(payload)
    except UnreadablePayload:
        return
    # What was read all the same can be stored, and answered.
    assert isinstance(read, Inbound)
    if isinstance(read.event, Text):
        assert read.event.text.encode()
        assert "\0" not in read.event.text
    if isinstance(read.event, Press):
        assert parse_button_data(f"{read.event.ask}.{read.event.choice}") == read.event


def with_one_thing_changed(payload: Any, way: list[int], value: Any) -> Any:
    """Put `value` at a place inside, found by taking so many steps to the side at each level."""
    if not way or not payload or not isinstance(payload, dict | list):
        return value
    keys = list(payload) if isinstance(payload, dict) else list(range(len(payload)))
    key = keys[way[0] % len(keys)]
    payload[key] = with_one_thing_changed(payload[key], way[1:], value)
    return payload


@every_channel
def test_everything_is_said_and_in_order(case: Case) -> None:
    written = case.codec.write(case.account, MESSAGES)
    said = "\n".join(case.shown(texts_in(json.loads(request))) for request in written)
    assert said.index("ข้อความแรก") < said.index(LONG.splitlines()[0])
    assert case.shares or written == tuple(
        request for message in MESSAGES for request in case.codec.write(case.account, [message])
    )
    assert case.cuts or len(written) == len(MESSAGES)


@every_channel
@given(title=TEXT, label=TEXT, value=TEXT)
def test_every_field_of_a_card_is_said_word_for_word(
    case: Case, title: str, label: str, value: str
) -> None:
    card = Card(title, (Row(label, value),))
    (request,) = case.codec.write(case.account, (Outgoing("ตรวจก่อนส่ง", card=card),))
    said = case.shown(texts_in(json.loads(request)))
    assert title in said
    assert label in said
    # A screen may indent the lines of a field; it may not leave one out.
    assert all(line in said for line in value.split("\n"))


@every_channel
def test_it_writes_the_same_requests_for_the_same_messages(case: Case) -> None:
    written = case.codec.write(case.account, MESSAGES)
    assert written == case.codec.write(case.account, MESSAGES)
    assert written
    assert case.codec.write(case.account, ()) == ()


@every_channel
def test_a_long_text_is_never_cut_or_altered(case: Case) -> None:
    requests = case.codec.write(case.account, MESSAGES)
    said = "".join(case.shown(texts_in(json.loads(one))) for one in requests)
    for line in LONG.splitlines():
        assert said.count(line) >= 2 * LONG.splitlines().count(line)


@every_channel
@given(text=TEXT)
def test_every_text_is_said_word_for_word(case: Case, text: str) -> None:
    (request,) = case.codec.write(case.account, (Outgoing(text),))
    assert text in case.shown(texts_in(json.loads(request)))


CURVE = Enclosure(
    ProjectCurve("50240000-3561"),
    "กราฟ ปลูกป่าชายเลน",
    "https://bot.example/v/1-abc/project/50240000-3561/curve.png",
    "th",
)
TABLE = Enclosure(
    QuarterFile(Quarter(2566, 4), "50240000", FileForm.XLSX),
    "สรุป ไตรมาส 4/2566",
    "https://bot.example/v/1-abc/file/2566Q4/50240000.xlsx",
    "th",
)


@every_channel
def test_what_is_enclosed_goes_out_and_the_words_and_buttons_stay_whole(case: Case) -> None:
    question = replace(MESSAGES[1], enclosed=(CURVE, TABLE))
    written = case.codec.write(case.account, (question,))
    said = "\n".join(case.shown(texts_in(json.loads(one))) for one in written)
    assert CURVE.url in said
    assert TABLE.url in said
    assert TABLE.name in said
    assert "7.none" in said
    assert all(line in said for line in LONG.splitlines())
    for request in written:
        assert asyncio.run(case.channel.send(dispatch(case, request))) == Sent()


@every_channel
def test_every_button_leads_back_to_its_question(case: Case) -> None:
    said = "\n".join(texts_in(json.loads(one)) for one in case.codec.write(case.account, MESSAGES))
    pressed = {parse_button_data(line) for line in said.splitlines()}
    assert {Press(7, "none"), Press(7, "send")} <= pressed


@every_channel
def test_it_sends_what_it_wrote(case: Case) -> None:
    for request in case.codec.write(case.account, MESSAGES):
        assert asyncio.run(case.channel.send(dispatch(case, request))) == Sent()


@every_channel
@pytest.mark.parametrize("payload", ["", "{}", "[]", '{"text": 1}', "null"])
def test_sending_gives_a_result_whatever_it_is_given(case: Case, payload: str) -> None:
    result = asyncio.run(case.channel.send(dispatch(case, payload)))
    assert isinstance(result, Sent | Retry | Refused)


def test_a_screen_that_nobody_reads_any_more_is_tried_again() -> None:
    def broken(_lines: str) -> None:
        raise BrokenPipeError

    channel = TerminalChannel(broken)
    (request,) = TerminalCodec().write("officer-1", (Outgoing("สวัสดี"),))
    case = Case(TerminalCodec(), channel, as_a_page_writes)
    assert isinstance(asyncio.run(channel.send(dispatch(case, request))), Retry)
