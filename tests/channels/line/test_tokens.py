"""Access tokens: given once, or issued for a quarter of an hour and rotated ahead of their end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from pydantic import SecretStr

from bot.channels.base import Retry, Sent
from bot.channels.line.channel import LineChannel
from bot.channels.line.client import LineClient
from bot.channels.line.issuing import issue_by_secret
from bot.channels.line.tokens import Issued, IssuedTokens, NoToken
from tests.channels.line.desk import Desk
from tests.fakes.faults import EVERY_FAULT, At, ClosedConnection, Delay, Fault, LateAnswer, Script

ISSUED = "issueStatelessChannelToken"


@pytest.fixture
def tokens(desk: Desk) -> IssuedTokens:
    line = desk.line
    issue = issue_by_secret(
        line.url,
        channel_id=line.channel.channel_id,
        channel_secret=SecretStr(line.channel.secret),
    )
    return IssuedTokens(issue, desk.clock)


@pytest.fixture
async def channel(desk: Desk, tokens: IssuedTokens) -> AsyncIterator[LineChannel]:
    client = LineClient(tokens, api_url=desk.line.url, data_url=desk.line.data_url)
    yield LineChannel(client, desk.budget, desk.clock)
    await client.close()


async def test_a_token_is_issued_once_for_all_who_ask(desk: Desk, tokens: IssuedTokens) -> None:
    given = await asyncio.gather(*(tokens.current() for _ in range(20)))
    assert len(set(given)) == 1
    assert desk.line.calls == {ISSUED: 1}


async def test_a_token_is_replaced_before_it_ends(desk: Desk, channel: LineChannel) -> None:
    assert await channel.send(desk.letter()) == Sent()
    desk.forward(11 * 60)
    assert await channel.send(desk.letter()) == Sent()
    assert desk.line.calls[ISSUED] == 1
    desk.forward(2 * 60)
    assert await channel.send(desk.letter()) == Sent()
    assert (desk.line.calls[ISSUED], desk.line.calls["pushMessage"]) == (2, 3)


async def test_a_token_that_cannot_be_replaced_yet_is_used_to_its_end(
    desk: Desk, tokens: IssuedTokens
) -> None:
    old = await tokens.current()
    desk.forward(13 * 60)
    desk.line.play(Script(listed=(At(ISSUED, ClosedConnection(), times=2),)))
    assert await tokens.current() == old
    desk.forward(3 * 60)
    with pytest.raises(NoToken):
        await tokens.current()
    assert await tokens.current() != old


async def test_a_token_that_line_refuses_is_replaced_at_once(
    desk: Desk, channel: LineChannel
) -> None:
    assert await channel.send(desk.letter()) == Sent()
    desk.line.forward(16 * 60)  # by our clock it is good
    assert await channel.send(desk.letter("ข่าว")) == Sent()
    assert desk.seen[-1] == "ข่าว"
    assert desk.line.calls[ISSUED] == 2


@pytest.mark.parametrize(
    "fault",
    [one for one in EVERY_FAULT if not isinstance(one, Delay | LateAnswer)],
    ids=lambda fault: type(fault).__name__,
)
async def test_where_none_is_issued_nothing_is_sent_and_it_is_tried_again(
    desk: Desk, channel: LineChannel, fault: Fault
) -> None:
    desk.line.play(Script(listed=(At(ISSUED, fault),)))
    row = desk.letter()
    assert isinstance(await channel.send(row), Retry)
    assert await channel.send(row) == Sent()
    assert (desk.line.calls[ISSUED], desk.line.calls["pushMessage"]) == (2, 1)


async def test_a_wrong_secret_is_named_by_its_status_alone(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    issue = issue_by_secret(
        desk.line.url, channel_id="2000000001", channel_secret=SecretStr("very-secret")
    )
    with pytest.raises(NoToken, match=r"^status 400$") as error:
        await IssuedTokens(issue, desk.clock).current()
    assert error.value.__cause__ is None
    assert "very-secret" not in caplog.text
    desk.sins = ["client_id or client_secret is wrong"]


async def test_a_short_life_is_replaced_half_way(desk: Desk) -> None:
    async def issue() -> Issued:
        asked.append(desk.clock())
        return Issued(SecretStr(f"token-{len(asked)}"), timedelta(seconds=60))

    asked: list[datetime] = []
    tokens = IssuedTokens(issue, desk.clock)
    await tokens.current()
    desk.forward(29)
    await tokens.current()
    assert len(asked) == 1
    desk.forward(2)
    await tokens.current()
    assert len(asked) == 2
