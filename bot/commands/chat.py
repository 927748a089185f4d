"""`chat`: the conversation in a terminal."""

from __future__ import annotations

import asyncio
import difflib
import os
import signal
from argparse import Namespace
from types import FrameType

from sqlalchemy import Connection

from bot import clock
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.inviting import name_as_kept
from bot.refusals import Refused
from storage.db import reading
from storage.people import people_named
from storage.records import Person
from storage.roster import roster


def add_to(commands: Commands) -> None:
    parser = commands.add_parser("chat", help="talk with the bot in this terminal")
    parser.add_argument(
        "--as", required=True, dest="name", metavar="NAME", help="somebody of the register"
    )
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Talk until the input ends; raises Refused for a name that is not one person's."""
    # Only here, for it takes a second that no other command should wait for.
    from bot.app import CODECS, open_ground  # noqa: PLC0415
    from bot.chat import chat  # noqa: PLC0415
    from bot.issuer import issuer_of  # noqa: PLC0415
    from bot.tryout.trial import TrialClock  # noqa: PLC0415

    with start_with_database() as (settings, engine), reading(engine) as tx:
        person = _find(tx, name_as_kept(arguments.name))
    trial = TrialClock(clock.now)
    ground = open_ground(settings, trial)
    # The terminal is read in a thread that nothing can wake: Ctrl-C has to end the whole process,
    # which may happen at any moment, for what was not committed did not happen.
    signal.signal(signal.SIGINT, _leave)
    try:
        issuer = issuer_of(settings)
        asyncio.run(
            chat(ground, person, CODECS, locale=settings.locale, issuer=issuer, trial=trial)
        )
    finally:
        ground.close()


def _leave(_signal: int, _frame: FrameType | None) -> None:
    os._exit(0)


def _find(tx: Connection, name: str) -> Person:
    match people_named(tx, name):
        case (person,):
            return person
        case ():
            known = {member.name for member in roster(tx)}
            near = difflib.get_close_matches(name, known, n=3, cutoff=0.3)
            meant = f" {' or '.join(near)} may be meant." if near else ""
            raise Refused(f"There is nobody named {name}.{meant} `invite` adds people.")
        case several:
            units = ", ".join(person.unit_code for person in several)
            raise Refused(f"{name} is a name in several units ({units}): give one another name.")
