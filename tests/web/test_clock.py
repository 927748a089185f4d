"""Time on the page moves forward only, and everything that is due on the way happens."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from prometheus_client import CollectorRegistry
from pydantic import SecretStr
from sqlalchemy import Engine, Row, event, select

from bot.app import CODECS
from bot.channels.webchat import WebchatCodec, event_payload
from bot.ground import Ground
from bot.metrics import Metrics
from bot.settings import Settings
from bot.tryout.journey import Aim, Journeys, Travelled
from bot.tryout.trial import TrialClock, trial_clock
from handlers.messages import Outgoing
from handlers.timeliness.changes import Change
from handlers.timeliness.policies import change_policies
from reminders.tick import CLOCK
from storage.db import open_database, reading, transaction
from storage.heartbeats import last_beat
from storage.inbox import receive
from storage.outbox import SENT, claim_due, enqueue
from storage.periods import BANGKOK
from storage.records import Arrival
from storage.tables import outbox
from tests.queues.rows import until
from tests.web.desk import WEBCHAT, Desk, Event, running
from tests.web.office import PROJECTS, Office, open_office
from tests.web.trial import MONDAY, hold, trial_desk

ALL = frozenset({"web", "worker", "clock"})
A_DAY = timedelta(days=1)


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    with trial_desk(database_url) as served:
        yield served


@pytest.fixture
def office(desk: Desk) -> Office:
    opened = open_office(desk.engine, now=MONDAY)
    hold(desk.engine, "officer-1", opened.officer)
    hold(desk.engine, "supervisor-1", opened.supervisor)
    return opened


def move(desk: Desk, aim: str, journeys: int = 0) -> httpx.Response:
    return desk.post("/tryout/clock", aim=aim, journeys=journeys)


def spoken(engine: Engine, lane: str) -> list[tuple[datetime, str]]:
    """When the bot spoke first in a chat, and what was sent then.

    The worker of the process may have taken it before the journey could, and still be at it.
    """

    def read() -> Sequence[Row[str, datetime, str]]:
        columns = (outbox.c.state, outbox.c.sent_at, outbox.c.payload)
        theirs = (outbox.c.inbox_id.is_(None), outbox.c.lane == lane)
        with reading(engine) as tx:
            return tx.execute(select(*columns).where(*theirs).order_by(outbox.c.id)).all()

    until(lambda: all(row.state == SENT for row in read()))
    return [(row.sent_at.astimezone(BANGKOK), row.payload) for row in read()]


def trial_time(events: Iterator[Event]) -> tuple[datetime, int]:
    told = next(one.data for one in events if one.name == "clock")
    return MONDAY + timedelta(milliseconds=told["ahead"]), told["journeys"]


# --- a day forward ----------------------------------------------------------------------------


def test_a_day_forward_is_a_day_later_on_every_page_and_for_every_loop(
    desk: Desk, office: Office
) -> None:
    with desk.chats("officer-1") as one, desk.chats("group-1") as other:
        for page in (one, other):
            assert trial_time(page) == (MONDAY, 0)
        answer = move(desk, "day")
        assert answer.status_code == 200
        assert "17 พ.ย. 2569 12.00 น." in answer.json()["sentence"]
        for page in (one, other):
            seen = trial_time(page)
            while seen[1] == 0:  # it may have looked while time was on its way
                seen = trial_time(page)
            assert seen == (MONDAY + A_DAY, 1)
    with reading(desk.engine) as tx:
        assert last_beat(tx, CLOCK) == MONDAY + A_DAY


def test_what_is_due_on_the_way_is_said_when_it_was_due(desk: Desk, office: Office) -> None:
    for journey in range(5):
        move(desk, "day", journey)
    [(at, reminder)] = spoken(desk.engine, "officer-1")
    assert at == datetime(2026, 11, 20, 8, 30, tzinfo=BANGKOK)
    assert all(name in reminder for _, name, _ in PROJECTS)
    assert spoken(desk.engine, "supervisor-1") == []


def test_a_day_on_which_nothing_is_due_says_so(desk: Desk, office: Office) -> None:
    assert "ไม่มีอะไรต้องเตือน" in move(desk, "day").json()["sentence"]


def test_whoever_moves_time_twice_by_one_press_moves_it_once(desk: Desk, office: Office) -> None:
    assert move(desk, "day").status_code == 200
    again = move(desk, "day")
    assert again.status_code == 409
    assert again.json()["sentence"]
    with reading(desk.engine) as tx:
        assert last_beat(tx, CLOCK) == MONDAY + A_DAY


def test_two_pages_that_move_time_at_once_move_it_once(desk: Desk, office: Office) -> None:
    answers: list[int] = []

    def press() -> None:
        with httpx.Client(base_url=desk.url, headers={"Origin": desk.url}, timeout=120) as client:
            body = {"aim": "day", "journeys": 0}
            answers.append(client.post("/tryout/clock", json=body).status_code)

    presses = [threading.Thread(target=press) for _ in range(4)]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert sorted(answers) == [200, 409, 409, 409]


def test_what_fails_on_the_way_is_said_and_keeps_nothing_else_from_happening(
    sqlite_url: str,
) -> None:
    def fail(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("DELETE FROM outbox"):
            raise ValueError(statement)

    with trial_desk(sqlite_url) as desk:
        hold(desk.engine, "officer-1", open_office(desk.engine, now=MONDAY).officer)
        event.listen(desk.engine, "before_cursor_execute", fail)
        sentence = move(desk, "event").json()["sentence"]
        assert "20 พ.ย. 2569 08.30 น." in sentence
        assert "ดูบันทึกของระบบ" in sentence
        assert len(spoken(desk.engine, "officer-1")) == 1


@pytest.mark.parametrize("aim", Aim)
def test_a_process_that_is_told_to_end_goes_no_further(sqlite_url: str, aim: Aim) -> None:
    trial = TrialClock(lambda: MONDAY)
    ground = Ground(sqlite_url, clock=trial.now, metrics=Metrics(CollectorRegistry()))
    open_office(ground.engine, now=MONDAY)
    ground.bell.close()
    ended = asyncio.run(Journeys(ground, trial, CODECS).travel(aim, journeys=0))
    assert ended == Travelled(MONDAY, 0, unfinished=False)
    with reading(ground.engine) as tx:
        assert last_beat(tx, CLOCK) is None
    ground.close()


# --- to the next event ------------------------------------------------------------------------


def test_the_next_event_is_the_first_reminder_and_then_the_due_day(
    desk: Desk, office: Office
) -> None:
    first = move(desk, "event", 0).json()["sentence"]
    assert "20 พ.ย. 2569 08.30 น." in first
    second = move(desk, "event", 1).json()["sentence"]
    assert "25 พ.ย. 2569 08.30 น." in second
    assert [at.day for at, _ in spoken(desk.engine, "officer-1")] == [20, 25]


def test_a_message_stands_in_the_chat_of_whom_it_is_for_with_buttons_that_work(
    desk: Desk, office: Office
) -> None:
    with desk.chats("officer-1") as events:
        move(desk, "event")
        line = next(one.data for one in events if one.name == "line")
        assert line["by"] == "bot"
        assert line["at"].startswith("2026-11-20T01:30")
        opening = [
            one["data"] for one in line["payload"]["choices"] if one["data"].startswith("0.open.")
        ]
        assert len(opening) == len(PROJECTS)
        desk.post(lane="officer-1", id="e1", press=opening[0])
        answer = next(one.data for one in events if one.name == "line" and one.data["by"] == "bot")
    assert PROJECTS[0][1] in str(answer["payload"])


def test_what_was_put_off_is_the_next_event_at_its_hour(desk: Desk, office: Office) -> None:
    move(desk, "event")
    with desk.chats("officer-1") as events:
        desk.post(lane="officer-1", id="e1", press="0.snooze.afternoon")
        wait_for_answer(events, "e1")
    assert "20 พ.ย. 2569 13.30 น." in move(desk, "event", 1).json()["sentence"]


def test_a_draft_that_was_left_is_the_next_event_a_day_later(desk: Desk, office: Office) -> None:
    with desk.chats("officer-1") as events:
        desk.post(lane="officer-1", id="e1", text="/report")
        lines = (one.data for one in events if one.name == "line" and one.data["by"] == "bot")
        first = next(lines)["payload"]["choices"][0]["data"]
        desk.post(lane="officer-1", id="e2", press=first)
        assert PROJECTS[0][1] in str(next(lines)["payload"])
    assert "17 พ.ย. 2569 12.00 น." in move(desk, "event").json()["sentence"]


def test_beyond_the_end_of_the_year_the_hours_are_those_of_the_next(sqlite_url: str) -> None:
    before = datetime(2026, 9, 29, 12, 0, tzinfo=BANGKOK)
    with trial_desk(sqlite_url, real=lambda: before) as desk:
        office = open_office(desk.engine, now=before + 10 * A_DAY)
        hold(desk.engine, "officer-1", office.officer)
        later = Change(None, 2570, {"sending_from": "10:15", "due_day": 1})
        with transaction(desk.engine) as tx:
            assert change_policies(tx, [later], set_by=None, now=before) == ()
        assert "1 ต.ค. 2569 10.15 น." in move(desk, "event").json()["sentence"]


def test_where_nobody_owes_anything_the_search_ends_and_says_so(desk: Desk) -> None:
    sentence = move(desk, "event").json()["sentence"]
    assert "45 วัน" in sentence
    assert "30 ธ.ค. 2569 16.30 น." in sentence  # the 31st is a holiday


def test_the_service_is_well_wherever_time_stands(desk: Desk, office: Office) -> None:
    for journey, aim in enumerate(("event", "day", "event")):
        move(desk, aim, journey)
        assert desk.client.get("/healthz").json() == {"reasons": []}


# --- and back ---------------------------------------------------------------------------------


def test_a_restart_brings_back_the_real_time_and_goes_on_with_everything(
    database_url: str,
) -> None:
    with trial_desk(database_url) as desk:
        office = open_office(desk.engine, now=MONDAY)
        hold(desk.engine, "officer-1", office.officer)
        move(desk, "event")
        move(desk, "event", 1)
    with trial_desk(database_url) as desk, desk.chats("officer-1") as events:
        assert trial_time(events) == (MONDAY, 0)
        assert desk.client.get("/healthz").json() == {"reasons": []}
        desk.post(lane="officer-1", id="e1", text="/help")
        wait_for_answer(events, "e1")
        move(desk, "day")
        with reading(desk.engine) as tx:
            assert last_beat(tx, CLOCK) == MONDAY + A_DAY


def test_what_waited_when_a_trial_ended_goes_on_after_the_restart(database_url: str) -> None:
    ahead = MONDAY + 40 * A_DAY
    engine = open_database(database_url)
    with transaction(engine) as tx:
        payload = event_payload({"text": "/help"}, account="officer-1", group=False)
        receive(tx, [Arrival(WEBCHAT, "e1", "officer-1", ahead, payload)], now=ahead)
        said = WebchatCodec().write("officer-1", [Outgoing("one"), Outgoing("two")])
        enqueue(tx, said, channel=WEBCHAT, lane="officer-1", now=ahead)
        claim_due(tx, channels=[WEBCHAT], now=ahead, lease=A_DAY, limit=1)
    engine.dispose()
    with trial_desk(database_url) as desk, desk.chats("officer-1") as events:
        wait_for_answer(events, "e1")
        assert len(spoken(desk.engine, "officer-1")) == 2


def wait_for_answer(events: Iterator[Event], event_id: str) -> None:
    """Wait until a line of the bot's comes after what a person said."""
    lines = (one.data for one in events if one.name == "line")
    assert any(line["event_id"] == event_id for line in lines)
    assert any(line["by"] == "bot" for line in lines)


# --- who may not ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"aim": "day"},
        {"aim": "year", "journeys": 0},
        {"aim": "day", "journeys": "0"},
        {"aim": ["day"], "journeys": 0},
    ],
)
def test_a_nonsensical_move_is_refused(desk: Desk, body: dict[str, object]) -> None:
    assert desk.post("/tryout/clock", **body).status_code == 400


def test_another_site_cannot_move_time_through_the_browser(desk: Desk) -> None:
    body = {"aim": "day", "journeys": 0}
    for origin in ({}, {"Origin": "http://evil.example"}):
        assert desk.client.post("/tryout/clock", json=body, headers=origin).status_code == 403
    forwarded = {"Origin": desk.url, "X-Forwarded-For": "192.0.2.7"}
    assert desk.client.post("/tryout/clock", json=body, headers=forwarded).status_code == 403


def test_where_time_cannot_be_moved_there_is_neither_bar_nor_address(sqlite: Engine) -> None:
    with running(sqlite) as desk:
        assert move(desk, "day").status_code == 404
        assert "data-aim" not in desk.client.get("/").text
        with desk.chats("officer-1") as events:
            assert [next(events).name, next(events).name] == ["holder", "ready"]


def test_where_it_can_the_bar_is_there(desk: Desk) -> None:
    assert 'data-aim="event"' in desk.client.get("/").text


def test_without_the_page_time_cannot_be_moved(sqlite_url: str) -> None:
    with trial_desk(sqlite_url, tryout=False) as desk:
        assert move(desk, "day").status_code == 404


TELEGRAM = {"telegram_bot_token": SecretStr("1:a")}
LINE = {"line_channel_secret": SecretStr("a"), "line_channel_access_token": SecretStr("a")}


@pytest.mark.parametrize(
    ("parts", "given"),
    [
        (ALL, TELEGRAM),
        (ALL, LINE),
        (ALL, {**LINE, "public_url": "https://khuepna.example"}),
        (ALL, {"host": "192.0.2.1"}),
        (ALL, {"host": "0.0.0.0"}),
        (frozenset({"web"}), {}),
        (frozenset({"worker", "clock"}), {}),
    ],
)
def test_time_is_real_for_platforms_other_machines_and_other_processes(
    parts: frozenset[str], given: dict[str, object]
) -> None:
    assert trial_clock(Settings.model_validate(given), parts) is None


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_time_can_be_moved_on_a_laptop(host: str) -> None:
    clock = trial_clock(Settings.model_validate({"host": host}), ALL)
    assert clock is not None
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_time_goes_on_by_itself_and_never_back() -> None:
    real = MONDAY
    clock = TrialClock(lambda: real)
    clock.move_to(MONDAY + A_DAY)
    clock.move_to(MONDAY)
    real += timedelta(minutes=5)
    assert clock.now() == MONDAY + A_DAY + timedelta(minutes=5)
