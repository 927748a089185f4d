"""`import`: project pages and tables into the register."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from sqlalchemy import Engine

from bot import clock
from bot.commands import Commands
from bot.commands.start import start, start_with_database
from bot.commands.voice import complain, tell
from bot.refusals import Refused
from handlers.imports.page_options import PageOptions
from handlers.imports.register import NamedBytes, import_file
from handlers.imports.template import write_template
from handlers.imports.wording import tell_outcome
from storage.db import transaction


def add_to(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "import",
        help="read project pages (.txt, .html) and tables of units, people and projects "
        "(.csv, .xlsx)",
        description="A file is imported whole, or refused and changes nothing; importing it "
        "again changes nothing either.",
    )
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--code", help="the code that a stripped page lacks, as 04160200-7001")
    parser.add_argument("--name", help="the name that a stripped page lacks")
    parser.add_argument("--year", help="the Buddhist fiscal year that a page lacks, as 2566")
    parser.add_argument(
        "--template", type=Path, metavar="FILE.xlsx", help="write an empty workbook to fill in"
    )
    parser.set_defaults(run=run, parser=parser)


def run(arguments: Namespace) -> None:
    """Write the template, or import the files; raises Refused where a file was refused."""
    _check_usage(arguments, arguments.parser)
    if arguments.template is not None:
        _write_template(arguments.template)
        return
    options = PageOptions(arguments.code, arguments.name, arguments.year)
    with start_with_database() as (settings, engine):
        taken = [_import(engine, path, options, settings.locale) for path in arguments.files]
    if not all(taken):
        raise Refused(f"{taken.count(False)} of {len(taken)} files refused: see above what to do.")


def _check_usage(arguments: Namespace, parser: ArgumentParser) -> None:
    if bool(arguments.files) == bool(arguments.template):
        parser.error("name either the FILEs to import, or a --template to write")
    if len(arguments.files) > 1 and (arguments.code or arguments.name):
        parser.error("--code and --name are of one page: import that file by itself")


def _write_template(path: Path) -> None:
    settings = start(check_database=False)
    if path.suffix.lower() != ".xlsx" or path.exists():
        raise Refused(f"{path} must be the name of a new file that ends in .xlsx.")
    try:
        write_template(path, locale=settings.locale)
    except OSError as error:
        raise Refused(f"{path} cannot be written ({error.strerror}): name another file.") from error
    tell(f"{path} is ready to be filled in, and then to be imported.")


def _import(engine: Engine, path: Path, options: PageOptions, locale: str) -> bool:
    """Import a file, and tell what came of it; gives whether it was taken."""
    try:
        file = NamedBytes(path.name, path.read_bytes())
    except OSError as error:
        complain(f"{path}: it cannot be read ({error.strerror}). Name another file.")
        return False
    with transaction(engine) as tx:
        outcome = import_file(tx, file, options, now=clock.now(), locale=locale)
    say = complain if outcome.refused else tell
    say(*tell_outcome(outcome, locale))
    return not outcome.refused
