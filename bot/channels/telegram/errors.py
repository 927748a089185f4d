"""What Telegram's refusals and the line's troubles mean for a request."""

from __future__ import annotations

from datetime import timedelta
from enum import Enum, auto

from bot.channels.base import Gone, Moved, Refused, Result, Retry, Sent, Unknown
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

OPERATOR_PAUSE = timedelta(minutes=5)
"""How long nothing is tried while the token is refused: only an operator can change that."""


class Unreached(NetworkError):
    """There was no connection, so nothing was sent."""


class Broken(NetworkError):
    """The server failed, or its answer was none: it may have done what was asked."""


class Oversized(TelegramError):
    """The request is larger than the server takes."""


class Change(Enum):
    """How a refused request may be sent once more, changed."""

    AS_NEW = auto()
    WITHOUT_TOPIC = auto()
    AS_PLAIN_TEXT = auto()


# Beginnings of Telegram's sentences, in small letters. The first that fits is meant.
_CHANGES = {
    "message to edit not found": Change.AS_NEW,
    "message can't be edited": Change.AS_NEW,
    "message_id_invalid": Change.AS_NEW,
    "message thread not found": Change.WITHOUT_TOPIC,
    "topic_deleted": Change.WITHOUT_TOPIC,
    "topic_closed": Change.WITHOUT_TOPIC,
    "can't parse entities": Change.AS_PLAIN_TEXT,
}
_NOBODY_THERE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "chat_write_forbidden",
    "not enough rights to send",
    "have no rights to send",
    "need administrator rights",
)


def change_for(error: TelegramError) -> Change | None:
    """Tell what to change in a request so that Telegram takes it, if anything would help."""
    if not isinstance(error, BadRequest):
        return None
    said = error.message.lower()
    return next((change for words, change in _CHANGES.items() if said.startswith(words)), None)


def result_of(error: TelegramError, *, topic: str = "") -> Result:
    """Give what came of a request that ended in an error; `topic` is what its lane names.

    Nothing of Telegram's words is in it: they may quote what was sent.
    """
    match error:
        case RetryAfter():
            return Retry(pause_of(error), "rate limited")
        case Forbidden():
            return Gone("forbidden")
        case ChatMigrated(new_chat_id=new):
            return Moved(f"{new}/{topic}" if topic else str(new))
        case InvalidToken():
            return Retry(OPERATOR_PAUSE, "token refused")
        case BadRequest():
            return _result_of_bad_request(error.message.lower())
        case Unreached():
            return Retry(timedelta(), "no connection")
        case Oversized():
            return Refused("too large")
        case TimedOut():
            return Unknown("no answer in time")
        case _:
            return Unknown("no proper answer")


def pause_of(error: RetryAfter) -> timedelta:
    """Give how long Telegram wants to be left alone."""
    after = error.retry_after
    assert isinstance(after, timedelta)  # as the package asks for
    return after


def _result_of_bad_request(said: str) -> Result:
    if said.startswith("message is not modified"):
        return Sent()  # an edit whose answer was lost, or that changes nothing
    if said.startswith(_NOBODY_THERE):
        return Gone("no such chat")
    return Refused("bad request")
