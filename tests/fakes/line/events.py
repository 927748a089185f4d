"""Events as LINE words them."""

from __future__ import annotations

from typing import Any

from tests.fakes.line.state import LineState

OF_A_PERSON = {"message", "messageEdited", "postback", "unsend"}


class LineEvents(LineState):
    """Makes events and gives them to the webhook."""

    def happen(
        self,
        kind: str,
        person: str,
        chat: str,
        *,
        token: bool = False,
        known: bool = True,
        **details: Any,
    ) -> None:
        """One event; `token` if it may be replied to, `known` if it tells who in a group it was."""
        now = self.clock.now()
        event: dict[str, Any] = {
            "type": kind,
            "mode": "standby" if chat in self.town.standby else "active",
            "timestamp": int(now * 1000),
            "source": self._source(person if known else "", chat),
            "webhookEventId": self.numbers.event(),
            "deliveryContext": {"isRedelivery": False},
            **details,
        }
        if token and event["mode"] == "active":
            event["replyToken"] = self.numbers.token("reply")
            self.reply_tokens.issue(event["replyToken"], chat, now)
        self.webhook.put(event)

    def _source(self, person: str, chat: str) -> dict[str, str]:
        if chat not in self.town.groups:
            return {"type": "user", "userId": chat}
        source = {"type": "group", "groupId": chat}
        return source | {"userId": person} if person else source
