"""The menus against the LINE that holds the published limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from linebot.v3.messaging import (
    AsyncApiClient,
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    Configuration,
)
from linebot.v3.messaging.exceptions import ApiException
from pydantic import SecretStr

from bot.channels.line.client import LineClient
from bot.channels.line.menus import applying
from bot.channels.line.menus.applying import apply_menus, read_shelf
from bot.channels.line.menus.linking import find_menu, link_menu
from bot.channels.line.menus.picture import name_of
from bot.channels.line.menus.plan import PREFIX, Menu, alias_of, menus, role_for
from bot.channels.line.tokens import GivenToken
from handlers.commands import slash_command
from handlers.texts import phrases
from storage.accounts import Account
from storage.records import Role
from tests.fakes.faults import At, Script, ServerError
from tests.fakes.line.fake import LineFake

OFFICER, SUPERVISOR = frozenset({Role.OFFICER}), frozenset({Role.SUPERVISOR})
EVALUATOR, ADMIN = frozenset({Role.EVALUATOR}), frozenset({Role.ADMIN})


@asynccontextmanager
async def clients(line: LineFake) -> AsyncIterator[tuple[AsyncMessagingApi, AsyncMessagingApiBlob]]:
    def configuration(host: str) -> Configuration:
        return Configuration(host=host, access_token=line.channel.access_token)

    async with (
        AsyncApiClient(configuration(line.url)) as client,
        AsyncApiClient(configuration(line.data_url)) as data_client,
    ):
        yield AsyncMessagingApi(client), AsyncMessagingApiBlob(data_client)


async def apply(line: LineFake, *people: Account) -> int:
    async with clients(line) as (api, blob):
        return await apply_menus(api, blob, people, locale="th")


async def test_everybody_gets_the_menu_of_their_role_and_language(line: LineFake) -> None:
    mali, john, wichai, mana, suda, stranger = (
        line.phone(name) for name in ("มาลี", "John", "วิชัย", "มานะ", "สุดา", "คนแปลกหน้า")
    )
    made = await apply(
        line,
        Account(mali.chat, "th", OFFICER | SUPERVISOR),
        Account(john.chat, "en", OFFICER),
        Account(wichai.chat, "th", SUPERVISOR | ADMIN),
        Account(mana.chat, "en", EVALUATOR),
        Account(suda.chat, "th", ADMIN),
    )
    assert made == 8
    assert mali.menu == ["รายงาน", "สถานะ", "ล่าสุด", "ช่วยเหลือ"]
    assert john.menu == ["Report", "Status", "Latest", "Help"]
    assert wichai.menu == ["สถานะ", "ค้าง", "ภาพรวม", "ช่วยเหลือ"]
    assert mana.menu == ["Score", "Summary", "Status", "Help"]
    assert suda.menu == ["สถานะ", "ค้าง", "สรุป", "ช่วยเหลือ"]
    assert stranger.menu == mali.menu


async def test_applying_again_makes_nothing_new(line: LineFake) -> None:
    await apply(line)
    before = dict(line.calls)
    assert await apply(line) == 0
    assert line.calls["createRichMenu"] == before["createRichMenu"] == 8
    assert line.calls.get("deleteRichMenu") is None


async def test_a_menu_that_changed_takes_the_place_of_the_old_one(
    line: LineFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    mali = line.phone("มาลี")
    people = [Account(mali.chat, "th", OFFICER)]
    await apply(line, *people)

    def changed() -> tuple[Menu, ...]:
        first, *others = menus()
        label = replace(first.places[0], label="รายงานผล")
        return (replace(first, places=(label, *first.places[1:])), *others)

    monkeypatch.setattr(applying, "menus", changed)
    assert await apply(line, *people) == 1
    assert mali.menu[0] == "รายงานผล"
    assert line.calls["deleteRichMenu"] == 1


async def test_a_menu_that_is_no_more_goes_with_its_alias(
    line: LineFake, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = replace(menus()[0], alias=f"{PREFIX}reader-th")
    with monkeypatch.context() as earlier:
        earlier.setattr(applying, "menus", lambda: (more, *menus()))
        await apply(line)
    await apply(line)
    async with clients(line) as (api, _blob):
        shelf = await read_shelf(api)
    assert set(shelf.aliases) == {menu.alias for menu in menus()}
    assert len(shelf.names) == 8


@pytest.mark.parametrize("broken_at", ["createRichMenu", "setRichMenuImage", "createRichMenuAlias"])
async def test_what_broke_off_is_finished_by_the_next_run(line: LineFake, broken_at: str) -> None:
    line.play(Script(listed=(At(broken_at, ServerError()),)))
    with pytest.raises(ApiException):
        await apply(line)
    line.play(Script())
    await apply(line)
    async with clients(line) as (api, _blob):
        shelf = await read_shelf(api)
    assert sorted(shelf.names.values()) == sorted(name_of(menu) for menu in menus())
    assert all(shelf.id_of(menu) for menu in menus())


async def test_menus_of_somebody_else_are_left_alone(line: LineFake) -> None:
    async with clients(line) as (api, blob):
        await apply_menus(api, blob, [], locale="th")
        theirs = applying._request(replace(menus()[0]))
        theirs.name = "by hand"
        await api.create_rich_menu(theirs)
        await apply_menus(api, blob, [], locale="th")
        assert "by hand" in (await read_shelf(api)).names.values()


async def test_more_people_than_one_call_takes_are_linked_in_several(line: LineFake) -> None:
    people = [line.phone(f"คน {number}") for number in range(5)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(applying, "PEOPLE_IN_A_CALL", 2)
        await apply(line, *(Account(one.chat, "en", SUPERVISOR) for one in people))
    assert line.calls["linkRichMenuIdToUsers"] == 3
    assert all(one.menu[0] == "Status" for one in people)


async def test_a_menu_is_found_by_its_alias_and_linked_to_one_person(line: LineFake) -> None:
    wichai = line.phone("วิชัย")
    token = GivenToken(SecretStr(line.channel.access_token))
    client = LineClient(token, api_url=line.url, data_url=line.data_url)
    alias = alias_of(Role.SUPERVISOR, "en")
    try:
        assert await find_menu(client, alias) is None
        await apply(line)
        menu = await find_menu(client, alias)
        assert menu is not None
        assert await link_menu(client, menu, wichai.chat)
        assert not await link_menu(client, "richmenu-gone", wichai.chat)
    finally:
        await client.close()
    assert wichai.menu[0] == "Status"


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        ((), Role.OFFICER),
        ((Role.ADMIN, Role.EVALUATOR, Role.SUPERVISOR, Role.OFFICER), Role.OFFICER),
        ((Role.ADMIN, Role.EVALUATOR, Role.SUPERVISOR), Role.SUPERVISOR),
        ((Role.ADMIN, Role.EVALUATOR), Role.EVALUATOR),
        ((Role.ADMIN,), Role.ADMIN),
    ],
)
def test_of_several_roles_the_first_has_its_menu(roles: tuple[Role, ...], role: Role) -> None:
    assert role_for(roles) is role


@pytest.mark.parametrize("menu", menus(), ids=lambda menu: menu.alias)
def test_every_press_is_a_command_and_places_fill_the_picture(menu: Menu) -> None:
    for place in menu.places:
        assert slash_command(place.text)
        assert place.text.startswith("/")
    covered = sum(place.width * place.height for place in menu.places)
    assert covered == 2500 * menu.height


def test_a_change_of_a_word_is_another_name() -> None:
    menu = menus()[0]
    assert phrases("menu", "th")("menu.bar") == menu.bar
    for other in (
        replace(menu, bar="อื่น"),
        replace(menu, places=(replace(menu.places[0], text="อื่น"), *menu.places[1:])),
    ):
        assert name_of(other) != name_of(menu)
