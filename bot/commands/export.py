"""`export`: the register and the log, for other programs and for the city's system."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

from sqlalchemy import Connection

from bot import clock
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from bot.refusals import Refused
from handlers.exports.register import export_json, export_page
from handlers.exports.scope import OneProject, Scope, parse_what
from storage.db import reading

FORMATS = ("json", "page")


def add_to(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "export", help="write a project, a fiscal year or a quarter as JSON or as page text"
    )
    parser.add_argument(
        "what", metavar="WHAT", help="a project 04160200-7001, a year 2566 or a quarter 2566Q4"
    )
    parser.add_argument("--unit", metavar="CODE", help="only this unit and those below it")
    parser.add_argument("--format", choices=FORMATS, required=True, help="page is for one project")
    parser.add_argument("-o", dest="file", type=Path, metavar="FILE", help="instead of the screen")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Write the export; raises Refused where there is nothing of that name."""
    what = parse_what(arguments.what)
    if what is None:
        raise Refused(
            f"{arguments.what} is neither a project such as 04160200-7001, nor a fiscal year such "
            "as 2566, nor a quarter such as 2566Q4."
        )
    with start_with_database() as (_settings, engine), reading(engine) as tx:
        written = _write(tx, Scope(what, arguments.unit), arguments.format)
    if arguments.file is None:
        tell(*written.splitlines())
        return
    try:
        arguments.file.write_text(written, encoding="utf-8")
    except OSError as error:
        raise Refused(
            f"{arguments.file} cannot be written ({error.strerror}): name another file."
        ) from error


def _write(tx: Connection, scope: Scope, form: str) -> str:
    if form == "page":
        match scope:
            case Scope(OneProject(code), None):
                page = export_page(tx, code)
            case _:
                raise Refused("The format page is for one project: name one, without --unit.")
    else:
        exported = export_json(tx, scope, now=clock.now())
        page = None if exported is None else json.dumps(exported, ensure_ascii=False, indent=1)
    if page is None:
        raise Refused(f"There is no {scope}: correct the code, or import it first.")
    return page.rstrip("\n") + "\n"
