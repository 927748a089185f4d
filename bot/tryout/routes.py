"""What the try-out page asks of the server: itself, its live chats, and to take a message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.bell import Bell
from bot.channels.webchat import WebchatCodec, event_payload, is_group, lane_name
from bot.codes import new_code
from bot.templates import render
from bot.tryout.guard import refuse_strangers
from bot.tryout.post import Post, read_post, read_upload, said_in, sent_in
from bot.tryout.refusal import Refusal, locale_of
from bot.tryout.script_words import SCRIPT_WORDS
from bot.tryout.stream import News, Places, chat_events, read_news, read_places
from bot.tryout.trial import TrialClock
from bot.tryout.uploads import Uploads
from handlers.dialogue.attaching import LARGEST
from handlers.messages import Unread
from handlers.status.questions import LARGEST as LARGEST_NUMBER
from storage.db import reading, transaction
from storage.inbox import receive
from storage.invitations import issue_invitation
from storage.records import Arrival, Role
from storage.roster import Member, member_by_id, roster

PHONES = (
    ("officer", "officer-1"),
    ("supervisor", "supervisor-1"),
    ("evaluator", "evaluator-1"),
    ("group", "group-1"),
)
MENU = (Unread.STICKER, Unread.VOICE, Unread.LOCATION)  # photos and files have their own button
OTHER_LOCALE = {"th": "en", "en": "th"}

MAX_CHATS = 8
CODE_LIFETIME = timedelta(minutes=10)

T = TypeVar("T")


class InThread(Protocol):
    """Runs a function that waits for the database where it holds up nobody else."""

    def __call__(self, function: Callable[[], T], /) -> Awaitable[T]: ...


@dataclass(frozen=True, slots=True)
class Tryout:
    """The try-out page. `locale` is its language unless a request asks for another one.

    `trial` is there where time can be moved. `poll` and `heartbeat` are seconds, as
    `chat_events` explains them.
    """

    engine: Engine
    in_thread: InThread
    bell: Bell
    clock: Callable[[], datetime]
    uploads: Uploads
    trial: TrialClock | None
    locale: str
    poll: float
    heartbeat: float

    def routes(self) -> list[Route]:
        """Give the routes beside the page itself."""
        return [
            Route("/tryout/events", self.events, methods=["GET"]),
            Route("/tryout/messages", self.messages, methods=["POST"]),
            Route("/tryout/files", self.files, methods=["POST"]),
            Route("/tryout/hold", self.hold, methods=["POST"]),
        ]

    async def page(self, request: Request) -> Response:
        """Show the desk with its phones."""
        members = await self.in_thread(self._roster)
        locale = locale_of(request, self.locale)
        return render(
            "tryout",
            locale=locale,
            other=OTHER_LOCALE[locale],
            lanes=PHONES,
            holders=[(role, [one for one in members if one.role is role]) for role in Role],
            attachments=MENU,
            largest=LARGEST,
            words=SCRIPT_WORDS,
            movable=self.trial is not None,
        )

    async def events(self, request: Request) -> Response:
        """Stream the chats named by `lane`, from `Last-Event-ID` or `after` on."""
        refuse_strangers(request)
        lanes = [lane_name(lane) for lane in request.query_params.getlist("lane")[:MAX_CHATS]]
        known = [lane for lane in lanes if lane is not None]
        if not known or len(known) < len(lanes):
            raise Refusal(400, "unreadable")
        last = request.headers.get("last-event-id") or request.query_params.get("after", "")
        chats = chat_events(
            read_places(last, known),
            read=self._news,
            trial=self.trial,
            bell=self.bell,
            poll=self.poll,
            heartbeat=self.heartbeat,
        )
        # The first look is taken here: where it fails, the answer is not a stream but a 503.
        first = await anext(chats)
        return StreamingResponse(
            _with_first(first, chats),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
        )

    async def messages(self, request: Request) -> Response:
        """Take what a phone sends into the inbox; 202 once it is there for good."""
        post = await read_post(request)
        return await self._take(post, said_in(post))

    async def files(self, request: Request) -> Response:
        """Take a file that a phone sends; 202 once it and its event are there for good."""
        post, data = await read_upload(request)
        try:
            reference = await asyncio.to_thread(self.uploads.keep, data)
        except OSError as problem:
            raise Refusal(503, "unwritable") from problem
        return await self._take(post, sent_in(post, reference, len(data)))

    async def hold(self, request: Request) -> Response:
        """Let a person join with a phone, the way everybody does: by sending a code."""
        post = await read_post(request)
        person_id = post.content.get("person")
        if type(person_id) is not int or abs(person_id) > LARGEST_NUMBER or is_group(post.lane):
            raise Refusal(400, "unreadable")
        await self.in_thread(partial(self._invite, post, person_id))
        self.bell.ring()
        return Response(status_code=202)

    async def _take(self, post: Post, payload: str) -> Response:
        await self.in_thread(partial(self._receive, post, payload))
        self.bell.ring()
        return Response(status_code=202)

    async def _news(self, places: Places) -> News:
        return await self.in_thread(partial(self._read_news, places))

    # --- in a thread ------------------------------------------------------------------------

    def _read_news(self, places: Places) -> News:
        with reading(self.engine) as tx:
            return read_news(tx, places)

    def _roster(self) -> tuple[Member, ...]:
        with reading(self.engine) as tx:
            return roster(tx)

    def _receive(self, post: Post, payload: str) -> None:
        now = self.clock()
        with transaction(self.engine) as tx:
            receive(tx, [_arrival(post, payload, now)], now=now)

    def _invite(self, post: Post, person_id: int) -> None:
        now = self.clock()
        code = new_code()
        payload = event_payload({"text": code}, account=post.lane, group=False)
        with transaction(self.engine) as tx:
            member = member_by_id(tx, person_id)
            if member is None:
                raise Refusal(404, "unknown_person")
            # A repeated request finds its event in the inbox already, with its own code.
            if receive(tx, [_arrival(post, payload, now)], now=now):
                issue_invitation(
                    tx,
                    person_id=member.person_id,
                    role=member.role,
                    unit_code=member.unit_code,
                    now=now,
                    lifetime=CODE_LIFETIME,
                    code=code,
                )


def _arrival(post: Post, payload: str, now: datetime) -> Arrival:
    return Arrival(WebchatCodec().name, post.event_id, post.lane, now, payload)


async def _with_first(first: str, rest: AsyncIterator[str]) -> AsyncIterator[str]:
    yield first
    async for text in rest:
        yield text
