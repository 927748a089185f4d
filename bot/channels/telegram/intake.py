"""What is taken in of Telegram's calls: the updates that concern the bot, each once."""

from __future__ import annotations

import hmac
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.telegram.addressing import Identity, is_addressed
from bot.channels.telegram.reading import Ignored, read_update
from bot.receive import Received, UnreadableCall
from handlers.messages import Attachment, Text, Unreadable, UnreadablePayload
from storage.records import Arrival

SECRET_HEADER = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of the header
ASIDE_LANE = "unreadable"


class TelegramIntake:
    """Reads an update of a webhook's call, or the list of them that a poll gives."""

    def __init__(self, identity: Identity, *, secret: str, clock: Callable[[], datetime]) -> None:
        self._me = identity
        self._secret = secret.encode()
        self._clock = clock

    @property
    def channel(self) -> str:
        return "telegram"

    def is_genuine(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Tell whether the secret given to Telegram came back with the call."""
        given = headers.get(SECRET_HEADER, "").encode()
        return hmac.compare_digest(given, self._secret)

    def read(self, body: bytes) -> Received:
        """Read the update of one call; raises UnreadableCall."""
        try:
            update = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise UnreadableCall("not JSON") from error
        received = self.read_updates([update])
        if received.ignored == ("unreadable",):
            raise UnreadableCall("not an update")
        return received

    def read_updates(self, updates: Iterable[object]) -> Received:
        """Read updates one by one; what is wrong with one of them is no matter to the others."""
        arrivals, ignored = [], []
        for update in updates:
            taken = self._take(update)
            if isinstance(taken, Arrival):
                arrivals.append(taken)
            else:
                ignored.append(taken)
        return Received(tuple(arrivals), tuple(ignored))

    def _take(self, update: object) -> Arrival | str:
        """Give the event of an update, or why it is none."""
        if not isinstance(update, dict) or type(update.get("update_id")) is not int:
            return "unreadable"
        try:
            read = read_update(update)
        except UnreadablePayload:
            return self._arrival(update, ASIDE_LANE, aside=True)
        if isinstance(read, Ignored):
            return read.reason
        said = isinstance(read.inbound.event, Text | Attachment | Unreadable)
        if said and read.inbound.group and not is_addressed(update["message"], self._me):
            return "not_addressed"
        return self._arrival(update, read.lane, second=read.second, message=read.message)

    def _arrival(
        self,
        update: Mapping[str, Any],
        lane: str,
        *,
        second: int | None = None,
        message: str | None = None,
        aside: bool = False,
    ) -> Arrival:
        return Arrival(
            self.channel,
            f"{self._me.number}:{update['update_id']}",
            lane,
            self._moment(second, update["update_id"]),
            json.dumps(update),
            message,
            aside,
        )

    def _moment(self, second: int | None, number: int) -> datetime:
        """Give when an update happened, for the order in its chat.

        Telegram tells whole seconds only, and of a press nothing: that happened just now. Within
        a second the numbers of the updates tell the order: messages and presses of one person
        stand in different queues, and may arrive in any.
        """
        whole = self._clock().replace(microsecond=0)
        if second is not None:
            whole = datetime.fromtimestamp(second, UTC)
        return whole + timedelta(microseconds=number % 1_000_000)
