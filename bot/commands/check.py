"""`check`: the running configuration against the database and the real platforms."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Sequence

from bot import clock
from bot.checks.database import check_database
from bot.checks.findings import Finding, Level, note
from bot.commands import Commands
from bot.commands.start import start
from bot.commands.voice import tell
from bot.refusals import Refused
from bot.settings import Settings
from storage.accounts import Account, accounts_on
from storage.db import open_database, reading


def add_to(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "check",
        help="test the configuration against the real platforms, and say what to do",
        description="Each line is good, a note, or wrong; the status is 1 if anything is wrong.",
    )
    parser.add_argument(
        "--apply",
        action="store_true",
        help="first set what can be set from here: webhooks, commands and the menus of LINE",
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Tell every finding; raises Refused if anything is wrong."""
    settings = start(check_database=False)
    found = list(check_database(settings))
    usable = all(finding.level is not Level.WRONG for finding in found)
    people = _people_on_line(settings) if arguments.apply and usable else ()
    found += asyncio.run(_look(settings, people, apply=arguments.apply))
    tell(*(f"{finding.level}: {finding.subject}: {finding.sentence}" for finding in found))
    bad = sum(finding.level is Level.WRONG for finding in found)
    if bad:
        raise Refused(f"{bad} of {len(found)} findings are wrong: their sentences say what to do.")


def _people_on_line(settings: Settings) -> Sequence[Account]:
    engine = open_database(settings.database_url.get_secret_value(), connections=1)
    try:
        with reading(engine) as tx:
            return accounts_on(tx, "line")
    finally:
        engine.dispose()


async def _look(settings: Settings, people: Sequence[Account], *, apply: bool) -> Sequence[Finding]:
    telegram, line = await asyncio.gather(
        _look_at_telegram(settings, apply=apply), _look_at_line(settings, people, apply=apply)
    )
    return [*telegram, *line]


async def _look_at_telegram(settings: Settings, *, apply: bool) -> Sequence[Finding]:
    if settings.telegram_bot_token is None:
        return [note("Telegram", "It is not set up: TELEGRAM_BOT_TOKEN is not set.")]
    # Only here, for the clients take a second to load.
    from bot.channels.telegram.reading import UPDATES  # noqa: PLC0415
    from bot.checks.asking_telegram import apply_telegram, telegram_facts  # noqa: PLC0415
    from bot.checks.telegram import judge_telegram  # noqa: PLC0415

    wanted = _webhook_url(settings, "telegram")
    done = [await apply_telegram(settings, webhook_url=wanted)] if apply else []
    facts = await telegram_facts(settings)
    return [*done, *judge_telegram(facts, webhook_url=wanted, updates=UPDATES, now=clock.now())]


async def _look_at_line(
    settings: Settings, people: Sequence[Account], *, apply: bool
) -> Sequence[Finding]:
    if settings.line_channel_secret is None:
        return [note("LINE", "It is not set up: LINE_CHANNEL_SECRET is not set.")]
    # Only here, for the clients take a second to load.
    from bot.checks.asking_line import apply_line, line_facts  # noqa: PLC0415
    from bot.checks.line import judge_line  # noqa: PLC0415

    wanted = _webhook_url(settings, "line")
    done = [await apply_line(settings, people, webhook_url=wanted)] if apply else []
    facts = await line_facts(settings, webhook_url=wanted)
    return [
        *done,
        *judge_line(facts, webhook_url=wanted, channel_id=settings.line_channel_id),
    ]


def _webhook_url(settings: Settings, platform: str) -> str | None:
    return None if settings.public_url is None else f"{settings.public_url}/webhook/{platform}"
