"""The two kinds of LINE's tokens: for calling the API, and for one reply."""

from __future__ import annotations

from dataclasses import dataclass

STATELESS_LIFE = 900.0  # seconds
REPLY_LIFE = 60.0
LONGEST_REPLY_LIFE = 20 * 60.0  # from the event on, however often it is delivered again


@dataclass(slots=True)
class ReplyToken:
    """`received` is when it was last delivered, or None before that; `used_by` is the body."""

    chat: str
    event_at: float
    received: float | None = None
    used_by: bytes | None = None


class ReplyTokens:
    """All reply tokens ever issued."""

    def __init__(self) -> None:
        self._tokens: dict[str, ReplyToken] = {}

    def issue(self, token: str, chat: str, event_at: float) -> None:
        self._tokens[token] = ReplyToken(chat, event_at)

    def deliver(self, token: str, now: float, *, again: bool) -> None:
        """Its life begins with its delivery, and once more with each redelivery."""
        known = self._tokens.get(token)
        if known and (known.received is None or again):
            known.received = now

    def chat_of(self, token: object) -> str:
        known = self._tokens.get(str(token))
        return known.chat if known else ""

    def use(self, token: str, body: bytes, now: float) -> ReplyToken | str:
        """The token, now used; or what is wrong with it."""
        known = self._tokens.get(token)
        if known is None or known.received is None:
            return "was never issued"
        if known.used_by is not None:
            return "was used before"
        if now - known.received > REPLY_LIFE:
            return f"is {now - known.received:.0f} s old, and {REPLY_LIFE:.0f} s is its life"
        if now - known.event_at > LONGEST_REPLY_LIFE:
            return "belongs to an event of more than 20 minutes ago"
        known.used_by = body
        return known

    def used_by(self, token: str) -> bytes | None:
        known = self._tokens.get(token)
        return known.used_by if known else None


class AccessTokens:
    """Tokens for calling the API: one that lives for ever, and stateless ones of 15 minutes."""

    def __init__(self, long_lived: str) -> None:
        self._ends: dict[str, float] = {long_lived: float("inf")}

    def issue(self, token: str, now: float) -> int:
        """Its life in seconds."""
        self._ends[token] = now + STATELESS_LIFE
        return int(STATELESS_LIFE)

    def is_known(self, token: str) -> bool:
        return token in self._ends

    def is_valid(self, token: str, now: float) -> bool:
        return self._ends.get(token, 0.0) > now
