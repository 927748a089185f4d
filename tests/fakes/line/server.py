"""LINE's door: reads a request, checks token, form and shape, and hands it to its operation."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qsl, unquote

from aiohttp import web

from tests.fakes.line import asking, menu_calls, sending, webhook_calls
from tests.fakes.line.deeds import LineDeeds
from tests.fakes.line.retry_keys import TAKE_A_KEY
from tests.fakes.line.state import LineState, refuse
from tests.fakes.platform import Answer, Call
from tests.fakes.shapes import Shapes

BODY_BYTES = 2 * 1024 * 1024
TOKEN_CALL = "issueStatelessChannelToken"
IMAGE_CALL = "setRichMenuImage"
INVALID_TOKEN = (
    "Authentication failed due to the following reason: invalid token. Confirm that the access "
    "token in the authorization header is valid."
)
SHAPES = Shapes("line")
Operation = Callable[[LineState, Call], Answer | Awaitable[Answer]]
CALLS: dict[str, Operation] = {
    **sending.CALLS,
    **asking.CALLS,
    **menu_calls.CALLS,
    **webhook_calls.CALLS,
}
# An address without a place to fill in goes before one with: …/list before …/{richMenuId}.
OPERATIONS = [
    (re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", operation["path"])), operation)
    for operation in sorted(SHAPES.document["operations"], key=lambda each: each["path"].count("{"))
]


class LinePlatform(LineDeeds):
    """LINE as a server."""

    async def read(self, request: web.Request) -> Call:
        body = await request.read()
        method, parameters = _operation(request.method, request.path)
        headers = {name.lower(): value for name, value in request.headers.items()}
        fields = _fields(headers, body)
        return Call(
            method=method,
            chat=self._chat(method, fields, parameters),
            verb=request.method,
            path=request.path,
            parameters=parameters,
            headers=headers,
            body=body,
            fields=fields if isinstance(fields, dict) else {"": fields},
            files={},
            port=request.transport.get_extra_info("sockname")[1] if request.transport else 0,
        )

    def _chat(self, method: str, fields: Any, parameters: dict[str, str]) -> str:
        if not isinstance(fields, dict):
            return ""
        if method == "replyMessage":
            return self.reply_tokens.chat_of(fields.get("replyToken"))
        return str(fields.get("to") or fields.get("chatId") or parameters.get("userId") or "")

    async def work(self, call: Call) -> Answer:
        answer = self._refuse(call)
        if answer is None:
            done = CALLS[call.method](self, call)
            answer = await done if inspect.isawaitable(done) else done
        answer.headers.setdefault("X-Line-Request-Id", self.numbers.token("request"))
        return answer

    def _refuse(self, call: Call) -> Answer | None:
        """What LINE says to a call before it looks at what it is about; None if it may pass."""
        if call.method not in CALLS:
            return self.break_rule(call, "there is no such operation", refuse(404, "Not found"))
        operation = next(o for _, o in OPERATIONS if o["name"] == call.method)
        data_port = len(self.ports) > 1 and call.port == self.ports[1]
        if len(self.ports) > 1 and bool(operation.get("data")) != data_port:
            return self.break_rule(call, "it is on the other host", refuse(404, "Not found"))
        if (answer := self._refuse_token(call)) or (answer := self._refuse_form(call)):
            return answer
        if body := operation.get("body"):
            shape = SHAPES.check(call.fields, {"is": body})
            if answer := self.break_rules(call, shape):
                return answer
        elif call.body and call.method != IMAGE_CALL and call.fields:
            self.sin(f"{call.verb} {call.path}: it takes no body.")
        return self._refuse_rate(call)

    def _refuse_token(self, call: Call) -> Answer | None:
        if call.method == TOKEN_CALL:
            return None
        scheme, _, token = call.headers.get("authorization", "").partition(" ")
        if scheme == "Bearer" and self.access_tokens.is_valid(token, self.clock.now()):
            return None
        refused = refuse(401, INVALID_TOKEN)
        # A token may end under way; one that never was is a mistake.
        if self.access_tokens.is_known(token):
            return refused
        return self.break_rule(call, "the access token is none of this channel's", refused)

    def _refuse_form(self, call: Call) -> Answer | None:
        kind = call.headers.get("content-type", "").partition(";")[0]
        form = call.method == TOKEN_CALL
        wanted = "application/x-www-form-urlencoded" if form else "application/json"
        if len(call.body) > BODY_BYTES:
            refused = refuse(413, "Request Entity Too Large")
            return self.break_rule(call, "the body has more than 2 MB", refused)
        if call.body and call.method != IMAGE_CALL and kind != wanted:
            refused = refuse(415, "Unsupported Media Type")
            return self.break_rule(call, f"Content-Type is {kind!r}, not {wanted}", refused)
        if call.fields.get("", "") is None:
            refused = refuse(400, "The request body could not be parsed as JSON")
            return self.break_rule(call, "the body is no JSON", refused)
        if "x-line-retry-key" in call.headers and call.method not in TAKE_A_KEY:
            refused = refuse(400, "The 'X-Line-Retry-Key' header is not supported")
            return self.break_rule(call, "X-Line-Retry-Key is not for this operation", refused)
        return None

    def _refuse_rate(self, call: Call) -> Answer | None:
        if not self.channel.rates:
            return None
        if too_often := self.rates.take(call.method, self.clock.now()):
            return self.break_rule(call, too_often, self.rate_limited(0))
        return None


def _operation(verb: str, path: str) -> tuple[str, dict[str, str]]:
    for pattern, operation in OPERATIONS:
        if operation["verb"] == verb and (found := pattern.fullmatch(path)):
            return operation["name"], {k: unquote(v) for k, v in found.groupdict().items()}
    return f"{verb} {path}", {}


def _fields(headers: dict[str, str], body: bytes) -> Any:
    """The body as an object; None if it is no JSON, and nothing of an image."""
    kind = headers.get("content-type", "")
    if not body or kind.startswith("image/"):
        return {}
    if kind.startswith("application/x-www-form-urlencoded"):
        return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True))
    try:
        return json.loads(body)
    except ValueError:
        return None
