"""Whoever joins while the service runs gets the menu of their role, and keeps it up to date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.channels.line.menus.following import MenuFollower
from storage.db import transaction
from storage.dialogues import lock_dialogue
from storage.people import Address, find_or_add_person, grant_role, link_address, set_locale
from storage.reachability import mark_reachable, mark_unreachable
from storage.records import Role
from storage.units import save_unit
from tests.channels.line.desk import Desk
from tests.checks.test_menus import apply
from tests.fakes.faults import At, Script, ServerError
from tests.fakes.line.fake import LineFake
from tests.turns.grounds import grounded
from tests.turns.office import NOW, UNIT

HOUR = timedelta(hours=1)


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now


def join(
    engine: Engine, account: str, role: Role, *, name: str = "วิชัย", now: datetime = NOW
) -> int:
    with transaction(engine) as tx:
        save_unit(tx, UNIT)
        person = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale="en", now=NOW)
        grant_role(tx, person_id=person.id, role=role, unit_code=UNIT.code)
        link_address(
            tx, person_id=person.id, channel="line", account=account, lane=account, now=now
        )
        return person.id


def linked(line: LineFake) -> int:
    """How many people were given a menu, one by one."""
    return line.calls["linkRichMenuIdToUser"]


async def test_who_joins_gets_their_menu_and_another_when_their_language_changes(
    desk: Desk, database_url: str
) -> None:
    await apply(desk.line)
    with grounded(database_url) as ground:
        follower = MenuFollower(desk.client)
        await follower.look(ground)
        person = join(ground.engine, desk.phone.chat, Role.SUPERVISOR)
        await follower.look(ground)
        assert desk.phone.menu[0] == "Status"
        with transaction(ground.engine) as tx:
            set_locale(tx, person_id=person, locale="th")
        await follower.look(ground)
        assert desk.phone.menu[0] == "สถานะ"
        calls = linked(desk.line)
        await follower.look(ground)
        assert linked(desk.line) == calls


async def test_who_could_not_be_linked_is_linked_the_next_time(desk: Desk, sqlite_url: str) -> None:
    await apply(desk.line)
    with grounded(sqlite_url) as ground:
        follower = MenuFollower(desk.client)
        await follower.look(ground)
        join(ground.engine, desk.phone.chat, Role.SUPERVISOR)
        desk.line.play(Script(listed=(At("linkRichMenuIdToUser", ServerError()),)))
        await follower.look(ground)
        await follower.look(ground)
        assert desk.phone.menu[0] == "Status"


async def test_who_joined_while_nobody_looked_is_linked_and_nobody_else(
    desk: Desk, database_url: str
) -> None:
    await apply(desk.line)
    clock = Clock(NOW)
    john = desk.line.phone("John")
    with grounded(database_url, clock=clock) as ground:
        join(ground.engine, john.chat, Role.ADMIN, name="John")
        clock.now += HOUR
        await MenuFollower(desk.client).look(ground)
        assert (john.menu[:2], linked(desk.line)) == (["Status", "Late"], 1)
        join(ground.engine, desk.phone.chat, Role.SUPERVISOR, now=clock.now)
        clock.now += HOUR
        await MenuFollower(desk.client).look(ground)
        assert linked(desk.line) == 2
        assert desk.phone.menu[:3] == ["Status", "Late", "Digest"]
        await MenuFollower(desk.client).look(ground)
        assert linked(desk.line) == 2


async def test_whose_language_changed_just_before_the_end_is_linked_after_it(
    desk: Desk, sqlite_url: str
) -> None:
    await apply(desk.line)
    clock = Clock(NOW)
    with grounded(sqlite_url, clock=clock) as ground:
        person = join(ground.engine, desk.phone.chat, Role.SUPERVISOR)
        await MenuFollower(desk.client).look(ground)
        clock.now += HOUR
        with transaction(ground.engine) as tx:
            set_locale(tx, person_id=person, locale="th")
            lock_dialogue(tx, person, now=clock.now)
        await MenuFollower(desk.client).look(ground)
    assert desk.phone.menu[0] == "สถานะ"


async def test_where_somebody_has_no_menu_yet_the_next_process_goes_on(
    desk: Desk, sqlite_url: str
) -> None:
    clock = Clock(NOW)
    with grounded(sqlite_url, clock=clock) as ground:
        join(ground.engine, desk.phone.chat, Role.SUPERVISOR)
        clock.now += HOUR
        await MenuFollower(desk.client).look(ground)  # no menus were set up
        await apply(desk.line)
        await MenuFollower(desk.client).look(ground)
    assert desk.phone.menu[0] == "Status"


async def test_who_returns_is_linked_again(desk: Desk, sqlite_url: str) -> None:
    await apply(desk.line)
    theirs = Address("line", desk.phone.chat, desk.phone.chat)
    with grounded(sqlite_url) as ground:
        join(ground.engine, desk.phone.chat, Role.SUPERVISOR)
        follower = MenuFollower(desk.client)
        await follower.look(ground)
        with transaction(ground.engine) as tx:
            mark_unreachable(tx, channel="line", lane=theirs.lane, now=NOW)
        await follower.look(ground)
        with transaction(ground.engine) as tx:
            mark_reachable(tx, theirs, now=NOW)
        await follower.look(ground)
    assert linked(desk.line) == 2


async def test_whom_line_does_not_know_is_asked_for_once(desk: Desk, sqlite_url: str) -> None:
    await apply(desk.line)
    with grounded(sqlite_url) as ground:
        join(ground.engine, "U-nobody", Role.SUPERVISOR)
        follower = MenuFollower(desk.client)
        await follower.look(ground)
        await follower.look(ground)
    assert linked(desk.line) == 1
    desk.sins = ["unknown"]
