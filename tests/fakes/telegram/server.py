"""Telegram's door: reads a request, checks token and shape, and hands it to its method."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from tests.fakes.platform import Answer, Call
from tests.fakes.telegram import asking, changing, receiving, sending
from tests.fakes.telegram.deeds import TelegramDeeds
from tests.fakes.telegram.limits import TooMuch
from tests.fakes.telegram.state import SHAPES, TelegramState, refuse

METHODS: dict[str, Any] = SHAPES.document["methods"]
Operation = Callable[[TelegramState, Call], Answer | Awaitable[Answer]]
CALLS: dict[str, Operation] = {
    **sending.CALLS,
    **changing.CALLS,
    **asking.CALLS,
    **receiving.CALLS,
}
METHOD_PATH = re.compile(r"/bot(?P<token>[^/]+)/(?P<method>\w+)")
FILE_PATH = re.compile(r"/file/bot(?P<token>[^/]+)/(?P<path>.+)")
# To a chat that was told 429 these must wait.
SENDS = {"sendMessage", "sendDocument", "sendPhoto", "sendMediaGroup"}
LIKE_NUMBERS = re.compile(r"-?\d+")


class TelegramPlatform(TelegramDeeds):
    """Telegram as a server."""

    async def read(self, request: web.Request) -> Call:
        # A form with files can be read only once, and as a form.
        upload = request.content_type == "multipart/form-data"
        body = repr(list((await request.post()).items())).encode() if upload else b""
        body = body or await request.read()
        token, method = "", ""
        fields: dict[str, Any] = {}
        files: dict[str, tuple[str, bytes]] = {}
        if found := FILE_PATH.fullmatch(request.path):
            token, method, fields = found["token"], "download", {"path": found["path"]}
        elif found := METHOD_PATH.fullmatch(request.path):
            token, method = found["token"], found["method"]
            fields, files = await _fields(request, method, body)
        chat = fields.get("chat_id", "")
        return Call(
            method=method,
            chat=str(chat),
            verb=request.method,
            path=request.path,
            parameters={"token": token},
            headers={name.lower(): value for name, value in request.headers.items()},
            body=request.path.encode() + body,
            fields=fields,
            files=files,
            port=0,
        )

    async def work(self, call: Call) -> Answer:
        if call.parameters["token"] != self.bot.token:
            self.sin(f"{call.method}: the token is not this bot's.")
            return refuse(401, "Unauthorized")
        if call.method not in CALLS:
            self.sin(f"{call.method or call.path}: there is no such method.")
            return refuse(404, "Not Found")
        if answer := self._refuse_shape(call):
            return answer
        try:
            done = CALLS[call.method](self, call)
            return await done if inspect.isawaitable(done) else done
        except TooMuch as too_much:
            return self.break_rule(call, too_much.broken)

    def _refuse_shape(self, call: Call) -> Answer | None:
        if call.method == "download":
            return None
        if "" in call.fields:
            self.sin(f"{call.method}: the body is neither a form nor JSON.")
            return refuse(400, "Bad Request: can't parse the request")
        found = list(SHAPES.check_type(call.fields, METHODS[call.method]))
        for wrong in found:
            self.sin(f"{call.method}: {wrong}.")
        # Telegram lets unknown parameters pass, which hides a misspelt one.
        serious = [wrong for wrong in found if not wrong.unknown_field]
        return refuse(400, f"Bad Request: {serious[0]}") if serious else None

    def told_to_wait(self, call: Call, retry_after: int) -> None:
        if call.method in SENDS and self.bot.rates:
            self.rates.be_quiet(call.chat, retry_after, self.clock.now())


async def _fields(
    request: web.Request, method: str, body: bytes
) -> tuple[dict[str, Any], dict[str, tuple[str, bytes]]]:
    """The parameters as JSON values, and the uploaded files."""
    shapes = METHODS.get(method, {}).get("fields", {})
    kind = request.content_type
    fields: dict[str, Any] = {}
    files: dict[str, tuple[str, bytes]] = {}
    if kind == "application/json":
        try:
            given = json.loads(body)
        except ValueError:
            return {"": None}, {}
        fields = given if isinstance(given, dict) else {"": given}
        return {name: _value(value, shapes.get(name)) for name, value in fields.items()}, {}
    given_texts = list(request.query.items())
    if kind in ("multipart/form-data", "application/x-www-form-urlencoded"):
        for name, part in (await request.post()).items():
            if isinstance(part, web.FileField):
                files[name] = (part.filename, part.file.read())
                fields[name] = name
            elif isinstance(part, str):
                given_texts.append((name, part))
    elif body:
        return {"": None}, {}
    for name, text in given_texts:
        fields[name] = _value(text, shapes.get(name))
    # A file that is no parameter is one that a parameter points to with attach://.
    return {n: value for n, value in fields.items() if n in shapes or n not in files}, files


def _value(value: Any, shape: Any) -> Any:
    """A parameter as JSON: forms carry texts, and objects as JSON inside a text."""
    if not isinstance(value, str) or shape in (None, "string", "file"):
        return value
    if shape == {"one of": ["integer", "string"]}:
        return int(value) if LIKE_NUMBERS.fullmatch(value) else value
    try:
        return json.loads(value)
    except ValueError:
        return value
