"""The sending side of Telegram."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

import structlog

from bot.channels.base import Held, Refused, Result, Retry, Sent, Unknown
from bot.channels.telegram.client import Client
from bot.channels.telegram.enclosed import FIELDS, Enclosed, Instead, read_enclosed
from bot.channels.telegram.enclosures import Enclosures, Failed, NotYet, Upload
from bot.channels.telegram.errors import Change, change_for, pause_of, result_of
from bot.channels.telegram.pace import Pace, Rates, chat_of, topic_of
from bot.channels.telegram.writing import plain_text
from bot.papers.workshop import Make
from storage.records import Dispatch
from telegram import InputFile
from telegram.error import InvalidToken, RetryAfter, TelegramError

log = structlog.get_logger()

SEND, EDIT = "sendMessage", "editMessageText"
PROMPT = 2.0  # seconds: a press that is not acknowledged soon needs no acknowledgement
IN_THE_MAKING = timedelta(seconds=0.5)  # between two looks whether a file is made


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    parameters: dict[str, Any]
    enclosed: Enclosed | None = None


@dataclass(frozen=True, slots=True)
class _Press:
    query: str
    until: datetime


class TelegramChannel:
    """Sends what the codec wrote, at the pace that Telegram allows."""

    def __init__(
        self, bot: Client, *, clock: Callable[[], datetime], rates: Rates, make: Make
    ) -> None:
        """`make` makes what a request encloses."""
        self._bot = bot
        self._clock = clock
        self._enclosures = Enclosures(make, clock)
        self._pace = Pace(rates, begun=clock())

    @property
    def name(self) -> str:
        return "telegram"

    async def send(self, dispatch: Dispatch) -> Result:
        """Make a request when it is its chat's turn, and acknowledge the press that it answers."""
        stored = _load(dispatch.payload)
        if stored is None:
            return Refused("not a request")
        request, press = stored
        if request.enclosed is None:
            return await self._send_in_turn(request, press, dispatch)
        filled = await self._fill(request, request.enclosed, dispatch)
        if not isinstance(filled, _Request):
            return filled
        result = await self._send_in_turn(filled, press, dispatch)
        if isinstance(result, Refused) and filled.method != SEND:
            # Telegram has limits that it does not tell: the link takes the place of the file.
            words = _words(request.enclosed.instead("not_sent"))
            result = await self._send_in_turn(words, press, dispatch)
        if not isinstance(result, Held | Retry | Unknown):
            self._enclosures.forget(dispatch.id)
        return result

    async def _fill(
        self, request: _Request, enclosed: Enclosed, dispatch: Dispatch
    ) -> _Request | Result:
        """Have what a request encloses made, or give the words that are said instead."""
        match await self._enclosures.fetch(dispatch, enclosed, request.method):
            case Upload(content, name):
                file = InputFile(content, filename=name)
                return _Request(request.method, request.parameters | {FIELDS[request.method]: file})
            case Instead() as instead:
                return _words(instead)
            case NotYet():
                return Held(IN_THE_MAKING)
            case Failed(reason):
                return Retry(timedelta(), reason)

    async def _send_in_turn(
        self, request: _Request, press: _Press | None, dispatch: Dispatch
    ) -> Result:
        wait = self._pace.wait_for_turn(dispatch.lane, now=self._clock())
        if wait:
            return Held(wait)
        try:
            if press is None or dispatch.attempts > 1:
                return await self._send(request, dispatch.lane)
            result, _ = await asyncio.gather(
                self._send(request, dispatch.lane), self._acknowledge(press)
            )
            return result
        finally:
            self._pace.end(now=self._clock())

    async def _send(self, request: _Request, lane: str) -> Result:
        """Send a request, and where Telegram wants it otherwise, once more so."""
        tried: set[Change] = set()
        while True:
            try:
                await self._bot.call(
                    request.method, {**request.parameters, **_where(request, lane)}
                )
            except TelegramError as error:
                change = change_for(error)
                if change is None or change in tried:
                    return self._result_of(error, lane)
                tried.add(change)
                request, lane = _changed(request, change, lane)
            else:
                return Sent()

    def _result_of(self, error: TelegramError, lane: str) -> Result:
        if isinstance(error, RetryAfter):
            self._pace.hush(lane, pause_of(error), now=self._clock())
        if isinstance(error, InvalidToken):
            log.error("telegram_token_refused")
        return result_of(error, topic=topic_of(lane))

    async def _acknowledge(self, press: _Press) -> None:
        """End the waiting sign of a pressed button; it ends by itself too: this is tried once."""
        if self._clock() >= press.until:
            return
        query = {"callback_query_id": press.query}
        try:
            await self._bot.call("answerCallbackQuery", query, patience=PROMPT)
        except TelegramError as error:
            log.info("press_not_acknowledged", error=type(error).__name__)


def _load(payload: str) -> tuple[_Request, _Press | None] | None:
    try:
        stored = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    match stored:
        case {"method": "sendMessage" | "editMessageText" as method, "parameters": dict(asked)}:
            request = _Request(method, asked)
        case {"method": "sendPhoto" | "sendDocument" as method, "parameters": dict(asked)} if (
            enclosed := read_enclosed(stored)
        ):
            request = _Request(method, asked, enclosed)
        case _:
            return None
    match stored:
        case {"answer": {"query": str(query), "until": str(until)}}:
            return request, _Press(query, datetime.fromisoformat(until))
    return request, None


def _words(instead: Instead) -> _Request:
    preview = {"link_preview_options": {"is_disabled": True}}
    return _Request(SEND, {"text": instead.text, **preview})


def _where(request: _Request, lane: str) -> Mapping[str, Any]:
    chat, topic = chat_of(lane), topic_of(lane)
    in_topic = {"message_thread_id": int(topic)} if topic and request.method != EDIT else {}
    return {"chat_id": chat, **in_topic}


def _changed(request: _Request, change: Change, lane: str) -> tuple[_Request, str]:
    parameters = dict(request.parameters)
    match change:
        case Change.AS_NEW:
            del parameters["message_id"]
            return _Request(SEND, parameters), lane
        case Change.WITHOUT_TOPIC:
            return request, chat_of(lane)
        case Change.AS_PLAIN_TEXT:
            del parameters["parse_mode"]
            parameters["text"] = plain_text(parameters["text"])
            return _Request(request.method, parameters), lane
        case _:
            assert_never(change)
