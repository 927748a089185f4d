"""`export`: the register and the log, for print, for other programs and for the city's system."""

from __future__ import annotations

import io
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from sqlalchemy import Engine

from bot import clock
from bot.commands import Commands
from bot.commands.asking import ask_quarter, ask_year
from bot.commands.start import start_with_database
from bot.papers.making import IN_MEMORY
from bot.papers.reports import MOST, write_report
from bot.papers.tables import write_table
from bot.papers.wording import Wording
from bot.refusals import Refused
from handlers.exports.register import find_span
from handlers.exports.scope import FiscalYear, OneProject, Scope, What, parse_what
from handlers.papers import FileForm
from storage.db import reading
from storage.periods import Quarter, local_date

ON_PAPER = {FileForm.XLSX: "A workbook", FileForm.PDF: "A PDF"}
"""What cannot be shown on a screen."""


def add_to(commands: Commands) -> None:
    """Add the command and its options."""
    parser = commands.add_parser(
        "export", help="write a project, a fiscal year or a quarter as a table, PDF, JSON or text"
    )
    parser.add_argument(
        "what", metavar="WHAT", help="a project 04160200-7001, a year 2566 or a quarter 2566Q4"
    )
    parser.add_argument("--unit", metavar="CODE", help="only this unit and those below it")
    forms = [form.value for form in FileForm]
    parser.add_argument("--format", choices=forms, required=True, help="page is for one project")
    parser.add_argument("-o", dest="file", type=Path, metavar="FILE", help="instead of the screen")
    parser.add_argument("--thai-digits", action="store_true", help="in the figures of a PDF")
    parser.set_defaults(run=run)


def run(arguments: Namespace) -> None:
    """Write the export; raises Refused where there is nothing of that name."""
    scope = Scope(_what(arguments.what), arguments.unit)
    file, form = arguments.file, FileForm(arguments.format)
    if form in ON_PAPER and file is None:
        raise Refused(f"{ON_PAPER[form]} cannot be shown on a screen: name a file with -o.")
    if arguments.thai_digits and form is not FileForm.PDF:
        raise Refused("Only a PDF has Thai digits: add --format pdf, or leave --thai-digits out.")
    if form is FileForm.PAGE and not isinstance(scope.what, OneProject):
        raise Refused("The format page is for one project: name one, without --unit.")
    if form is FileForm.PAGE and scope.unit_code is not None:
        raise Refused("The format page is for one project: name it without --unit.")
    with start_with_database() as (settings, engine):
        # A file that is there already is written over only where there is something to write.
        _check(engine, scope, form, locale=settings.locale, today=local_date(clock.now()))
        with _open(file) as written:
            wording = Wording(settings.locale, arguments.thai_digits)
            _write(engine, scope, form, written, wording)


def _what(text: str) -> What:
    what = parse_what(text)
    if what is None:
        raise Refused(
            f"{text} is neither a project such as 04160200-7001, nor a fiscal year such "
            "as 2566, nor a quarter such as 2566Q4."
        )
    return what


def _check(engine: Engine, scope: Scope, form: FileForm, *, locale: str, today: date) -> None:
    with reading(engine) as tx:
        match scope.what:
            case Quarter() as quarter:
                ask_quarter(tx, str(quarter), today=today, locale=locale)
            case FiscalYear(year):
                ask_year(tx, year, today=today, locale=locale)
            case OneProject():
                pass
        span = find_span(tx, scope)
    if span is None:
        raise Refused(f"There is no {scope}: correct the code, or import it first.")
    projects = len(span.project_ids)
    if form is FileForm.PDF and projects > MOST:
        raise Refused(
            f"These are {projects:,} projects, and a PDF holds {MOST}: choose a unit with "
            "--unit CODE, or --format xlsx."
        )


def _write(engine: Engine, scope: Scope, form: FileForm, file: IO[bytes], wording: Wording) -> None:
    now = clock.now()
    if form is FileForm.PDF:
        write_report(engine, scope, file, wording, today=local_date(now))
        return
    with reading(engine) as tx:
        write_table(tx, scope, form, file, locale=wording.locale, now=now)


@contextmanager
def _open(file: Path | None) -> Iterator[IO[bytes]]:
    if file is None:
        with SpooledTemporaryFile(max_size=IN_MEMORY) as shown:
            yield shown
            shown.seek(0)
            # A table has its own ends of lines.
            sys.stdout.writelines(io.TextIOWrapper(shown, encoding="utf-8", newline=""))
            sys.stdout.flush()
        return
    try:
        with file.open("wb") as written:
            yield written
    except OSError as error:
        raise Refused(f"{file} cannot be written ({error.strerror}): name another file.") from error
