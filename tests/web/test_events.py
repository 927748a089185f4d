import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.tryout.stream import read_places, write_places
from handlers.messages import Card, Choice, Outgoing
from storage.db import transaction
from storage.inbox import receive
from storage.records import Arrival
from storage.transcripts import Place
from tests.web.desk import WEBCHAT, Desk, Event, running, say, ticking
from tests.web.office import open_office


def until_ready(events: Iterator[Event]) -> list[Event]:
    """The lines of the history, up to its end."""
    lines: list[Event] = []
    for one in events:
        if one.name == "ready":
            return lines
        if one.name == "line":
            lines.append(one)
    raise AssertionError("the stream ended before its history did")


def words(lines: list[Event]) -> list[str]:
    return [line.data["payload"]["text"] for line in lines]


def next_line(events: Iterator[Event]) -> Event:
    return next(one for one in events if one.name == "line")


def test_a_page_gets_the_history_first_and_then_what_is_said(desk: Desk) -> None:
    desk.post(lane="officer-1", id="e1", text="before")
    with desk.chats("officer-1") as events:
        [before] = until_ready(events)
        assert before.data["payload"]["text"] == "before"
        desk.post(lane="officer-1", id="e2", text="after")
        after = next_line(events)
    assert after.data == {
        "lane": "officer-1",
        "key": "said-2",
        "by": "person",
        "at": after.data["at"],
        "event_id": "e2",
        "payload": {"account": "officer-1", "group": False, "text": "after"},
    }


def test_what_the_bot_says_is_shown_with_its_card_and_choices(desk: Desk) -> None:
    say(
        desk.engine,
        "officer-1",
        Outgoing("ใช่ไหม", Card("หัวข้อ", ()), 3, (Choice("yes", "ใช่"),)),
    )
    with desk.chats("officer-1") as events:
        [line] = until_ready(events)
    assert line.data["by"] == "bot"
    assert line.data["payload"]["card"]["title"] == "หัวข้อ"
    assert line.data["payload"]["choices"][0]["data"] == "3.yes"


def test_one_stream_carries_several_chats(desk: Desk) -> None:
    desk.post(lane="officer-1", id="e1", text="one")
    desk.post(lane="group-1", id="e2", account="officer-1", text="two")
    desk.post(lane="supervisor-1", id="e3", text="three")
    with desk.chats("officer-1", "group-1") as events:
        assert words(until_ready(events)) == ["one", "two"]


def test_two_pages_see_the_same(desk: Desk) -> None:
    with desk.chats("officer-1") as one, desk.chats("officer-1") as other:
        until_ready(one)
        until_ready(other)
        desk.post(lane="officer-1", id="e1", text="hello")
        assert next_line(one) == next_line(other)


@pytest.mark.parametrize("how", ["header", "query"])
def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_twice(desk: Desk, how: str) -> None:
    desk.post(lane="officer-1", id="e1", text="one")
    desk.post(lane="group-1", id="e2", account=None, text="in the group")
    with desk.chats("officer-1", "group-1") as events:
        last = until_ready(events)[-1].id
    desk.post(lane="officer-1", id="e3", text="two")
    say(desk.engine, "group-1", Outgoing("three"))
    request = (
        {"headers": {"Last-Event-ID": last}} if how == "header" else {"params": {"after": last}}
    )
    with desk.chats("officer-1", "group-1", **request) as events:
        assert words(until_ready(events)) == ["two", "three"]


@pytest.mark.parametrize("junk", ["", "~", "officer-1", "officer-1.x.1", "officer-1.-1.0", "é.1.1"])
def test_a_place_that_nobody_wrote_starts_afresh(junk: str) -> None:
    assert read_places(junk, ["officer-1"]) == {"officer-1": None}


def test_places_are_read_as_they_were_written() -> None:
    places = {"officer-1": Place(12, 7), "group-1": None, "x": Place(0, 3)}
    assert read_places(write_places(places), list(places)) == places


def test_another_process_is_heard_without_the_bell(database: Engine) -> None:
    with running(database, poll=0.05) as desk, desk.chats("officer-1") as events:
        until_ready(events)
        say(database, "officer-1", Outgoing("from elsewhere"))
        assert words([next_line(events)]) == ["from elsewhere"]


def test_the_bell_is_heard_long_before_the_next_look(database: Engine) -> None:
    with running(database, poll=3600) as desk, desk.chats("officer-1") as events:
        until_ready(events)
        say(database, "officer-1", Outgoing("ding"))
        desk.ring()
        assert words([next_line(events)]) == ["ding"]


def test_what_a_phone_sends_rings_the_bell(sqlite: Engine) -> None:
    office = open_office(sqlite)
    with running(sqlite, poll=3600) as desk, desk.chats("officer-1") as events:
        until_ready(events)
        desk.post(lane="officer-1", id="e1", text="hello")
        assert next_line(events).data["event_id"] == "e1"
        desk.post("/tryout/hold", lane="officer-1", id="e2", person=office.officer.id)
        assert next_line(events).data["event_id"] == "e2"


def test_a_quiet_line_is_kept_open_by_comments(database: Engine) -> None:
    with running(database, poll=0.02, heartbeat=0.02) as desk, desk.chats("officer-1") as events:
        until_ready(events)
        assert next(events).comment
        assert next(events).comment


def test_streams_end_when_the_service_goes_down(database: Engine) -> None:
    with running(database, poll=3600) as desk, desk.chats("officer-1") as events:
        until_ready(events)
        threading.Thread(target=desk.close_streams).start()
        assert list(events) == []


def test_a_stream_ends_when_the_database_goes_so_that_the_page_comes_back(sqlite: Engine) -> None:
    with running(sqlite, poll=3600) as desk, desk.chats("officer-1") as events:
        until_ready(events)
        with transaction(sqlite) as tx:
            tx.exec_driver_sql("ALTER TABLE outbox RENAME TO gone")
        desk.ring()
        assert list(events) == []


def test_an_event_that_no_phone_sent_hides_nothing_after_it(desk: Desk) -> None:
    now = ticking()
    with transaction(desk.engine) as tx:
        receive(tx, [Arrival(WEBCHAT, "bad", "officer-1", now, "{not json")], now=now)
    desk.post(lane="officer-1", id="e1", text="good")
    with desk.chats("officer-1") as events:
        assert words(until_ready(events)) == ["good"]


@pytest.mark.parametrize("query", ["", "?lane=", "?lane=Officer", "?lane=officer-1&lane=../x"])
def test_chats_that_cannot_be_are_refused(desk: Desk, query: str) -> None:
    answer = desk.client.get(f"/tryout/events{query}")
    assert answer.status_code == 400
    assert answer.json()["sentence"]
