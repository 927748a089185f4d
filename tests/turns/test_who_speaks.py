"""Who is answered, by what, and who is not."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from handlers.texts import phrases
from handlers.turns import Answered, Quiet
from storage.db import transaction
from storage.dialogues import lock_dialogue
from storage.erasure import erase_person
from storage.invitations import issue_invitation
from storage.people import unlink
from storage.records import Role
from tests.turns.office import (
    CHANNEL,
    NOW,
    SECOND,
    UNIT,
    Officer,
    answers,
    arrival,
    everything,
    filed,
    keep,
    link,
    open_office,
    phrase,
    press_of,
    shown,
    states,
    take_turn,
    take_turns,
    tell,
)

QUEUES = frozenset({"inbox", "outbox"})
CODE = "7K3M-Q9XD"
GROUP = phrases("status", "th")


def but_for_the_queues(engine: Engine) -> dict[str, list[object]]:
    return {name: rows for name, rows in everything(engine).items() if name not in QUEUES}


def invite(engine: Engine, officer: Officer, code: str = CODE) -> str:
    with transaction(engine) as tx:
        issue_invitation(
            tx,
            person_id=officer.person_id,
            role=Role.OFFICER,
            unit_code=UNIT.code,
            now=NOW,
            lifetime=60 * SECOND,
            code=code,
        )
    return code


def test_when_nothing_waits_nothing_happens(database: Engine) -> None:
    open_office(database)
    before = everything(database)
    assert take_turn(database) == Quiet()
    assert everything(database) == before


@pytest.mark.parametrize(
    "said", ["สวัสดี", "รายงาน", "100", {"press": "3.send"}, {"sticker": True}, {"hello": True}]
)
@pytest.mark.parametrize("locale", ["th", "en"])
def test_a_stranger_gets_one_polite_sentence_and_nothing_is_kept_of_them(
    sqlite: Engine, said: str, locale: str
) -> None:
    open_office(sqlite)
    before = but_for_the_queues(sqlite)
    keep(sqlite, arrival("somebody-new", said))
    take_turns(sqlite, locale=locale)
    assert answers(sqlite, "somebody-new") == [phrases("joining", locale)("stranger")]
    assert but_for_the_queues(sqlite) == before


def test_whoever_was_erased_is_a_stranger_whose_waiting_words_count_for_nothing(
    database: Engine,
) -> None:
    [officer] = open_office(database)
    tell(database, officer.chat, "รายงาน", "45", "ขุดลอกคลองแล้ว", "ครบแล้ว", "ไม่มี", "ไม่มี")
    keep(
        database,
        arrival(officer.chat, press_of(database, officer.chat, "send")),
        arrival(officer.chat, "รายงาน"),
    )
    with transaction(database) as tx:
        erase_person(tx, officer.person_id, now=NOW)
    before = but_for_the_queues(database)
    assert [type(one) for one in take_turns(database)] == [Answered, Answered]
    assert answers(database, officer.chat) == [phrases("joining", "th")("stranger")] * 2
    assert but_for_the_queues(database) == before
    assert filed(database) == []


def test_of_whom_the_platform_does_not_tell_who_it_is_nobody_is_answered(
    database: Engine,
) -> None:
    [officer] = open_office(database)
    before = but_for_the_queues(database)
    nobody = {"text": "รายงาน", "account": None}
    keep(database, arrival(officer.chat, nobody), arrival(officer.chat, nobody, group=True))
    assert [type(one) for one in take_turns(database)] == [Answered, Answered]
    assert answers(database, officer.chat) == []
    assert states(database) == [("done", 0)] * 2
    assert but_for_the_queues(database) == before


@pytest.mark.parametrize(
    ("said", "answered"),
    [
        ("/report", phrase("say.group_help")),
        ("/help", GROUP("group.not_bound")),
        ("/report@khuepna_bot", phrase("say.group_help")),
        ("รายงาน", None),
        ("45", None),
        ("ส่งรายงาน", None),
        ("สถานะ", None),
        (CODE, None),
        (f"/start {CODE}", phrase("say.group_help")),
        ({"press": "3.send"}, GROUP("group.stale")),
        ({"press": "0.open.1"}, GROUP("group.stale")),
        ({"press": "0.status.all.all.1"}, GROUP("group.not_bound")),
        ({"sticker": True}, None),
        ({"hello": True}, GROUP("group.hello")),
    ],
)
def test_in_a_group_commands_are_answered_and_no_conversation_is_touched(
    sqlite: Engine, said: str, answered: str | None
) -> None:
    [officer] = open_office(sqlite)
    invite(sqlite, officer)
    tell(sqlite, officer.chat, "รายงาน", "45")
    before = but_for_the_queues(sqlite)
    keep(sqlite, arrival("group-1", said, account=officer.chat, group=True))
    assert [type(one) for one in take_turns(sqlite)] == [Answered]
    assert answers(sqlite, "group-1") == ([] if answered is None else [answered])
    assert len(answers(sqlite, officer.chat)) == 2
    assert but_for_the_queues(sqlite) == before


# --- one person in several chats, one chat of several people --------------------------------


def test_a_draft_goes_on_in_another_chat_of_the_same_person(database: Engine) -> None:
    [officer] = open_office(database)
    with transaction(database) as tx:
        link(tx, officer, "tablet-1")
    tell(database, officer.chat, "รายงาน", "45")
    assert phrase("ask.narrative_more", length=14, done="ครบแล้ว") in tell(
        database, "tablet-1", "ขุดลอกคลองแล้ว"
    )
    tell(database, officer.chat, "ครบแล้ว", "ไม่มี")
    tell(database, "tablet-1", "ไม่มี", press_of(database, officer.chat, "none"), "ส่งรายงาน")
    [row] = filed(database)
    assert row["narrative"] == "ขุดลอกคลองแล้ว"


@pytest.mark.parametrize("left", ["handed over", "unlinked", "erased"])
def test_a_button_that_somebody_left_in_a_chat_does_nothing_for_the_next_one(
    database: Engine, left: str
) -> None:
    """Not even while the next one has a question of the same kind on another screen."""
    first, second = open_office(database, 2)
    for officer in (second, first):
        tell(database, officer.chat, "รายงาน", "45", "ขุดลอก", "ครบแล้ว", "ไม่มี", "ไม่มี")
    tell(database, first.chat, "แก้ร้อยละ", "46")
    old = press_of(database, first.chat, "send")
    match left:
        case "unlinked":
            with transaction(database) as tx:
                unlink(tx, channel=CHANNEL, account=first.chat)
        case "erased":
            with transaction(database) as tx:
                erase_person(tx, first.person_id, now=NOW)
    tell(database, first.chat, invite(database, second))
    presses = {f"{ask}.send" for ask in range(int(old["press"].split(".")[0]) + 1)}
    for press in sorted(presses):
        tell(database, first.chat, {"press": press})
    assert filed(database) == []
    fresh = press_of(database, first.chat, "send")
    tell(database, first.chat, fresh)
    [row] = filed(database)
    assert row["reporter_id"] == second.person_id


def test_the_number_of_the_question_never_falls_in_a_chat(database: Engine) -> None:
    first, second, third = open_office(database, 3)
    chat = first.chat
    numbers: list[int] = []

    def talk(*said: str) -> None:
        for text in said:
            tell(database, chat, text)
            numbers.extend(ask for bubble in shown(database, chat)[-1:] if (ask := bubble["ask"]))

    talk("รายงาน", "45", "ขุดลอก")
    tell(database, second.chat, "รายงาน")
    talk(invite(database, second), "รายงาน", "ทำต่อ", "50", "/erase", "ใช่")
    talk(invite(database, third, "0000-1111"), "รายงาน", "60")
    assert len(numbers) >= 8
    assert numbers == sorted(numbers)
    with transaction(database) as tx:
        assert lock_dialogue(tx, third.person_id, now=NOW).ask == numbers[-1]
