"""A fake LINE, and the bot's client of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from pydantic import SecretStr

from bot.channels.line.client import LineClient
from bot.channels.line.tokens import GivenToken
from tests.channels.line.desk import Desk
from tests.fakes.line.fake import LineFake, fake_line
from tests.fakes.receiver import Receiver, receiving


@pytest.fixture
def line() -> Iterator[LineFake]:
    with fake_line() as fake:
        yield fake


@pytest.fixture
def webhook(line: LineFake) -> Iterator[Receiver]:
    with receiving() as receiver:
        line.deliver_to(receiver.url)
        yield receiver


@pytest.fixture
async def client(line: LineFake) -> AsyncIterator[LineClient]:
    tokens = GivenToken(SecretStr(line.channel.access_token))
    client = LineClient(tokens, api_url=line.url, data_url=line.data_url)
    yield client
    await client.close()


@pytest.fixture
async def desk(
    line: LineFake, webhook: Receiver, client: LineClient, sqlite_url: str
) -> AsyncIterator[Desk]:
    """At the end the bot has broken no rule of LINE but those that the test named."""
    desk = Desk(line, line.phone("มาลี"), client, webhook, sqlite_url)
    yield desk
    desk.ground.close()
    broken = line.violations
    assert len(broken) == len(desk.sins), broken
    assert all(words in one for words, one in zip(desk.sins, broken, strict=True)), broken
