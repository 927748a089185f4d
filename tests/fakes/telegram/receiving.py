"""Telegram's methods about updates: the webhook, and long polling."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from tests.fakes.platform import Answer, Call
from tests.fakes.telegram.limits import Broken, TooMuch
from tests.fakes.telegram.state import Json, TelegramState, give, refuse

PORTS = {None, 443, 80, 88, 8443}
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LONGEST_POLL = 50


def set_webhook(telegram: TelegramState, call: Call) -> Answer:
    """Where updates go from now on; https on one of four ports, and once a second at most."""
    asked, url = call.fields, call.fields["url"]
    now = telegram.clock.now()
    if telegram.bot.rates and now - telegram.webhook_set_at < 1:
        telegram.sin(f"{call.method}: more than once a second.")
        return telegram.rate_limited(1)
    if url and not url.startswith("https://"):
        said = "bad webhook: An HTTPS URL must be provided for webhook"
        raise TooMuch(Broken(f"url is no https address: {url!r}", said))
    if url and urlsplit(url).port not in PORTS:
        said = "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
        raise TooMuch(Broken(f"url has the port {urlsplit(url).port}", said))
    secret = asked.get("secret_token", "")
    if "secret_token" in asked and not SECRET.fullmatch(secret):
        said = "secret token contains unallowed characters"
        raise TooMuch(Broken("secret_token is not 1 to 256 of A-Z a-z 0-9 _ -", said))
    connections = asked.get("max_connections", 40)
    if not 1 <= connections <= 100:
        what = f"max_connections is {connections}, not 1 to 100"
        raise TooMuch(Broken(what, "bad webhook: max_connections is invalid"))
    _allow(telegram, asked)
    telegram.webhook_set_at = now
    if asked.get("drop_pending_updates"):
        telegram.updates.drop()
    telegram.updates.set_webhook(url, secret=secret, max_connections=connections)
    return give(True)


def delete_webhook(telegram: TelegramState, call: Call) -> Answer:
    if call.fields.get("drop_pending_updates"):
        telegram.updates.drop()
    telegram.updates.set_webhook("", secret="", max_connections=40)
    return give(True)


def webhook_info(telegram: TelegramState, call: Call) -> Answer:
    updates = telegram.updates
    info: Json = {
        "url": updates.url,
        "has_custom_certificate": False,
        "pending_update_count": len(updates.pending),
    }
    if updates.url:
        info["max_connections"] = updates.max_connections
    if updates.allowed:
        info["allowed_updates"] = updates.allowed
    if updates.last_error:
        at, said = updates.last_error
        info |= {"last_error_date": int(at), "last_error_message": said}
    return give(info)


async def get_updates(telegram: TelegramState, call: Call) -> Answer:
    """Long polling; not while a webhook is set, and one at a time."""
    asked = call.fields
    if telegram.updates.url:
        said = "can't use getUpdates method while webhook is active; use deleteWebhook to delete"
        telegram.sin(f"{call.method}: a webhook is set.")
        return refuse(409, f"Conflict: {said} the webhook first")
    limit, seconds = asked.get("limit", 100), asked.get("timeout", 0)
    if not 1 <= limit <= 100 or not 0 <= seconds <= LONGEST_POLL:
        what = f"limit is {limit} and timeout {seconds}, not 1 to 100 and 0 to {LONGEST_POLL}"
        telegram.sin(f"{call.method}: {what}.")
    _allow(telegram, asked)
    offset = asked.get("offset", 0)
    found = await telegram.updates.poll(offset, min(max(limit, 1), 100), seconds)
    if found is None:
        said = "terminated by other getUpdates request; make sure that only one bot instance"
        return refuse(409, f"Conflict: {said} is running")
    return give(found)


def _allow(telegram: TelegramState, asked: Json) -> None:
    if "allowed_updates" in asked:
        for kind in sorted(set(asked["allowed_updates"]) - telegram.update_kinds):
            telegram.sin(f"allowed_updates: {kind!r} is no kind of update.")
        telegram.updates.allowed = list(asked["allowed_updates"])


CALLS: dict[str, Callable[[TelegramState, Call], Answer | Awaitable[Answer]]] = {
    "setWebhook": set_webhook,
    "deleteWebhook": delete_webhook,
    "getWebhookInfo": webhook_info,
    "getUpdates": get_updates,
}
