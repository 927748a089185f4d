"""Giving people the menu of their role and language when they join, or when these change."""

from __future__ import annotations

import asyncio
from functools import partial

import structlog
from sqlalchemy import Engine

from bot.channels.line.client import LineClient, Unanswered
from bot.channels.line.menus.applying import link_menu
from bot.channels.line.menus.plan import alias_of, kind_for
from bot.channels.line.tokens import NoToken
from bot.ground import Ground
from storage.accounts import Account, accounts_on
from storage.db import reading
from storage.outages import OUTAGES

log = structlog.get_logger()

LOOK_EVERY = 15.0  # seconds
MOST_AT_ONCE = 20  # where no menus were ever set up, newcomers are asked for again and again


class MenuFollower:
    """Remembers which menu each account has, and links those that should have another.

    What was so when the process began is taken for linked: `check --apply` links everybody. Two
    processes that both follow link twice, which does no harm.
    """

    def __init__(self, client: LineClient) -> None:
        self._client = client
        self._linked: dict[str, str] | None = None

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
        """Link whoever joined or changed since the last look; who fails is tried again.

        Raises the errors of OUTAGES, Unanswered and NoToken.
        """
        accounts = await ground.in_thread(partial(_read, ground.engine))
        if self._linked is None:
            self._linked = {one.account: _alias(one) for one in accounts}
        others = [one for one in accounts if self._linked.get(one.account) != _alias(one)]
        for one in others[:MOST_AT_ONCE]:
            if await link_menu(self._client, one.roles, locale=one.locale, account=one.account):
                self._linked[one.account] = _alias(one)


def _read(engine: Engine) -> tuple[Account, ...]:
    with reading(engine) as tx:
        return accounts_on(tx, "line")


def _alias(account: Account) -> str:
    return alias_of(kind_for(account.roles), account.locale)
