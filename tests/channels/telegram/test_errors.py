"""What each refusal means for a request."""

from __future__ import annotations

from datetime import timedelta

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.channels.base import Gone, Moved, Refused, Result, Retry, Sent, Unknown
from bot.channels.telegram.errors import (
    OPERATOR_PAUSE,
    Broken,
    Change,
    Oversized,
    Unreached,
    change_for,
    result_of,
)


@pytest.mark.parametrize(
    ("error", "result"),
    [
        (RetryAfter(7), Retry(timedelta(seconds=7), "rate limited")),
        (Forbidden("Forbidden: bot was blocked by the user"), Gone("forbidden")),
        (Forbidden("Forbidden: user is deactivated"), Gone("forbidden")),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), Gone("forbidden")),
        (ChatMigrated(-1005), Moved("-1005")),
        (InvalidToken(), Retry(OPERATOR_PAUSE, "token refused")),
        (BadRequest("Bad Request: message is not modified: the same"), Sent()),
        (BadRequest("Bad Request: chat not found"), Gone("no such chat")),
        (BadRequest("Bad Request: not enough rights to send text messages"), Gone("no such chat")),
        (BadRequest("Bad Request: reply markup is too long"), Refused("bad request")),
        (BadRequest("Bad Request: can't parse entities: x"), Refused("bad request")),
        (Oversized("x"), Refused("too large")),
        (Unreached("ClientConnectorError"), Retry(timedelta(), "no connection")),
        (TimedOut(), Unknown("no answer in time")),
        (Broken("status 502"), Unknown("no proper answer")),
        (NetworkError("Unknown error in HTTP implementation"), Unknown("no proper answer")),
        (Conflict("x"), Unknown("no proper answer")),
        (TelegramError("x"), Unknown("no proper answer")),
    ],
)
def test_an_error_is_a_result(error: TelegramError, result: Result) -> None:
    assert result_of(error) == result


def test_a_topic_moves_along_with_its_chat() -> None:
    assert result_of(ChatMigrated(-1005), topic="7") == Moved("-1005/7")


@pytest.mark.parametrize(
    ("said", "change"),
    [
        ("Bad Request: message to edit not found", Change.AS_NEW),
        ("Bad Request: message can't be edited", Change.AS_NEW),
        ("Bad Request: message thread not found", Change.WITHOUT_TOPIC),
        ("Bad Request: TOPIC_CLOSED", Change.WITHOUT_TOPIC),
        ("Bad Request: can't parse entities: unclosed tag", Change.AS_PLAIN_TEXT),
        ("Bad Request: chat not found", None),
        ("Bad Request: message is not modified", None),
    ],
)
def test_some_refusals_say_how_it_would_go(said: str, change: Change | None) -> None:
    assert change_for(BadRequest(said)) == change


def test_only_bad_requests_can_be_changed() -> None:
    assert change_for(TimedOut("message thread not found")) is None
    assert change_for(Forbidden("message thread not found")) is None
