"""`invite`: a one-time code for one person, or a sheet of cards with codes for many."""

from __future__ import annotations

import asyncio
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path

from sqlalchemy import Connection, Engine

from bot import clock
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import complain, tell
from bot.inviting import (
    LIFETIME,
    Guest,
    Wish,
    guest_named,
    guests_without_chat,
    issue,
    look_up,
    new_file,
)
from bot.links import Doors, links_for
from bot.refusals import Refused
from bot.settings import Settings
from handlers.texts import phrases
from handlers.thai.text import clean
from handlers.wording import say_moment
from storage.db import reading, transaction
from storage.people import people_named
from storage.records import Role, Unit
from storage.units import hold_register, names_of_units


def add_to(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "invite",
        help="make a one-time code that a person joins with, or a sheet of them",
        description="The first line of the answer is the code alone, then come the links that "
        "bring it along. Somebody of the same name in the unit is the same person. With --sheet "
        "and no name, everybody of the role in the unit and below who has no chat yet gets one.",
    )
    parser.add_argument("--role", required=True, choices=[str(role) for role in Role])
    parser.add_argument("--unit", required=True, metavar="CODE", help="as 04160200")
    parser.add_argument(
        "--name",
        action="append",
        default=[],
        dest="names",
        metavar="NAME",
        help="the person's first and last name; more than once with --sheet",
    )
    parser.add_argument(
        "--names", type=Path, metavar="FILE", dest="list", help="names for --sheet, one a line"
    )
    parser.add_argument(
        "--sheet", type=Path, metavar="FILE.pdf", help="a new file: cards to print and cut apart"
    )
    parser.add_argument(
        "--project",
        nargs="+",
        action="extend",
        default=[],
        metavar="CODE",
        dest="projects",
        help="projects that become theirs to report, as 04160200-7001",
    )
    parser.set_defaults(run=partial(run, parser))


def run(parser: ArgumentParser, arguments: Namespace) -> None:
    """Issue a code or a sheet of them; raises Refused for an unknown unit or project."""
    if arguments.sheet is None and (len(arguments.names) > 1 or arguments.list):
        parser.error("several people are invited by a sheet: add --sheet FILE.pdf")
    if arguments.sheet and arguments.projects and not (arguments.names or arguments.list):
        parser.error("--project says what named people report: add --name")
    with start_with_database() as (settings, engine):
        if arguments.sheet is None:
            _invite_one(settings, engine, arguments)
        else:
            _invite_many(settings, engine, arguments)


def _invite_one(settings: Settings, engine: Engine, arguments: Namespace) -> None:
    with reading(engine) as tx:
        wish = _wish(tx, arguments)
        now = clock.present(tx, real=clock.now())
    doors, faults = _find_doors(settings)
    with transaction(engine) as tx:
        hold_register(tx)  # or two at once would find the same name free, and be one person
        name = "".join(arguments.names).strip()
        name = name or _free_name(tx, wish.role, wish.unit, settings.locale)
        guest = guest_named(tx, name, wish, locale=settings.locale)
        issue(tx, guest, wish, now=now)
    tell(
        guest.code,
        *(link.url for link in links_for(doors, guest.code)),
        f"For {guest.name}, {wish.role} of {wish.unit.name}; it works once, until "
        f"{say_moment(now + LIFETIME, 'en')} in Bangkok.",
        "They type it to the bot in a private chat.",
        *_without_link(settings),
    )
    complain(*faults)


def _invite_many(settings: Settings, engine: Engine, arguments: Namespace) -> None:
    # Only here, for it takes half a second that no other command should wait for.
    from bot.sheets import Misprint  # noqa: PLC0415
    from bot.sheets.invitations import Card, invitation_sheet  # noqa: PLC0415

    named = [*arguments.names, *_names_in(arguments.list)]
    with reading(engine) as tx:
        wish = _wish(tx, arguments)
        now = clock.present(tx, real=clock.now())
        guests = _guests(tx, wish, named, settings.locale)
        units = names_of_units(tx, [guest.unit_code for guest in guests])
    doors, faults = _find_doors(settings)
    if faults:
        raise Refused(*faults, "No sheet was made: its cards would lack the codes to scan.")
    cards = [
        Card(guest.name, units[guest.unit_code], wish.role, guest.locale, guest.code)
        for guest in guests
    ]
    try:
        pdf = invitation_sheet(cards, doors=doors, until=now + LIFETIME)
    except Misprint as error:
        raise Refused(f"The sheet cannot be set, and no code was issued: {error}.") from error
    with new_file(arguments.sheet, pdf), transaction(engine) as tx:
        for guest in guests:
            issue(tx, guest, wish, now=now)
    tell(
        f"{arguments.sheet} holds {len(guests)} codes of {wish.unit.name}; each works once, until "
        f"{say_moment(now + LIFETIME, 'en')} in Bangkok.",
        "Print it, cut it apart, and hand the cards out: whoever holds a card can join by it.",
        *_without_link(settings),
    )


def _wish(tx: Connection, arguments: Namespace) -> Wish:
    role = Role(arguments.role)
    return look_up(tx, role, unit_code=arguments.unit, project_codes=arguments.projects)


def _find_doors(settings: Settings) -> tuple[Doors, tuple[str, ...]]:
    if settings.telegram_bot_token is None and settings.line_channel_secret is None:
        return Doors(), ()
    # Only here, for the clients take a second to load.
    from bot.doors import find_doors  # noqa: PLC0415

    return asyncio.run(find_doors(settings))


def _without_link(settings: Settings) -> Sequence[str]:
    secrets = {"Telegram": settings.telegram_bot_token, "LINE": settings.line_channel_secret}
    off = [name for name, secret in secrets.items() if secret is None]
    return [f"{name} is not set up, so there is no link for it." for name in off]


def _names_in(file: Path | None) -> list[str]:
    if file is None:
        return []
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(
            f"{file} cannot be read: name a text file in UTF-8, with one name a line."
        ) from error
    return [line for line in lines if clean(line)]


def _guests(tx: Connection, wish: Wish, names: Sequence[str], locale: str) -> Sequence[Guest]:
    if names:
        guests = [guest_named(tx, name, wish, locale=locale) for name in names]
        return list({guest.name: guest for guest in guests}.values())
    guests = list(guests_without_chat(tx, wish))
    if not guests:
        raise Refused(
            f"Nobody who is {wish.role} in {wish.unit.name} or below is without a chat: "
            "import people with that role, or name them with --name."
        )
    return guests


def _free_name(tx: Connection, role: Role, unit: Unit, locale: str) -> str:
    """Find a name for somebody who was given none, as "Officer 3"."""
    word = phrases("dialogue", locale)(f"role.{role}")
    names = (f"{word} {number}" for number in count(1))
    return next(
        name for name in names if all(one.unit_code != unit.code for one in people_named(tx, name))
    )
