"""What the page posts: from which phone, under which id, and what."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from bot.channels.webchat import MAX_TEXT, event_payload, is_group, lane_name
from bot.tryout.guard import refuse_other_sites, refuse_strangers
from bot.tryout.refusal import Refusal
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
    refuse_strangers(request)
    refuse_other_sites(request)
    try:
        posted = json.loads(await _read_body(request))
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "unreadable") from error
    match posted:
        case {"lane": str(lane), "id": str(event_id), **content}:
            if lane_name(lane) and _EVENT_ID.fullmatch(event_id):
                return Post(lane, event_id, content)
    raise Refusal(400, "unreadable")


def said_in(post: Post) -> str:
    """Give the stored form of what a phone says; raises Refusal where it says nothing."""
    content = dict(post.content)
    speaker = content.pop("account", None)
    if isinstance(text := content.get("text"), str) and len(text) > MAX_TEXT:
        raise _too_long()
    group = is_group(post.lane)
    try:
        return event_payload(content, account=speaker if group else post.lane, group=group)
    except UnreadablePayload as error:
        raise Refusal(400, "unreadable") from error


async def _read_body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _too_long()
    return bytes(body)


def _too_long() -> Refusal:
    return Refusal(413, "too_long", limit=f"{MAX_TEXT:,}")
