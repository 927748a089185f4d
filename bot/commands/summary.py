"""`summary`: what became of a unit's projects in a quarter, as text."""

from __future__ import annotations

from argparse import Namespace

from bot import clock
from bot.commands import Commands
from bot.commands.asking import ask_quarter, ask_unit
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from handlers.summaries.report import report_quarter
from handlers.texts import phrases
from storage.db import reading
from storage.periods import local_date


def add_to(commands: Commands) -> None:
    """Add the command and its option."""
    parser = commands.add_parser("summary", help="what became of the projects in a quarter")
    parser.add_argument("quarter", metavar="QUARTER", help="as 2566Q4")
    parser.add_argument("--unit", metavar="CODE", help="only this unit and those below it")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Tell the summary; raises Refused where there is no such quarter or unit."""
    today = local_date(clock.now())
    with start_with_database() as (settings, engine), reading(engine) as tx:
        unit = ask_unit(tx, arguments.unit, locale=settings.locale)
        quarter = ask_quarter(tx, arguments.quarter, today=today, locale=settings.locale)
        say = phrases("summary", settings.locale)
        lines = tuple(report_quarter(tx, quarter, unit, say, today=today))
    tell(*lines)
