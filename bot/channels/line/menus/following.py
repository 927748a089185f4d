"""Giving people the menu of their role and language when they join, or when these change."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlalchemy import Engine

from bot.channels.line.client import LineClient, Unanswered
from bot.channels.line.menus.linking import find_menu, link_menu
from bot.channels.line.menus.plan import alias_of, role_for
from bot.channels.line.tokens import NoToken
from bot.ground import Ground
from storage.accounts import accounts_on, accounts_stirred
from storage.db import reading, transaction
from storage.heartbeats import beat, last_beat
from storage.outages import OUTAGES

log = structlog.get_logger()

LOOK_EVERY = 15.0  # seconds
MOST_AT_ONCE = 20
LINKED = "line_menus_linked"
OVERLAP = timedelta(seconds=30)  # a turn may be committed some time after the moment it bears


class MenuFollower:
    """Remembers which menu each account has, and links those that should have another.

    The database remembers when everybody had theirs. After a restart those are unsure who joined
    or spoke since then, and are linked again; before the first time everybody is. Two processes
    that both follow link twice, which does no harm.
    """

    def __init__(self, client: LineClient) -> None:
        self._client = client
        self._linked: Mapping[str, str] | None = None

    async def watch(self, ground: Ground) -> None:
        """Look for changes until cancelled."""
        while True:
            try:
                await self.look(ground)
            except OUTAGES as outage:
                log.error("database_out_of_reach", error=type(outage).__name__)
            except (Unanswered, NoToken) as away:
                log.warning("line_menu_not_linked", error=type(away).__name__)
            await asyncio.sleep(LOOK_EVERY)

    async def look(self, ground: Ground) -> None:
        """Link whoever has not the menu that they should have; who fails is tried again.

        Raises the errors of OUTAGES, Unanswered and NoToken.
        """
        looked_at = ground.clock()
        wanted = await ground.in_thread(partial(_wanted, ground.engine))
        if self._linked is None:
            self._linked = await ground.in_thread(partial(_known, ground.engine, wanted))
        # Who left is forgotten, and linked again when they return.
        linked = {one: menu for one, menu in self._linked.items() if one in wanted}
        self._linked = linked
        others = {one: menu for one, menu in wanted.items() if linked.get(one) != menu}
        ids = {alias: await find_menu(self._client, alias) for alias in set(others.values())}
        there = [one for one, alias in others.items() if ids[alias]]
        for one in there[:MOST_AT_ONCE]:
            menu = ids[others[one]]
            if menu and await link_menu(self._client, menu, one):
                linked[one] = others[one]
        if linked == wanted:
            await ground.in_thread(partial(_note, ground.engine, looked_at))


def _wanted(engine: Engine) -> Mapping[str, str]:
    """Give the alias of the menu that each account should have."""
    with reading(engine) as tx:
        accounts = accounts_on(tx, "line")
    return {one.account: alias_of(role_for(one.roles), one.locale) for one in accounts}


def _known(engine: Engine, wanted: Mapping[str, str]) -> Mapping[str, str]:
    """Give the menus that were linked before this process began."""
    with reading(engine) as tx:
        all_linked_at = last_beat(tx, LINKED)
        if all_linked_at is None:
            return {}
        unsure = accounts_stirred(tx, "line", since=all_linked_at - OVERLAP)
    return {one: menu for one, menu in wanted.items() if one not in unsure}


def _note(engine: Engine, now: datetime) -> None:
    with transaction(engine) as tx:
        beat(tx, LINKED, now=now, apart=timedelta())
