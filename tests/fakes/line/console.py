"""What the operator sets in LINE's console, and what a test reads there."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from tests.fakes.delivery import Delivery
from tests.fakes.line.events import LineEvents


class LineConsole(LineEvents):
    """Where events go and how, the quota, and what was counted."""

    def do_console(self, url: str, active: bool, chat_mode: str) -> None:
        self.webhook.url, self.webhook.active, self.chat_mode = url, active, chat_mode

    def do_delivery(self, delivery: dict[str, Any]) -> None:
        self.webhook.use(Delivery(**delivery))

    def do_quota(self, quota: int | None) -> None:
        self.quota = quota

    def do_hold(self, on: bool) -> None:
        if on:
            self.webhook.held = self.webhook.held or []
        else:
            self.webhook.let_go()

    def do_undelivered(self) -> int:
        return self.webhook.undelivered

    def do_posted(self) -> list[dict[str, Any]]:
        return [asdict(posted) for posted in self.webhook.posted]

    def do_spent(self) -> dict[str, int]:
        return self.spent

    def do_loading(self) -> list[str]:
        return self.loading

    def do_standby(self, chat: str, on: bool) -> None:
        (self.town.standby.add if on else self.town.standby.discard)(chat)

    def do_raw(self, event: dict[str, Any]) -> None:
        self.webhook.put(event)
