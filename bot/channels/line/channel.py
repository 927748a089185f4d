"""The sending side of LINE: reply where that is free, push where the budget allows it, else wait.

What comes of a request with a reply token, by its attempt and its time:

| attempt, time | LINE answers | what it means | result |
|---|---|---|---|
| any, in time | 2xx | it is said | Sent |
| any, in time | nothing, 5xx, no JSON | perhaps said | Unknown: the same token again |
| any, in time | 429 | not said | Retry: the same token again |
| first, in time | invalid token | LINE let it end early | as after the time |
| later, in time | invalid token | an earlier attempt used it | Sent |
| first, too late | not asked | not said | push if it may cost money, else parked |
| later, too late | not asked | perhaps said | push if it may cost money, else parked |

- A token belongs to one row, and a row is one call. So while its time lasts, only an earlier
  attempt of the row can have used it up: one that was not answered, or whose process died between
  sending and recording. An event that is delivered again bears the same token, and no new row.
- In the second row from below it can be that only a 429 came before, and that LINE ended the token
  within its documented minute: then a message is lost. Nobody can tell it from the usual case.
- In the last row a message may be said twice rather than never: its buttons work once.

A push bears the retry key of its row, so 409 says that it was taken before. The key is good for a
day; a request that LINE leaves unanswered for longer may be said twice.

Before its first attempt a push is counted (`budget.py`), and what LINE refuses then is taken off
again. After a later attempt it stays: the one before may have been taken.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from bot.channels.base import Gone, QuotaSpent, Refused, Result, Retry, Sent, Unknown, Unpaid
from bot.channels.line.budget import Budget, Counted
from bot.channels.line.client import Answer, LineClient, Unanswered
from bot.channels.line.pace import Pace
from bot.channels.line.requests import ReplyToken, Request, read_request
from bot.channels.line.tokens import NoToken
from storage.records import Dispatch, Worth

log = structlog.get_logger()

RATE_PAUSE = timedelta(seconds=1)  # doubled with each attempt by whoever delivers
LONG_PAUSE = timedelta(minutes=1)  # nothing can be sent until an operator mends the settings

PERSON = "U"  # how the chats with one person begin; a push to any other costs its members
INVALID_REPLY_TOKEN = "invalid reply token"  # noqa: S105 - words of LINE, and no token
# A push to somebody whom the bot never met.
_NOBODY = re.compile(r"'to'|failed to send messages", re.IGNORECASE)


class LineChannel:
    """Sends the requests that LineCodec wrote."""

    def __init__(self, client: LineClient, budget: Budget, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._budget = budget
        self._clock = clock
        self._pace = Pace()

    @property
    def name(self) -> str:
        return "line"

    async def send(self, dispatch: Dispatch) -> Result:
        """Make one call of LINE; whatever goes wrong is a value, never an error."""
        request = read_request(dispatch.payload)
        if request is None:
            return Refused("no request of LINE")
        try:
            if request.reply is not None and self._clock() < request.reply.until:
                return await self._reply(dispatch, request, request.reply)
            return await self._push_if_worth(dispatch, request)
        except Unanswered as error:
            return Unknown(str(error))
        except NoToken as error:
            return Retry(LONG_PAUSE, f"no access token: {error}")

    async def _reply(self, dispatch: Dispatch, request: Request, reply: ReplyToken) -> Result:
        answer = await self._client.call(
            "POST",
            "/v2/bot/message/reply",
            {"replyToken": reply.token, "messages": request.messages},
        )
        if answer.status == 400 and INVALID_REPLY_TOKEN in answer.message.lower():
            if dispatch.attempts > 1:
                return Sent()
            return await self._push_if_worth(dispatch, request)
        if answer.status == 429:
            return Retry(RATE_PAUSE, _told(answer))
        return _result(dispatch, answer)

    async def _push_if_worth(self, dispatch: Dispatch, request: Request) -> Result:
        if dispatch.worth is Worth.FREE or not dispatch.lane.startswith(PERSON):
            return Unpaid()
        counted = await self._budget.count(dispatch)
        if not isinstance(counted, Counted):
            return counted
        result = await self._push(dispatch, request)
        if counted.first and isinstance(result, Gone | Refused | Unpaid | QuotaSpent):
            await self._budget.give_back(dispatch)
        return result

    async def _push(self, dispatch: Dispatch, request: Request) -> Result:
        await asyncio.sleep(self._pace.take(asyncio.get_running_loop().time()))
        answer = await self._client.call(
            "POST",
            "/v2/bot/message/push",
            {"to": dispatch.lane, "messages": request.messages},
            retry_key=dispatch.retry_key,
        )
        match answer.status:
            case 409:
                return Sent()
            case 429 if await self._budget.is_spent(answer.message):
                return QuotaSpent()
            case 429:
                return Retry(RATE_PAUSE, _told(answer))
            case 400 if "details" not in answer.body and _NOBODY.search(answer.message):
                return Gone(_told(answer))
            case 403:  # the plan has no push: it waits for a reply, and replies go on meanwhile
                log.error("line_forbids_push", line_request_id=answer.request_id)
                return Unpaid()
        return _result(dispatch, answer)


def _result(dispatch: Dispatch, answer: Answer) -> Result:
    match answer.status:
        case 200 if "sentMessages" in answer.body:
            return Sent()
        case 401:
            log.error("line_refuses_token", line_request_id=answer.request_id)
            return Retry(LONG_PAUSE, _told(answer))
        case status if status < 400 or status >= 500:
            return Unknown(_told(answer))
    log.error(
        "line_refuses_request",
        request_id=dispatch.id,
        line_request_id=answer.request_id,
        status=answer.status,
    )
    return Refused(_told(answer))


def _told(answer: Answer) -> str:
    return f"{answer.status} {answer.message[:200]}".strip()
