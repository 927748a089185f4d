import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, event, select

from bot.channels.webchat import MAX_TEXT
from storage.db import open_database, reading, transaction
from storage.tables import inbox
from tests.web.desk import Desk, running

Post = dict[str, Any]


def kept(engine: Engine) -> list[tuple[str, str, str, str]]:
    with reading(engine) as tx:
        rows = tx.execute(
            select(inbox.c.channel, inbox.c.lane, inbox.c.event_id, inbox.c.payload).order_by(
                inbox.c.id
            )
        )
        return [tuple(row) for row in rows]


def test_a_message_is_in_the_inbox_when_the_answer_comes(desk: Desk) -> None:
    answer = desk.post(lane="officer-1", id="e1", text="๔๕%")
    assert answer.status_code == 202
    [(channel, lane, event_id, payload)] = kept(desk.engine)
    assert (channel, lane, event_id) == ("webchat", "officer-1", "e1")
    assert json.loads(payload) == {"account": "officer-1", "group": False, "text": "๔๕%"}


@pytest.mark.parametrize("content", [{"press": "3.yes"}, {"hello": True}, {"voice": True}])
def test_everything_a_phone_can_send_is_taken(desk: Desk, content: Post) -> None:
    assert desk.post(lane="officer-1", id="e1", **content).status_code == 202
    assert json.loads(kept(desk.engine)[0][3]).items() >= content.items()


def test_a_message_sent_twice_is_taken_once(desk: Desk) -> None:
    for _ in range(2):
        assert desk.post(lane="officer-1", id="e1", text="45").status_code == 202
    assert len(kept(desk.engine)) == 1


def test_in_a_private_chat_nobody_speaks_for_somebody_else(desk: Desk) -> None:
    desk.post(lane="officer-1", id="e1", account="supervisor-1", text="45")
    assert json.loads(kept(desk.engine)[0][3])["account"] == "officer-1"


@pytest.mark.parametrize("account", ["officer-1", None])
def test_in_a_group_somebody_speaks(desk: Desk, account: str | None) -> None:
    desk.post(lane="group-1", id="e1", account=account, text="/help")
    assert json.loads(kept(desk.engine)[0][3]) == {
        "account": account,
        "group": True,
        "text": "/help",
    }


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"lane": "officer-1", "text": "no id"},
        {"lane": "officer-1", "id": "", "text": "empty id"},
        {"lane": "officer-1", "id": "x" * 65, "text": "long id"},
        {"lane": "officer-1", "id": 7, "text": "a number for an id"},
        {"lane": "officer-1", "id": "e1"},
        {"lane": "officer-1", "id": "e1", "text": ""},
        {"lane": "officer-1", "id": "e1", "text": "a\0b"},
        {"lane": "officer-1", "id": "e1", "text": ["45"]},
        {"lane": "officer-1", "id": "e1", "text": "45", "press": "1.yes"},
        {"lane": "officer-1", "id": "e1", "press": "nonsense"},
        {"lane": "Officer", "id": "e1", "text": "capitals"},
        {"lane": "../etc", "id": "e1", "text": "no lane"},
        {"lane": "x" * 41, "id": "e1", "text": "too long a lane"},
        {"lane": ["officer-1"], "id": "e1", "text": "a list"},
        {"lane": "group-1", "id": "e1", "account": "Somebody Else", "text": "/help"},
    ],
)
def test_what_no_phone_sends_is_refused_with_a_sentence(standing_desk: Desk, body: Post) -> None:
    answer = standing_desk.post(**body)
    assert answer.status_code == 400
    assert "โหลดหน้าใหม่" in answer.json()["sentence"]
    assert kept(standing_desk.engine) == []


@pytest.mark.parametrize("body", [b"", b"{", b"null", b"[]", b'"text"', b"\xff", b"[" * 100_000])
def test_what_is_no_object_is_refused_with_a_sentence(standing_desk: Desk, body: bytes) -> None:
    answer = standing_desk.client.post(
        "/tryout/messages", content=body, headers={"Origin": standing_desk.url}
    )
    assert answer.status_code == 400
    assert answer.json()["sentence"]


def test_a_very_long_text_is_taken_whole(desk: Desk) -> None:
    longest = "ก" * MAX_TEXT
    assert desk.post(lane="officer-1", id="e1", text=longest).status_code == 202
    assert json.loads(kept(desk.engine)[0][3])["text"] == longest


@pytest.mark.parametrize("length", [MAX_TEXT + 1, 2_000_000])
def test_a_longer_one_is_refused_with_the_limit(standing_desk: Desk, length: int) -> None:
    answer = standing_desk.post(lane="officer-1", id="e1", text="ก" * length)
    assert answer.status_code == 413
    assert "20,000" in answer.json()["sentence"]
    assert kept(standing_desk.engine) == []


def test_a_body_without_end_is_refused_whatever_it_says(standing_desk: Desk) -> None:
    body = b'{"lane": "officer-1", "id": "e1", "text": "45"' + b" " * 300_000 + b"}"
    headers = {"Origin": standing_desk.url}
    answer = standing_desk.client.post("/tryout/messages", content=body, headers=headers)
    assert answer.status_code == 413
    assert kept(standing_desk.engine) == []


def test_a_refusal_speaks_the_language_of_the_page(standing_desk: Desk) -> None:
    assert "reload" in standing_desk.post("/tryout/messages?lang=en").json()["sentence"]


# --- while the database cannot be used ------------------------------------------------------


@pytest.fixture
def impatient(sqlite: Engine) -> Iterator[Desk]:
    """A desk on SQLite that does not wait long for another writer."""

    @event.listens_for(sqlite, "connect")
    def be_impatient(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    with running(sqlite) as served:
        yield served


def test_while_the_database_is_locked_a_message_is_refused_and_can_be_sent_again(
    impatient: Desk, sqlite_url: str
) -> None:
    other = open_database(sqlite_url)
    with transaction(other):
        answer = impatient.post(lane="officer-1", id="e1", text="45")
        assert answer.status_code == 503
        assert "ยังไม่ได้ส่ง" in answer.json()["sentence"]
    other.dispose()
    assert impatient.post(lane="officer-1", id="e1", text="45").status_code == 202
    assert len(kept(impatient.engine)) == 1


@pytest.fixture
def unplugged() -> Iterator[Desk]:
    """A desk whose database server is not there."""
    engine = open_database("postgresql://127.0.0.1:9/nowhere?connect_timeout=2")
    with running(engine) as served:
        yield served
    engine.dispose()


@pytest.mark.parametrize(
    "ask",
    [
        lambda desk: desk.post(lane="officer-1", id="e1", text="45"),
        lambda desk: desk.post("/tryout/hold", lane="officer-1", id="e1", person=1),
        lambda desk: desk.client.get("/tryout/events?lane=officer-1"),
        lambda desk: desk.client.get("/"),
    ],
    ids=["message", "hold", "events", "page"],
)
def test_without_a_database_everything_is_refused_with_a_sentence(
    unplugged: Desk, ask: Callable[[Desk], Any]
) -> None:
    answer = ask(unplugged)
    assert answer.status_code == 503
    assert "ฐานข้อมูลยังไม่พร้อม" in answer.json()["sentence"]
