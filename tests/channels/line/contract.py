"""LINE as the contract suite of all channels sees it."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime

from pydantic import SecretStr

from bot.channels.base import Result
from bot.channels.line.budget import Budget
from bot.channels.line.channel import LineChannel
from bot.channels.line.client import LineClient
from bot.channels.line.tokens import GivenToken
from handlers.messages import Event
from storage.records import Dispatch
from storage.tables import metadata
from tests.channels.line.words import as_line_writes
from tests.fakes.line.fake import fake_line
from tests.fakes.line.ids import user_id
from tests.turns.grounds import grounded

NAME = "มาลี"
LINE_ACCOUNT = user_id(NAME)


def of_the_account(event: Event) -> str:
    return as_line_writes(event, LINE_ACCOUNT)


class LineOnLoopback:
    """Sends each request to a LINE of its own, which must find no fault with it."""

    name = "line"

    async def send(self, dispatch: Dispatch) -> Result:
        with fake_line() as line, tempfile.TemporaryDirectory() as folder:
            line.phone(NAME)
            url = f"sqlite:///{folder}/khuepna.db"
            with grounded(url, clock=lambda: datetime.now(UTC)) as ground:
                metadata.create_all(ground.engine)
                tokens = GivenToken(SecretStr(line.channel.access_token))
                client = LineClient(tokens, api_url=line.url, data_url=line.data_url)
                budget = Budget(ground, client, lambda _tx, _now: 20)
                result = await LineChannel(client, budget, ground.clock).send(dispatch)
                await client.close()
            assert line.violations == []
            return result
