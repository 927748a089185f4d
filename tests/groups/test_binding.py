"""What becomes of a group's binding when the group, or whoever bound it, changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from bot.channels.base import Moved
from bot.channels.telegram.addressing import Identity
from bot.channels.telegram.codec import TelegramCodec
from bot.channels.telegram.intake import TelegramIntake
from bot.outcomes import record
from handlers.access import Right, may
from storage import outbox
from storage.db import reading, transaction
from storage.erasure import erase_person
from storage.group_bindings import (
    bind_group,
    end_bindings,
    find_binding,
    move_binding,
    unbind_group,
)
from storage.people import find_or_add_person
from storage.records import Grant, Role, Unit
from storage.tables import group_binding
from storage.tables import outbox as outbox_table
from storage.units import save_unit
from tests.channels.telegram import updates
from tests.turns.office import arrival, keep, take_turns

NOW = datetime(2026, 11, 26, 2, 0, tzinfo=UTC)
UNIT = Unit("50160000", "สำนักงานเขตทดลอง")
OTHER = Unit("50170000", "สำนักงานเขตข้างเคียง")
CHANNEL = "telegram"


def bind(tx: Connection, lane: str, unit: Unit = UNIT, *, full: bool = False) -> int:
    for one in (UNIT, OTHER):
        save_unit(tx, one)
    boss = find_or_add_person(tx, name="สมศรี", unit_code=UNIT.code, locale="th", now=NOW)
    bind_group(
        tx,
        channel=CHANNEL,
        lane=lane,
        unit_code=unit.code,
        full=full,
        bound_by=boss.id,
        now=NOW,
    )
    return boss.id


def bound(tx: Connection, lane: str) -> tuple[str, bool] | None:
    found = find_binding(tx, channel=CHANNEL, lane=lane)
    return (found.unit.code, found.full) if found else None


def test_a_binding_is_kept_and_the_next_takes_its_place(database: Engine) -> None:
    with transaction(database) as tx:
        bind(tx, "-1")
        assert bound(tx, "-1") == (UNIT.code, False)
        bind(tx, "-1", OTHER, full=True)
        assert bound(tx, "-1") == (OTHER.code, True)
        assert bound(tx, "-2") is None
        found = find_binding(tx, channel=CHANNEL, lane="-1")
        assert found is not None
        assert (found.bound_by, found.bound_at) == ("สมศรี", NOW)


def test_a_topic_has_its_own_binding_or_the_one_of_its_forum(database: Engine) -> None:
    with transaction(database) as tx:
        bind(tx, "-1")
        assert bound(tx, "-1/45") == (UNIT.code, False)
        bind(tx, "-1/45", OTHER)
        assert bound(tx, "-1/45") == (OTHER.code, False)
        assert bound(tx, "-1/46") == (UNIT.code, False)
        unbind_group(tx, channel=CHANNEL, lane="-1/45")
        assert bound(tx, "-1/45") == (UNIT.code, False)
        unbind_group(tx, channel=CHANNEL, lane="-1/45")
        assert bound(tx, "-1") is None


def test_the_bot_that_leaves_ends_the_bindings_of_all_topics_and_of_no_other_group(
    database: Engine,
) -> None:
    with transaction(database) as tx:
        for lane in ("-1", "-1/45", "-12"):
            bind(tx, lane)
        end_bindings(tx, channel=CHANNEL, lane="-1")
        assert tx.execute(select(group_binding.c.lane)).scalars().all() == ["-12"]


def test_a_group_that_moves_keeps_its_binding(database: Engine) -> None:
    with transaction(database) as tx:
        bind(tx, "-1", full=True)
        for _time in range(2):  # told by the platform, and once more by a refused message
            move_binding(tx, channel=CHANNEL, old="-1", new="-100")
        assert bound(tx, "-100") == (UNIT.code, True)
        assert bound(tx, "-1") is None


def test_a_group_that_was_bound_anew_after_moving_keeps_the_newer_binding(
    database: Engine,
) -> None:
    with transaction(database) as tx:
        bind(tx, "-1")
        bind(tx, "-100", OTHER)
        move_binding(tx, channel=CHANNEL, old="-1", new="-100")
        assert bound(tx, "-100") == (OTHER.code, False)
        assert bound(tx, "-1") is None


def test_a_message_that_finds_its_group_moved_takes_the_binding_along(database: Engine) -> None:
    with transaction(database) as tx:
        bind(tx, "-1")
        outbox.enqueue(tx, ["{}"], channel=CHANNEL, lane="-1", now=NOW)
        [dispatch] = outbox.claim_due(
            tx, channels=[CHANNEL], now=NOW, lease=timedelta(seconds=20), limit=1
        )
    record(database, [(dispatch, Moved("-100"))], NOW)
    with reading(database) as tx:
        assert bound(tx, "-100") == (UNIT.code, False)


def test_whoever_is_erased_leaves_the_binding_without_a_name(database: Engine) -> None:
    with transaction(database) as tx:
        boss = bind(tx, "-1")
        erase_person(tx, boss, now=NOW)
        found = find_binding(tx, channel=CHANNEL, lane="-1")
    assert found is not None
    assert (found.unit, found.bound_by) == (UNIT, "")


@pytest.mark.parametrize(
    ("role", "unit_code", "allowed"),
    [
        (Role.SUPERVISOR, UNIT.code, True),
        (Role.ADMIN, UNIT.code, True),
        (Role.SUPERVISOR, "50160100", False),
        (Role.EVALUATOR, UNIT.code, False),
        (Role.OFFICER, UNIT.code, False),
        (Role.ADMIN, OTHER.code, False),
    ],
)
def test_supervisors_and_admins_bind_groups_to_their_units(
    role: Role, unit_code: str, *, allowed: bool
) -> None:
    assert may(Right.BIND, [Grant(role, unit_code)], path=[UNIT.code]) is allowed


def test_what_people_say_to_each_other_in_a_bound_group_is_not_answered(sqlite: Engine) -> None:
    keep(sqlite, arrival("group-1", "สถานะเป็นอย่างไรบ้าง", account="a", group=True))
    take_turns(sqlite)
    with reading(sqlite) as tx:
        assert tx.execute(select(outbox_table.c.id)).all() == []


def test_a_group_that_telegram_makes_a_supergroup_keeps_its_binding(database: Engine) -> None:
    old, new = str(updates.GROUP), -1_009_999_999_999
    with transaction(database) as tx:
        bind(tx, old, full=True)
    intake = TelegramIntake(Identity(updates.BOT, updates.BOT_NAME), secret="s", clock=lambda: NOW)
    moved = updates.sent(updates.group("group"), migrate_to_chat_id=new)
    keep(database, *intake.read_updates([moved]).arrivals)
    take_turns(database, {CHANNEL: TelegramCodec()})
    with reading(database) as tx:
        assert (bound(tx, old), bound(tx, str(new))) == (None, (UNIT.code, True))
        assert tx.execute(select(outbox_table.c.id)).all() == []
