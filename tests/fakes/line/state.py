"""All that LINE knows of one channel, and the words in which it refuses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tests.fakes.line.ids import Numbers, user_id
from tests.fakes.line.menus import Menus
from tests.fakes.line.people import Town
from tests.fakes.line.rates import Rates
from tests.fakes.line.retry_keys import RetryKeys
from tests.fakes.line.tokens import AccessTokens, ReplyTokens
from tests.fakes.line.webhook import Webhook
from tests.fakes.platform import Answer, Call, Platform
from tests.fakes.shapes import Wrong

RATE = "The API rate limit has been exceeded. Try again later."
QUOTA = "You have reached your monthly limit."


@dataclass(frozen=True, slots=True)
class Channel:
    """What the operator reads in the console. `quota` is messages a month, None without limit."""

    secret: str = "line-channel-secret"
    channel_id: str = "2000000001"
    access_token: str = "line-long-lived-token"
    quota: int | None = 300
    rates: bool = True


class LineState(Platform):
    """The part of the fake that remembers."""

    name = "line"

    def __init__(self, channel: Channel) -> None:
        super().__init__()
        self.channel = channel
        self.bot_id = user_id("the bot")
        self.chat_mode = "bot"
        self.numbers = Numbers()
        self.town = Town()
        self.menus = Menus()
        self.rates = Rates()
        self.access_tokens = AccessTokens(channel.access_token)
        self.reply_tokens = ReplyTokens()
        self.retry_keys = RetryKeys()
        self.spent: dict[str, int] = {}
        self.sent_calls: dict[str, int] = {}
        self.loading: list[str] = []
        self.quota = channel.quota
        self.webhook = Webhook(
            self, bot_id=self.bot_id, secret=channel.secret, reply_tokens=self.reply_tokens
        )

    def rate_limited(self, retry_after: int) -> Answer:
        """LINE documents no Retry-After."""
        return refuse(429, RATE)

    def told_to_wait(self, call: Call, retry_after: int) -> None:
        """LINE says nothing of how long, so that nobody can be too early."""

    def broken(self) -> Answer:
        return refuse(500, "Internal Server Error")

    def break_rule(self, call: Call, what: object, answer: Answer) -> Answer:
        """Remember a broken rule, and answer as LINE would."""
        self.sin(f"{call.verb} {call.path}: {what}.")
        return answer

    def break_rules(self, call: Call, wrongs: Iterable[Wrong]) -> Answer | None:
        """The same for what checks found; None if they found nothing."""
        found = list(wrongs)
        for wrong in found:
            self.sin(f"{call.verb} {call.path}: {wrong}.")
        if not found:
            return None
        details = [{"message": wrong.what, "property": wrong.where} for wrong in found]
        return refuse(400, f"The request body has {len(found)} error(s)", details)


def refuse(status: int, message: str, details: list[dict[str, str]] | None = None) -> Answer:
    """An error in LINE's form."""
    body: dict[str, Any] = {"message": message}
    return Answer(status, body | ({"details": details} if details else {}))
