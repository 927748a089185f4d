"""`tick`: what is due, once, for whoever has a clock of their own."""

from __future__ import annotations

from argparse import ArgumentTypeError, Namespace
from datetime import datetime

from bot import clock
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from bot.refusals import Refused

FIRST_OF_ANOTHER_ERA = 2400
"""A year from here on is of the Buddhist era: what is due by then would all be said now."""


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
    """Tick at the given time; raises Refused where a part of it failed, and the others are done."""
    # The platforms are known to the whole service, and loading it takes its time.
    from bot.app import CODECS  # noqa: PLC0415
    from bot.scheduler import log_unfinished  # noqa: PLC0415
    from reminders.tick import tick  # noqa: PLC0415

    now = arguments.now or clock.now()
    with start_with_database() as (_settings, engine):
        unfinished = tick(engine, CODECS, now=now)
    for one in unfinished:
        log_unfinished(one)
    if unfinished:
        parts = ", ".join(one.part for one in unfinished)
        raise Refused(f"not all that was due is done: {parts} failed; the log says where")
    tell("What was due is done.")


def _moment(written: str) -> datetime:
    try:
        moment = datetime.fromisoformat(written)
    except ValueError as error:
        raise ArgumentTypeError("write the time as 2026-11-25T09:00+07:00") from error
    if moment.year >= FIRST_OF_ANOTHER_ERA:
        raise ArgumentTypeError("write the year of the Christian era, as 2026 for 2569")
    if moment.tzinfo is None:
        raise ArgumentTypeError("say the zone of the time too, as in 2026-11-25T09:00+07:00")
    return moment
