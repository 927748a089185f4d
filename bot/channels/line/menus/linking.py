"""Linking one person to a menu, with the service's own client and nothing of the SDK."""

from __future__ import annotations

from http import HTTPStatus
from urllib.parse import quote

from bot.channels.line.client import LineClient


async def find_menu(client: LineClient, alias: str) -> str | None:
    """Give the id of the menu that has the alias; None where LINE has none, or does not say.

    Raises Unanswered and NoToken, as the client does.
    """
    found = await client.call("GET", f"/v2/bot/richmenu/alias/{alias}")
    menu = found.body.get("richMenuId")
    return menu if found.status == HTTPStatus.OK and isinstance(menu, str) else None


async def link_menu(client: LineClient, menu: str, account: str) -> bool:
    """Give one person the menu of this id; False where it has to be tried again.

    Raises as `find_menu` does.
    """
    linked = await client.call("POST", f"/v2/bot/user/{quote(account)}/richmenu/{quote(menu)}")
    # Whom LINE does not know would be refused for ever.
    return linked.status in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST)
