from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from sqlalchemy import Engine, select

from storage.db import transaction
from storage.invitations import (
    Expired,
    Redeemed,
    Redemption,
    Unknown,
    Used,
    failed_attempts,
    failed_attempts_of,
    forget_attempts,
    record_failed_attempt,
    redeem,
)
from storage.records import Person, Role
from storage.tables import invitation
from tests.joining.office import DIVISION, MINUTE, NOW, WEEK, hire, invite, open_office

CODE = "7K3M-Q9XD"


def mali_invited(engine: Engine) -> Person:
    with transaction(engine) as tx:
        open_office(tx)
        mali = hire(tx, "มาลี ใจงาม")
        invite(tx, mali, CODE, role=Role.SUPERVISOR)
    return mali


def test_a_code_gives_its_person_role_and_unit_once(database: Engine) -> None:
    mali = mali_invited(database)
    with transaction(database) as tx:
        assert redeem(tx, code=CODE, now=NOW) == Redeemed(mali.id, Role.SUPERVISOR, DIVISION.code)
        assert redeem(tx, code=CODE, now=NOW + MINUTE) == Used(mali.id)


def test_a_code_expires(database: Engine) -> None:
    mali_invited(database)
    with transaction(database) as tx:
        assert redeem(tx, code=CODE, now=NOW + WEEK + MINUTE) == Expired()
        assert redeem(tx, code=CODE, now=NOW + WEEK) == Expired()
        assert redeem(tx, code=CODE, now=NOW + WEEK - MINUTE) != Expired()


def test_a_code_nobody_issued_is_unknown(database: Engine) -> None:
    mali_invited(database)
    with transaction(database) as tx:
        assert redeem(tx, code="7K3M-Q9XE", now=NOW) == Unknown()


def test_a_turn_that_fails_does_not_use_the_code_up(database: Engine) -> None:
    mali = mali_invited(database)
    with database.connect() as connection, connection.begin() as lost:
        redeem(connection, code=CODE, now=NOW)
        lost.rollback()
    with transaction(database) as tx:
        assert redeem(tx, code=CODE, now=NOW) == Redeemed(mali.id, Role.SUPERVISOR, DIVISION.code)


def test_of_many_who_redeem_a_code_at_once_exactly_one_succeeds(database: Engine) -> None:
    mali = mali_invited(database)
    racers = 5
    together = Barrier(racers)

    def race(_racer: int) -> Redemption:
        together.wait()
        with transaction(database) as tx:
            return redeem(tx, code=CODE, now=NOW)

    with ThreadPoolExecutor(racers) as threads:
        outcomes = list(threads.map(race, range(racers)))
    assert outcomes.count(Redeemed(mali.id, Role.SUPERVISOR, DIVISION.code)) == 1
    assert outcomes.count(Used(mali.id)) == racers - 1


def test_one_who_redeems_while_another_has_not_committed_waits_and_finds_it_used(
    postgresql: Engine,
) -> None:
    mali = mali_invited(postgresql)

    def second() -> Redemption:
        with transaction(postgresql) as tx:
            return redeem(tx, code=CODE, now=NOW)

    with ThreadPoolExecutor(1) as thread:
        with transaction(postgresql) as tx:
            assert isinstance(redeem(tx, code=CODE, now=NOW), Redeemed)
            waiting = thread.submit(second)
        assert waiting.result() == Used(mali.id)


def test_the_code_itself_is_not_in_the_database(database: Engine) -> None:
    mali_invited(database)
    with transaction(database) as tx:
        row = tx.execute(select(invitation)).one()
    assert all(CODE not in str(value) and "7K3MQ9XD" not in str(value) for value in row)


def test_wrong_codes_are_counted_by_sender_and_overall(database: Engine) -> None:
    with transaction(database) as tx:
        for minute in range(3):
            record_failed_attempt(tx, channel="line", account="U-1", now=NOW + minute * MINUTE)
        record_failed_attempt(tx, channel="telegram", account="U-1", now=NOW)
        own = failed_attempts_of(tx, channel="line", account="U-1", since=NOW + MINUTE)
        assert own == (NOW + MINUTE, NOW + 2 * MINUTE)
        assert failed_attempts(tx, since=NOW) == 4
        assert failed_attempts(tx, since=NOW + MINUTE) == 2


def test_old_wrong_codes_are_forgotten(database: Engine) -> None:
    with transaction(database) as tx:
        for minute in range(3):
            record_failed_attempt(tx, channel="line", account="U-1", now=NOW + minute * MINUTE)
        forget_attempts(tx, before=NOW + 2 * MINUTE)
        assert failed_attempts(tx, since=NOW) == 1
