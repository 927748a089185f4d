"""What the page posts: from which phone, under which id, and what."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.channels.webchat import MAX_NAME, MAX_TEXT, event_payload, is_group, lane_name
from bot.tryout.guard import refuse_other_sites, refuse_strangers
from bot.tryout.journey import Aim
from bot.tryout.refusal import Refusal
from handlers.dialogue.attaching import LARGEST
from handlers.messages import UnreadablePayload

MAX_BODY = 256 * 1024  # bytes: MAX_TEXT characters, each in the longest way JSON can write it

_EVENT_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


@dataclass(frozen=True, slots=True)
class Post:
    """`event_id` was made by the page, so that a request repeated is the same event."""

    lane: str
    event_id: str
    content: Mapping[Any, Any]


async def read_post(request: Request) -> Post:
    """Read what a page of ours on this machine posts; raises Refusal for anything else."""
    match await _read_json(request):
        case {"lane": str(lane), "id": str(event_id), **content}:
            return _post(lane, event_id, content)
    raise Refusal(400, "unreadable")


async def read_journey(request: Request) -> tuple[Aim, int]:
    """Read how far a page of ours wants time moved, and how many journeys it knows of.

    Raises Refusal for anything else.
    """
    match await _read_json(request):
        case {"aim": "day" | "event" as aim, "journeys": int(journeys)}:
            return Aim(aim), journeys
    raise Refusal(400, "unreadable")


async def read_upload(request: Request) -> tuple[Post, bytes]:
    """Read a file that a page of ours on this machine posts; raises Refusal for anything else.

    The bytes are the body, everything else is in the address.
    """
    refuse_strangers(request)
    refuse_other_sites(request)
    match dict(request.query_params):
        case {"lane": lane, "id": event_id, "name": name, **rest}:
            content = {"name": name[-MAX_NAME:], "account": rest.get("account")}
            post = _post(lane, event_id, content)
            too_large = Refusal(413, "too_large", megabytes=LARGEST // 1024**2)
            return post, await _read_body(request, LARGEST, too_large)
    raise Refusal(400, "unreadable")


def _post(lane: str, event_id: str, content: Mapping[Any, Any]) -> Post:
    if lane_name(lane) and _EVENT_ID.fullmatch(event_id):
        return Post(lane, event_id, content)
    raise Refusal(400, "unreadable")


def said_in(post: Post) -> str:
    """Give the stored form of what a phone says; raises Refusal where it says nothing."""
    content = dict(post.content)
    if "file" in content:  # of which the bytes were never sent
        raise Refusal(400, "unreadable")
    speaker = content.pop("account", None)
    if isinstance(text := content.get("text"), str) and len(text) > MAX_TEXT:
        raise _too_long()
    return _payload(post, speaker, content)


def sent_in(post: Post, reference: str, size: int) -> str:
    """Give the stored form of a file that a phone sends; raises Refusal where it cannot be one."""
    file = {"reference": reference, "name": post.content["name"], "size": size}
    return _payload(post, post.content["account"], {"file": file})


def _payload(post: Post, speaker: Any, content: Mapping[Any, Any]) -> str:
    group = is_group(post.lane)
    try:
        return event_payload(content, account=speaker if group else post.lane, group=group)
    except UnreadablePayload as error:
        raise Refusal(400, "unreadable") from error


async def _read_json(request: Request) -> Any:
    refuse_strangers(request)
    refuse_other_sites(request)
    try:
        return json.loads(await _read_body(request, MAX_BODY, _too_long()))
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "unreadable") from error


async def _read_body(request: Request, limit: int, refusal: Refusal) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise refusal
    return bytes(body)


def _too_long() -> Refusal:
    return Refusal(413, "too_long", limit=f"{MAX_TEXT:,}")
