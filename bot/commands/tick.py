"""`tick`: what is due, once, for whoever has a clock of their own."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from datetime import datetime

from bot import clock
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from reminders.tick import tick


def add_to(commands: Commands) -> None:
    """Add the command and its option."""
    parser = commands.add_parser(
        "tick",
        help="do whatever is due, once",
        description="For cron in place of the clock, and for trying what would happen when.",
    )
    parser.add_argument(
        "--now",
        type=_moment,
        metavar="ISO-TIME",
        help="as 2026-11-25T09:00+07:00; the present time by itself",
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Tick at the given time; the errors of the database are told by the command line."""
    now = arguments.now or clock.now()
    with start_with_database() as (_settings, engine):
        tick(engine, now=now)
    tell("What was due is done.")


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError("write the time as 2026-11-25T09:00+07:00") from error
    if moment.tzinfo is None:
        raise ArgumentTypeError("say the zone of the time too, as in 2026-11-25T09:00+07:00")
    return moment
