"""What Telegram tells of the bot, and what is to be said about it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.checks.findings import Failure, Finding, Refusal, Silence, good, note, unanswered, wrong

MANY_PENDING = 100
LATELY = timedelta(hours=1)
APPLY = "run `python -m bot check --apply`"


@dataclass(frozen=True, slots=True)
class Me:
    """The bot; `reads_groups` is true with privacy mode off, or for an administrator."""

    username: str
    joins_groups: bool
    reads_groups: bool


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where updates go; an empty address means that they wait to be polled."""

    url: str
    pending: int
    allowed_updates: tuple[str, ...] = ()
    last_error: str = ""
    last_error_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TelegramFacts:
    """All that was asked; `commands` counts those of the Thai menu."""

    me: Me | Failure
    webhook: Webhook | Failure
    commands: int | Failure


def judge_telegram(
    facts: TelegramFacts, *, webhook_url: str | None, updates: Collection[str], now: datetime
) -> tuple[Finding, ...]:
    """Say what is right and wrong.

    `webhook_url` is where updates should go, None for polling; `updates` the kinds that the bot
    needs.
    """
    match facts.me:
        case Refusal(401 | 404):
            return (
                wrong(
                    "Telegram token",
                    "Telegram does not know TELEGRAM_BOT_TOKEN: copy it anew from @BotFather "
                    "(/mybots, the bot, API Token).",
                ),
            )
        case Refusal() | Silence() as failure:
            return (unanswered("Telegram", failure, "Telegram"),)
        case Me() as me:
            return (
                good("Telegram token", f"The bot is @{me.username}."),
                *_groups(me),
                *_webhook(facts.webhook, webhook_url),
                *_delivery(facts.webhook, updates, now),
                *_commands(facts.commands),
            )


def _groups(me: Me) -> Iterator[Finding]:
    if me.reads_groups:
        yield wrong(
            "Telegram privacy mode",
            "The bot is sent everything that is said in groups, which it does not need: tell "
            "@BotFather /setprivacy, choose the bot and Enable, then add it to its groups anew.",
        )
    else:
        yield good("Telegram privacy mode", "In groups the bot sees only what is meant for it.")
    if not me.joins_groups:
        yield note(
            "Telegram groups",
            "The bot cannot be added to groups: if it should be, tell @BotFather /setjoingroups, "
            "choose the bot and Enable.",
        )


def _webhook(webhook: Webhook | Failure, wanted: str | None) -> Iterator[Finding]:
    subject = "Telegram webhook"
    match webhook:
        case Refusal() | Silence() as failure:
            yield unanswered(subject, failure, "Telegram")
        case Webhook(url="") if wanted is None:
            yield good(subject, "None is set, and PUBLIC_URL neither: the bot asks for updates.")
        case Webhook() if wanted is None:
            yield wrong(
                subject,
                "One is set, but not PUBLIC_URL, so that the bot can neither ask for updates nor "
                f"be sent any: set PUBLIC_URL, or {APPLY}.",
            )
        case Webhook(url=url) if url != wanted:
            yield wrong(subject, f"It is {url or 'not set'} and should be {wanted}: {APPLY}.")
        case Webhook():
            yield good(subject, f"Updates are sent to {wanted}.")


def _delivery(
    webhook: Webhook | Failure, updates: Collection[str], now: datetime
) -> Iterator[Finding]:
    if not isinstance(webhook, Webhook):
        return
    if webhook.pending >= MANY_PENDING:
        yield wrong(
            "Telegram backlog",
            f"{webhook.pending} updates wait to be fetched: see that the bot is running.",
        )
    if webhook.last_error and webhook.last_error_at and now - webhook.last_error_at < LATELY:
        yield wrong(
            "Telegram delivery",
            f"Telegram last failed to deliver at {webhook.last_error_at:%H:%M} UTC and says "
            f'"{webhook.last_error}": see that PUBLIC_URL leads to the bot.',
        )
    if webhook.url and (missing := set(updates) - set(webhook.allowed_updates)):
        yield wrong(
            "Telegram updates", f"The bot is not sent {', '.join(sorted(missing))}: {APPLY}."
        )


def _commands(commands: int | Failure) -> Iterator[Finding]:
    subject = "Telegram commands"
    match commands:
        case Refusal() | Silence() as failure:
            yield unanswered(subject, failure, "Telegram")
        case 0:
            yield note(subject, f"The menu of commands is empty: {APPLY}.")
        case int():
            yield good(subject, f"The menu shows {commands} commands.")
