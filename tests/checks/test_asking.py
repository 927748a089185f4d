from __future__ import annotations

import asyncio

import pytest
from linebot.v3.messaging.exceptions import ApiException
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError

from bot.channels.line.tokens import NoToken
from bot.checks.findings import Failure, Refusal, Silence
from bot.platforms import ask


async def failing(error: Exception) -> str:
    raise error


async def test_an_answer_is_given_as_it_is() -> None:
    assert await ask(asyncio.sleep(0, "yes")) == "yes"


async def test_who_never_answers_is_silent() -> None:
    assert await ask(asyncio.Event().wait(), patience=0.01) == Silence()


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (ApiException(status=401), Refusal(401)),
        (ApiException(status=500), Silence()),
        (NoToken("status 400", status=400), Refusal(400)),
        (NoToken("status 500", status=500), Silence()),
        (NoToken("TimeoutError"), Silence()),
        (InvalidToken(), Refusal(401)),
        (Forbidden("no"), Refusal(403)),
        (Conflict("no"), Refusal(409)),
        (BadRequest("no"), Refusal(400)),
        (NetworkError("no"), Silence()),
        (ConnectionResetError(), Silence()),
    ],
)
async def test_an_error_is_a_value(error: Exception, failure: Failure) -> None:
    assert await ask(failing(error)) == failure


async def test_a_mistake_of_ours_stays_an_error() -> None:
    with pytest.raises(KeyError):
        await ask(failing(KeyError()))
