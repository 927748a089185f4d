"""Access tokens of LINE: one that was given, or short-lived ones that are issued and rotated."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from pydantic import SecretStr

from bot.settings import Settings

log = structlog.get_logger()

AHEAD = timedelta(minutes=3)  # before its end a token is replaced


class NoToken(Exception):
    """LINE issued no token; the text says why, and holds no secret.

    `status` is that of its refusal, None where it gave no proper answer.
    """

    def __init__(self, why: str, *, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Issued:
    """A token, and how long it lives."""

    token: SecretStr
    life: timedelta


Issue = Callable[[], Awaitable[Issued]]


class Tokens(Protocol):
    """Where the client has its token from."""

    async def current(self) -> SecretStr:
        """Give a token to speak with; raises NoToken."""
        ...

    def spoil(self, token: SecretStr) -> bool:
        """Take note that LINE refused a token; tells whether another can be had."""
        ...


class GivenToken:
    """The long-lived token of LINE_CHANNEL_ACCESS_TOKEN, as it is."""

    def __init__(self, token: SecretStr) -> None:
        self._token = token

    async def current(self) -> SecretStr:
        return self._token

    def spoil(self, token: SecretStr) -> bool:
        return False


class IssuedTokens:
    """Tokens of a quarter of an hour; each is replaced ahead of its end, by one request."""

    def __init__(self, issue: Issue, clock: Callable[[], datetime]) -> None:
        self._issue = issue
        self._clock = clock
        self._token: SecretStr | None = None
        self._renew_at: datetime
        self._ends_at: datetime
        self._issuing = asyncio.Lock()

    async def current(self) -> SecretStr:
        """Give the token, a fresh one where it nears its end; raises NoToken where there is none.

        A token that could not be replaced in time is good until its end.
        """
        async with self._issuing:
            if self._token is None or self._clock() >= self._renew_at:
                try:
                    await self._renew()
                except NoToken as error:
                    log.warning("line_token_not_issued", error=str(error))
                    if self._token is None or self._clock() >= self._ends_at:
                        raise
            assert self._token is not None
            return self._token

    async def _renew(self) -> None:
        asked_at = self._clock()
        issued = await self._issue()
        self._token = issued.token
        self._ends_at = asked_at + issued.life
        self._renew_at = self._ends_at - min(AHEAD, issued.life / 2)

    def spoil(self, token: SecretStr) -> bool:
        if self._token == token:
            self._token = None
        return True


def tokens_of(settings: Settings, clock: Callable[[], datetime]) -> Tokens:
    """Give the token of the settings where one is set, else short-lived ones."""
    if settings.line_channel_access_token is not None:
        return GivenToken(settings.line_channel_access_token)
    # With it comes the SDK, which takes a second and 70 MB: nobody else must pay that.
    from bot.channels.line.issuing import issue_for  # noqa: PLC0415

    return IssuedTokens(issue_for(settings), clock)
