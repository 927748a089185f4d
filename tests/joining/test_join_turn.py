from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import Connection, Engine

from handlers.join_turn import join
from handlers.joining import FIRST_PAUSE, FLOOD, FLOOD_PAUSE, FREE_ATTEMPTS
from handlers.texts import LOCALES, phrases
from handlers.wording import say_moment
from storage.db import transaction
from storage.dialogues import lock_dialogue, save_dialogue
from storage.invitations import failed_attempts, record_failed_attempt
from storage.people import Address, person_at, person_by_id
from storage.records import Grant, Person, Role
from tests.joining.office import (
    DIVISION,
    MALI_ON_LINE,
    MINUTE,
    NOW,
    SOMEBODY,
    WEEK,
    hire,
    invite,
    open_office,
)

CODE = "7K3M-Q9XD"
OTHER_CODE = "0000-1111"
NO_CODE = "ZZZZ-ZZZZ"


@pytest.fixture
def tx(database: Engine) -> Iterator[Connection]:
    with transaction(database) as connection:
        open_office(connection)
        yield connection


@pytest.fixture
def mali(tx: Connection) -> Person:
    mali = hire(tx, "มาลี ใจงาม")
    invite(tx, mali, CODE)
    return mali


def send(
    tx: Connection,
    text: str | None,
    *,
    sender: Address = SOMEBODY,
    locale: str = "th",
    now: datetime = NOW,
) -> str | None:
    """What is said to an account that sends a text; None where the conversation goes on."""
    person = person_at(tx, channel=sender.channel, account=sender.account)
    said = join(tx, sender=sender, text=text, person=person, locale=locale, now=now)
    return None if said is None else "\n".join(one.text for one in said)


def phrase(key: str, locale: str = "th", **fields: object) -> str:
    return phrases("joining", locale)(key, **fields)


# --- strangers --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["สวัสดี", "/report", "/me", "/erase", "100", None, ""])
@pytest.mark.parametrize("locale", LOCALES)
def test_a_stranger_gets_one_polite_sentence_whatever_they_send(
    tx: Connection, mali: Person, text: str | None, locale: str
) -> None:
    assert send(tx, text, locale=locale) == phrase("stranger", locale)


def test_a_wrong_code_is_told_and_counted(tx: Connection, mali: Person) -> None:
    assert send(tx, NO_CODE) == phrase("unknown")
    assert failed_attempts(tx, since=NOW) == 1
    assert person_at(tx, channel="line", account=SOMEBODY.account) is None


def test_a_used_code_is_told_and_links_nobody(tx: Connection, mali: Person) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    assert send(tx, CODE) == phrase("used")
    assert person_at(tx, channel="line", account=SOMEBODY.account) is None
    assert person_at(tx, channel="line", account=MALI_ON_LINE.account) is not None


def test_an_expired_code_is_told_and_links_nobody(tx: Connection, mali: Person) -> None:
    assert send(tx, CODE, now=NOW + WEEK) == phrase("expired")
    assert person_at(tx, channel="line", account=SOMEBODY.account) is None


def test_after_too_many_wrong_codes_not_even_the_right_one_is_looked_at_until_the_pause_ends(
    tx: Connection, mali: Person
) -> None:
    for _ in range(FREE_ATTEMPTS):
        assert send(tx, NO_CODE) == phrase("unknown")
    assert send(tx, CODE) == phrase("wait", until=say_moment(NOW + FIRST_PAUSE, "th"))
    assert "ยินดีต้อนรับ" in (send(tx, CODE, now=NOW + FIRST_PAUSE) or "")


def test_impatience_does_not_lengthen_the_pause(tx: Connection, mali: Person) -> None:
    for _ in range(FREE_ATTEMPTS):
        send(tx, NO_CODE)
    for minute in range(10):
        send(tx, NO_CODE, now=NOW + minute * MINUTE)
    assert failed_attempts(tx, since=NOW) == FREE_ATTEMPTS
    assert "ยินดีต้อนรับ" in (send(tx, CODE, now=NOW + FIRST_PAUSE) or "")


def test_the_wrong_codes_of_one_sender_are_not_anothers(tx: Connection, mali: Person) -> None:
    for _ in range(FREE_ATTEMPTS):
        send(tx, NO_CODE)
    assert "ยินดีต้อนรับ" in (send(tx, CODE, sender=MALI_ON_LINE) or "")


def test_a_flood_of_wrong_codes_slows_those_who_mistype(tx: Connection, mali: Person) -> None:
    for guesser in range(FLOOD):
        record_failed_attempt(tx, channel="line", account=f"U-{guesser}", now=NOW)
    assert send(tx, NO_CODE) == phrase("unknown")
    assert send(tx, CODE) == phrase("wait", until=say_moment(NOW + FLOOD_PAUSE, "th"))
    assert "ยินดีต้อนรับ" in (send(tx, CODE, now=NOW + FLOOD_PAUSE) or "")


# --- joining ----------------------------------------------------------------------------------


def test_a_right_code_links_the_account_grants_the_role_and_welcomes(
    tx: Connection, mali: Person
) -> None:
    said = send(tx, f"/start {CODE.lower()}", sender=MALI_ON_LINE) or ""
    joined = person_at(tx, channel="line", account=MALI_ON_LINE.account)
    assert joined == replace(mali, grants=frozenset({Grant(Role.OFFICER, DIVISION.code)}))
    assert mali.name in said
    assert phrases("dialogue", "th")("role.officer") in said
    assert DIVISION.name in said
    assert said.endswith(phrase("next.officer"))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_welcome_says_in_two_sentences_what_is_stored_and_how_to_see_and_erase_it(
    tx: Connection, locale: str
) -> None:
    vipha = hire(tx, "วิภา รักงาน", locale=locale)
    invite(tx, vipha, CODE)
    said = send(tx, CODE, locale="th") or ""
    privacy = phrase("privacy", locale)
    assert privacy in said
    sentences = privacy.split("\n")
    assert len(sentences) == 2
    assert "/me" in sentences[1]
    assert "/erase" in sentences[1]
    if locale == "en":
        assert all(re.fullmatch(r"[^.]+\.", one) for one in sentences)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_role_is_welcomed_in_words(tx: Connection, role: Role, locale: str) -> None:
    vipha = hire(tx, "วิภา รักงาน", locale=locale)
    invite(tx, vipha, CODE, role=role)
    said = send(tx, CODE) or ""
    assert phrases("dialogue", locale)(f"role.{role}") in said
    assert phrase(f"next.{role}", locale) in said


def test_a_role_is_held_only_once_its_code_is_used(tx: Connection, mali: Person) -> None:
    before = person_by_id(tx, mali.id)
    assert before is not None
    assert before.grants == frozenset()


def test_the_same_person_joins_from_a_second_account(tx: Connection, mali: Person) -> None:
    invite(tx, mali, OTHER_CODE)
    send(tx, CODE, sender=MALI_ON_LINE)
    telegram = Address("telegram", "77", "77")
    assert "ยินดีต้อนรับ" in (send(tx, OTHER_CODE, sender=telegram) or "")
    assert person_at(tx, channel="telegram", account="77") == person_by_id(tx, mali.id)


# --- who has joined already -------------------------------------------------------------------


def test_another_code_of_ones_own_adds_its_role_and_keeps_the_draft(
    tx: Connection, mali: Person
) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    lock_dialogue(tx, mali.id, now=NOW)
    save_dialogue(tx, mali.id, ask=12, state="a draft", now=NOW)
    invite(tx, mali, OTHER_CODE, role=Role.SUPERVISOR)
    said = send(tx, OTHER_CODE, sender=MALI_ON_LINE) or ""
    assert phrases("dialogue", "th")("role.supervisor") in said
    joined = person_by_id(tx, mali.id)
    assert joined is not None
    assert {grant.role for grant in joined.grants} == {Role.OFFICER, Role.SUPERVISOR}
    stored = lock_dialogue(tx, mali.id, now=NOW)
    assert (stored.ask, stored.state) == (12, "a draft")


def test_sending_the_same_code_once_more_says_that_one_has_joined(
    tx: Connection, mali: Person
) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    assert send(tx, f"/start {CODE}", sender=MALI_ON_LINE) == phrase("joined_already")


def test_the_code_of_somebody_else_hands_the_account_over(tx: Connection, mali: Person) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    somchai = hire(tx, "สมชาย ขยันยิ่ง")
    invite(tx, somchai, OTHER_CODE)
    said = send(tx, OTHER_CODE, sender=MALI_ON_LINE) or ""
    assert somchai.name in said
    assert phrase("privacy") in said
    holder = person_at(tx, channel="line", account=MALI_ON_LINE.account)
    assert holder is not None
    assert holder.id == somchai.id


def test_questions_in_a_chat_that_passes_on_have_later_numbers(
    tx: Connection, mali: Person
) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    somchai = hire(tx, "สมชาย ขยันยิ่ง")
    lock_dialogue(tx, somchai.id, now=NOW)
    lock_dialogue(tx, mali.id, now=NOW)
    save_dialogue(tx, mali.id, ask=12, state="a draft", now=NOW)
    invite(tx, somchai, OTHER_CODE)
    send(tx, OTHER_CODE, sender=MALI_ON_LINE)
    assert lock_dialogue(tx, somchai.id, now=NOW).ask == 13
    assert lock_dialogue(tx, mali.id, now=NOW).state == "a draft"


@pytest.mark.parametrize("text", ["สวัสดี", "45", "12000000", NO_CODE, "/report", None])
def test_what_somebody_who_has_joined_says_goes_on_to_the_conversation(
    tx: Connection, mali: Person, text: str | None
) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    assert send(tx, text, sender=MALI_ON_LINE) is None


def test_a_wrong_code_after_the_command_is_told_to_somebody_who_has_joined(
    tx: Connection, mali: Person
) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    assert send(tx, f"/link {NO_CODE}", sender=MALI_ON_LINE) == phrase("unknown")


def test_somebody_who_has_joined_cannot_guess_codes_unhindered_either(
    tx: Connection, mali: Person
) -> None:
    send(tx, CODE, sender=MALI_ON_LINE)
    somchai = hire(tx, "สมชาย ขยันยิ่ง")
    invite(tx, somchai, OTHER_CODE)
    for _ in range(FREE_ATTEMPTS):
        assert send(tx, NO_CODE, sender=MALI_ON_LINE) is None
    assert send(tx, OTHER_CODE, sender=MALI_ON_LINE) is None
    holder = person_at(tx, channel="line", account=MALI_ON_LINE.account)
    assert holder is not None
    assert holder.id == mali.id


# --- the wording ------------------------------------------------------------------------------


def test_both_languages_say_the_same_things_with_the_same_fields() -> None:
    fields = [
        {
            key: sorted(re.findall(r"\{(\w+)\}", text))
            for key, text in phrases("joining", locale).entries.items()
        }
        for locale in LOCALES
    ]
    assert fields[0] == fields[1]
