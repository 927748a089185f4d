"""Bringing the menus to LINE, and each person to theirs."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from linebot.v3.messaging import (
    AsyncMessagingApi,
    AsyncMessagingApiBlob,
    CreateRichMenuAliasRequest,
    MessageAction,
    RichMenuArea,
    RichMenuBounds,
    RichMenuBulkLinkRequest,
    RichMenuRequest,
    RichMenuSize,
    UpdateRichMenuAliasRequest,
)

from bot.channels.line.menus.picture import name_of, picture_of
from bot.channels.line.menus.plan import PREFIX, WIDTH, Menu, alias_of, menus, role_for
from storage.accounts import Account
from storage.records import Role

PEOPLE_IN_A_CALL = 500
QUICK: Mapping[str, Any] = {"_request_timeout": 5}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The menus that LINE holds for this bot: names by id, and ids by alias."""

    names: Mapping[str, str]
    aliases: Mapping[str, str]

    def id_of(self, menu: Menu) -> str | None:
        """Give the id of a menu that stands there finished, as it should be."""
        found = self.aliases.get(menu.alias)
        return found if found and self.names.get(found) == name_of(menu) else None


async def read_shelf(api: AsyncMessagingApi) -> Shelf:
    """Ask LINE which menus there are; raises the client's errors."""
    listed = await api.get_rich_menu_list(**QUICK)
    aliases = await api.get_rich_menu_alias_list(**QUICK)
    return Shelf(
        {menu.rich_menu_id: menu.name for menu in listed.richmenus},
        {alias.rich_menu_alias_id: alias.rich_menu_id for alias in aliases.aliases},
    )


async def apply_menus(
    api: AsyncMessagingApi,
    blob: AsyncMessagingApiBlob,
    people: Sequence[Account],
    *,
    locale: str,
) -> int:
    """Make LINE show the menus as they should be, and give how many had to be made.

    Strangers see the officers' menu in `locale`. What is right already is left alone, and what
    a run broken off has left behind is cleared away. Raises the client's errors.
    """
    shelf = await read_shelf(api)
    ids: dict[str, str] = {}
    made = 0
    for menu in menus():
        known = shelf.id_of(menu)
        if known is None:
            known = await _make(api, blob, menu, has_alias=menu.alias in shelf.aliases)
            made += 1
        ids[menu.alias] = known
    await api.set_default_rich_menu(ids[alias_of(Role.OFFICER, locale)], **QUICK)
    for alias, accounts in _by_menu(people).items():
        for start in range(0, len(accounts), PEOPLE_IN_A_CALL):
            some = accounts[start : start + PEOPLE_IN_A_CALL]
            request = RichMenuBulkLinkRequest(richMenuId=ids[alias], userIds=some)
            await api.link_rich_menu_id_to_users(request, **QUICK)
    # Last, so that nobody is without a menu meanwhile.
    for alias in shelf.aliases:
        if alias.startswith(PREFIX) and alias not in ids:
            await api.delete_rich_menu_alias(alias, **QUICK)
    for old, name in shelf.names.items():
        if name.startswith(PREFIX) and old not in ids.values():
            await api.delete_rich_menu(old, **QUICK)
    return made


async def _make(
    api: AsyncMessagingApi, blob: AsyncMessagingApiBlob, menu: Menu, *, has_alias: bool
) -> str:
    """Make a menu with its picture; the alias comes last, and says that it is finished."""
    picture = await asyncio.to_thread(picture_of, menu)
    created = await api.create_rich_menu(_request(menu), **QUICK)
    new: str = created.rich_menu_id
    await blob.set_rich_menu_image(
        new, body=picture, _headers={"Content-Type": "image/png"}, **QUICK
    )
    if has_alias:
        request = UpdateRichMenuAliasRequest(richMenuId=new)
        await api.update_rich_menu_alias(menu.alias, request, **QUICK)
    else:
        alias = CreateRichMenuAliasRequest(richMenuAliasId=menu.alias, richMenuId=new)
        await api.create_rich_menu_alias(alias, **QUICK)
    return new


def _request(menu: Menu) -> RichMenuRequest:
    return RichMenuRequest(
        size=RichMenuSize(width=WIDTH, height=menu.height),
        selected=True,
        name=name_of(menu),
        chatBarText=menu.bar,
        areas=[
            RichMenuArea(
                bounds=RichMenuBounds(x=one.x, y=one.y, width=one.width, height=one.height),
                action=MessageAction(label=one.label, text=one.text),
            )
            for one in menu.places
        ],
    )


def _by_menu(people: Sequence[Account]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in people:
        found[alias_of(role_for(one.roles), one.locale)].append(one.account)
    return found
