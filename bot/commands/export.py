"""`export`: the register and the log, for other programs and for the city's system."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from bot import clock
from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.refusals import Refused
from handlers.exports.register import (
    Span,
    export_csv,
    export_json,
    export_page,
    export_paste,
    export_workbook,
    find_span,
)
from handlers.exports.scope import OneProject, Scope, What, parse_what
from handlers.texts import phrases
from storage.db import reading
from storage.periods import local_date

FORMATS = ("xlsx", "csv", "json", "paste", "page")


def add_to(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "export", help="write a project, a fiscal year or a quarter as a table, JSON or text"
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
    scope = Scope(_what(arguments.what), arguments.unit)
    file, form, now = arguments.file, arguments.format, clock.now()
    if form == "xlsx" and file is None:
        raise Refused("A workbook cannot be shown on a screen: name a file with -o.")
    with start_with_database() as (settings, engine), reading(engine) as tx:
        if form == "page":
            _put(file, [_page(tx, scope)])
            return
        span = find_span(tx, scope)
        if span is None:
            raise Refused(_nothing(scope))
        if form == "xlsx":
            say = phrases("summary", settings.locale)
            try:
                with file.open("wb") as book:
                    export_workbook(tx, span, book, say, today=local_date(now))
            except OSError as error:
                raise _unwritable(file, error) from error
            return
        _put(file, _text(tx, scope, span, form=form, locale=settings.locale, now=now))


def _what(text: str) -> What:
    what = parse_what(text)
    if what is None:
        raise Refused(
            f"{text} is neither a project such as 04160200-7001, nor a fiscal year such "
            "as 2566, nor a quarter such as 2566Q4."
        )
    return what


def _page(tx: Connection, scope: Scope) -> str:
    match scope:
        case Scope(OneProject(code), None):
            page = export_page(tx, code)
        case _:
            raise Refused("The format page is for one project: name one, without --unit.")
    if page is None:
        raise Refused(_nothing(scope))
    return page


def _text(
    tx: Connection, scope: Scope, span: Span, *, form: str, locale: str, now: datetime
) -> Iterator[str]:
    match form:
        case "csv":
            return export_csv(tx, span, phrases("summary", locale), today=local_date(now))
        case "paste":
            return export_paste(tx, span, today=local_date(now))
        case _:
            return export_json(tx, scope, span, now=now)


def _nothing(scope: Scope) -> str:
    return f"There is no {scope}: correct the code, or import it first."


def _put(file: Path | None, pieces: Iterable[str]) -> None:
    if file is None:
        sys.stdout.writelines(pieces)
        sys.stdout.flush()
        return
    try:
        # A table has its own ends of lines.
        with file.open("w", encoding="utf-8", newline="") as written:
            written.writelines(pieces)
    except OSError as error:
        raise _unwritable(file, error) from error


def _unwritable(file: Path, error: OSError) -> Refused:
    return Refused(f"{file} cannot be written ({error.strerror}): name another file.")
