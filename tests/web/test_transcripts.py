import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event, select, text

from handlers.messages import Outgoing
from storage.db import reading, transaction
from storage.inbox import receive
from storage.outbox import claim_due, enqueue, record_sent
from storage.records import Arrival
from storage.tables import inbox
from storage.transcripts import NEWEST, Line, Place, lane_history
from tests.web.desk import WEBCHAT, say, ticking

SECOND = timedelta(seconds=1)


def hear(engine: Engine, lane: str, *words: str, channel: str = WEBCHAT) -> None:
    with transaction(engine) as tx:
        for word in words:
            now = ticking()
            event = f"{channel} {lane} {word}"
            receive(tx, [Arrival(channel, event, lane, now, json.dumps({"text": word}))], now=now)


def ask(tx: Connection, word: str, *, now: datetime) -> None:
    receive(tx, [Arrival(WEBCHAT, word, "officer-1", now, json.dumps({"text": word}))], now=now)


def answer(tx: Connection, question: str | None, word: str, *, now: datetime) -> None:
    """Say something, upon a question or of one's own accord, and have it sent."""
    asked = select(inbox.c.id).where(inbox.c.event_id == question)
    payload = json.dumps({"text": word})
    number = tx.scalar(asked) if question else None
    enqueue(tx, [payload], channel=WEBCHAT, lane="officer-1", now=now, inbox_id=number)
    [head] = claim_due(tx, channels=[WEBCHAT], now=now, lease=SECOND, limit=1)
    record_sent(tx, [head], now=now)


def history(engine: Engine, lane: str = "officer-1", after: Place | None = None) -> list[Line]:
    with reading(engine) as tx:
        return list(lane_history(tx, WEBCHAT, lane, after=after))


def words(lines: list[Line]) -> list[str]:
    return [("" if line.event_id else "> ") + json.loads(line.payload)["text"] for line in lines]


def test_a_chat_is_told_in_the_order_in_which_it_went(database: Engine) -> None:
    hear(database, "officer-1", "one", "two")
    say(database, "officer-1", Outgoing("answer one"), Outgoing("answer two"))
    hear(database, "officer-1", "three")
    assert words(history(database)) == ["one", "two", "> answer one", "> answer two", "three"]


def test_other_chats_and_other_channels_are_left_out(database: Engine) -> None:
    hear(database, "officer-1", "mine")
    hear(database, "supervisor-1", "not mine")
    hear(database, "officer-1", "elsewhere", channel="terminal")
    say(database, "supervisor-1", Outgoing("not to me"))
    assert words(history(database)) == ["mine"]


def test_what_was_not_sent_yet_was_not_said(database: Engine) -> None:
    with transaction(database) as tx:
        payload = json.dumps({"text": "soon"})
        enqueue(tx, [payload], channel=WEBCHAT, lane="officer-1", now=ticking())
    assert history(database) == []


def test_an_event_is_told_with_the_id_that_its_sender_gave_it(database: Engine) -> None:
    hear(database, "officer-1", "one")
    assert history(database)[0].event_id == "webchat officer-1 one"


def test_reading_on_from_any_line_gives_exactly_the_rest(database: Engine) -> None:
    for number in range(5):
        hear(database, "officer-1", f"q{number}")
        say(database, "officer-1", Outgoing(f"a{number}"), Outgoing(f"b{number}"))
    whole = history(database)
    assert len(whole) == 15
    for number, line in enumerate(whole):
        assert history(database, after=line.place) == whole[number + 1 :]


def test_a_long_chat_begins_with_its_newest_lines_and_can_be_read_on_from_each(
    database: Engine,
) -> None:
    hear(database, "officer-1", *(f"q{number}" for number in range(NEWEST)))
    say(database, "officer-1", *(Outgoing(f"a{number}") for number in range(50)))
    newest = history(database)
    assert len(newest) == NEWEST
    assert words(newest)[-1] == "> a49"
    assert history(database, after=newest[0].place) == newest[1:]


def test_a_chat_of_which_only_answers_are_new_does_not_repeat_old_ones(database: Engine) -> None:
    say(database, "officer-1", *(Outgoing(f"a{number}") for number in range(NEWEST + 5)))
    hear(database, "officer-1", "q")
    newest = history(database)
    assert history(database, after=newest[0].place) == newest[1:]


def test_a_long_absence_is_made_up_for_in_several_steps(database: Engine) -> None:
    hear(database, "officer-1", "first")
    place = history(database)[-1].place
    hear(database, "officer-1", *(f"q{number}" for number in range(NEWEST + 30)))
    told: list[Line] = []
    while more := history(database, after=place):
        told += more
        place = more[-1].place
    assert words(told) == [f"q{number}" for number in range(NEWEST + 30)]


def test_a_clock_that_was_set_back_loses_no_line(database: Engine) -> None:
    hear(database, "officer-1", "one", "two")
    with transaction(database) as tx:
        tx.execute(
            text("UPDATE inbox SET received_at = :early WHERE event_id LIKE '%two'"),
            {"early": "2020-01-01 00:00:00.000000"},
        )
    whole = history(database)
    assert words(whole) == ["one", "two"]
    assert words(history(database, after=whole[0].place)) == ["two"]


def test_a_chat_that_went_on_after_the_clock_was_set_back_is_told_as_it_went(
    database: Engine,
) -> None:
    """As when the page is started again after its time was moved forward."""
    ahead = timedelta(days=40)
    for day, now in ((1, ticking() + ahead), (2, ticking())):
        with transaction(database) as tx:
            ask(tx, f"q{day}", now=now)
            answer(tx, f"q{day}", f"a{day}", now=now + SECOND)
            answer(tx, None, f"reminder {day}", now=now + 2 * SECOND)
    with transaction(database) as tx:
        now = ticking() + 5 * SECOND
        ask(tx, "q3", now=now)
        answer(tx, "q3", "a3", now=now + SECOND)
    whole = history(database)
    assert words(whole) == [
        *("q1", "> a1", "> reminder 1"),
        *("q2", "> a2", "> reminder 2"),
        *("q3", "> a3"),
    ]


def test_an_answer_stands_after_its_question_though_another_came_meanwhile(
    database: Engine,
) -> None:
    now = ticking()
    with transaction(database) as tx:
        ask(tx, "q1", now=now)
        ask(tx, "q2", now=now + SECOND)
        answer(tx, "q1", "a1", now=now + 2 * SECOND)
        answer(tx, "q2", "a2", now=now + 3 * SECOND)
    assert words(history(database)) == ["q1", "> a1", "q2", "> a2"]


@pytest.mark.parametrize("after", [None, Place(10, 10)])
def test_a_chat_is_found_by_its_index(sqlite: Engine, after: Place | None) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        asked.append((statement, parameters))

    event.listen(sqlite, "before_cursor_execute", note)
    history(sqlite, after=after)
    event.remove(sqlite, "before_cursor_execute", note)
    queries = [(query, values) for query, values in asked if query.startswith("SELECT")]
    assert len(queries) == 2
    with reading(sqlite) as tx:
        for query, values in queries:
            plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)
            details = [row.detail for row in plan]
            assert len(details) == 1, details  # one step: no scan, and nothing left to sort
            assert "_channel_lane_id" in details[0]
