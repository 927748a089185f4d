"""The two platforms, as far as a benchmark needs them: they deliver events and accept every call.

These are not the fakes of the tests, which check each call against the platform's rules: that
takes longer than what is measured here.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import parse_qs

from bench.ears import Ears, Heard

TELEGRAM_TOKEN, TELEGRAM_SECRET = "1000:BENCHMARK", "benchmark"
LINE_TOKEN, LINE_SECRET = "benchmark", "8c570fa6dd201bb328f1c1eac23a96d8"

# Of events and messages. A database that is used in several runs must meet none of them twice.
_NUMBERS = count(1)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A call of a webhook."""

    path: str
    headers: Mapping[str, str]
    body: bytes


class Platform(Protocol):
    """What phones and a service have between them; `person` is a number."""

    @property
    def name(self) -> str: ...

    def account(self, person: int) -> str:
        """Give the id by which the platform knows a person; their chat has the same."""

    def deliver(self, person: int, step: Mapping[str, str], shown: str) -> Delivery:
        """Give the call that tells of a step of WALK, while `shown` is on the screen."""

    def accept(self, path: str, kind: str, body: bytes) -> bytes:
        """Give the answer to a call, and let the ears hear it if it speaks to somebody."""


def telegram_account(person: int) -> str:
    return str(1_000_000 + person)


def line_account(person: int) -> str:
    return f"U{person:032x}"


class Telegram:
    """Accepts every method; sendMessage and editMessageText speak to the chat."""

    name = "telegram"

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    def account(self, person: int) -> str:
        return telegram_account(person)

    def deliver(self, person: int, step: Mapping[str, str], shown: str) -> Delivery:
        chat = int(self.account(person))
        number = next(_NUMBERS)
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "มาลี"},
        }
        sender = {"id": chat, "is_bot": False, "first_name": "มาลี", "language_code": "th"}
        update: dict[str, Any] = {"update_id": number}
        if "press" in step:
            update["callback_query"] = {
                "id": str(number),
                "from": sender,
                "message": message | {"text": "…"},
                "chat_instance": str(chat),
                "data": _button(shown, step["press"]),
            }
        else:
            update["message"] = message | {"from": sender, "text": step["text"]}
            if step["text"].startswith("/"):
                command = {"type": "bot_command", "offset": 0, "length": len(step["text"])}
                update["message"]["entities"] = [command]
        headers = {"X-Telegram-Bot-Api-Secret-Token": TELEGRAM_SECRET}
        return Delivery("/webhook/telegram", headers, _json(update))

    def accept(self, path: str, kind: str, body: bytes) -> bytes:
        at = perf_counter()
        method = path.rpartition("/")[2]
        if method in ("sendMessage", "editMessageText"):
            said = _fields(kind, body)
            chat = int(said["chat_id"])
            self._ears.hear(str(chat), Heard(at, str(said.get("reply_markup", ""))))
            sent = {
                "message_id": next(_NUMBERS),
                "date": int(time.time()),
                "chat": {"id": chat, "type": "private"},
                "text": "…",
            }
            return _json({"ok": True, "result": sent})
        if method == "getMe":
            bot = {"id": 1000, "is_bot": True, "first_name": "Khuepna", "username": "khuepna_bot"}
            return _json({"ok": True, "result": bot})
        return _json({"ok": True, "result": True})


class Line:
    """Accepts every call; a reply speaks to whoever the token was made for."""

    name = "line"

    def __init__(self, ears: Ears) -> None:
        self._ears = ears

    def account(self, person: int) -> str:
        return line_account(person)

    def deliver(self, person: int, step: Mapping[str, str], shown: str) -> Delivery:
        number = next(_NUMBERS)
        event: dict[str, Any] = {
            "mode": "active",
            "timestamp": int(time.time() * 1000),
            "source": {"type": "user", "userId": self.account(person)},
            "webhookEventId": f"01{number:024d}",
            "deliveryContext": {"isRedelivery": False},
            "replyToken": f"{person:08x}{number:024x}",
        }
        if "press" in step:
            event |= {"type": "postback", "postback": {"data": _button(shown, step["press"])}}
        else:
            said = {"type": "text", "id": str(number), "text": step["text"], "quoteToken": "q"}
            event |= {"type": "message", "message": said}
        body = _json({"destination": f"U{0:032x}", "events": [event]})
        signature = hmac.new(LINE_SECRET.encode(), body, hashlib.sha256).digest()
        headers = {"X-Line-Signature": base64.b64encode(signature).decode()}
        return Delivery("/webhook/line", headers, body)

    def accept(self, path: str, kind: str, body: bytes) -> bytes:
        at = perf_counter()
        if path.endswith(("/message/reply", "/message/push")):
            said = _fields(kind, body)
            person = int(said["replyToken"][:8], 16) if "replyToken" in said else said["to"]
            whom = self.account(person) if isinstance(person, int) else person
            self._ears.hear(whom, Heard(at, json.dumps(said["messages"])))
            sent = {"id": str(next(_NUMBERS)), "quoteToken": "q"}
            return _json({"sentMessages": [sent] * len(said["messages"])})
        return _json({})


def _button(shown: str, choice: str) -> str:
    """Give the data of the button for a choice, out of a message in JSON."""
    found = {
        one for one in _strings(json.loads(shown)) if one == choice or one.endswith(f".{choice}")
    }
    if len(found) != 1:
        raise RuntimeError(f"no such button as {choice}, but: {shown}")
    return found.pop()


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)


def _fields(kind: str, body: bytes) -> dict[str, Any]:
    """Give the fields of a call; those of a form that hold JSON stay text."""
    if kind.startswith("application/json"):
        fields = json.loads(body)
        markup = fields.get("reply_markup")
        if isinstance(markup, dict):
            fields["reply_markup"] = json.dumps(markup)
        return dict(fields)
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()
