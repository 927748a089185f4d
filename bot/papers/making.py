"""Making a paper out of the record: its bytes, its name and its kind."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime
from tempfile import SpooledTemporaryFile
from types import TracebackType
from typing import IO

from sqlalchemy import Engine

from bot.papers.overview import overview_content
from bot.papers.pictures import CURVE, OVERVIEW, draw, read_curve, read_unit_year
from bot.papers.reports import TooMany, write_report
from bot.papers.tables import write_table
from bot.papers.wording import Wording
from handlers.exports.scope import FiscalYear, OneProject, Scope
from handlers.papers import (
    FileForm,
    Paper,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
)
from storage.db import reading
from storage.periods import local_date

IN_MEMORY = 2_000_000
"""Bytes of a file that are held in memory; what is larger goes to a temporary file."""

MEDIA_TYPES = {
    FileForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileForm.PDF: "application/pdf",
    FileForm.CSV: "text/csv; charset=utf-8",
    FileForm.JSON: "application/json",
    FileForm.PASTE: "text/plain; charset=utf-8",
    FileForm.PAGE: "text/plain; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Made:
    """A paper: `content` stands at its beginning, and is gone when it is closed.

    `name` is a file's name in ASCII, `size` the number of bytes.
    """

    content: IO[bytes]
    name: str
    media_type: str
    size: int

    def __enter__(self) -> IO[bytes]:
        return self.content

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.content.close()


def make(engine: Engine, paper: Paper, *, locale: str, now: datetime) -> Made | TooMany | None:
    """Make a paper; None where there is no such project or unit. It blocks: call it in a thread."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - Made closes it
    try:
        made = _write(engine, paper, file, locale=locale, now=now)
        if made is not True:
            file.close()
            return made or None
        size = file.seek(0, os.SEEK_END)
        file.seek(0)
        return Made(file, name_of(paper), _media_type(paper), size)
    except BaseException:
        file.close()
        raise


def name_of(paper: Paper) -> str:
    """Name the file of a paper, in ASCII."""
    match paper:
        case ProjectCurve(code, form):
            return f"{code}-curve.{form}"
        case UnitOverview(code, year, form):
            return f"{code}-{year}.{form}"
        case QuarterFile(quarter, unit_code, form):
            return f"{quarter}{'' if unit_code is None else f'-{unit_code}'}{_ending(form)}"
        case YearFile(year, code, form):
            return f"{year}-{code}{_ending(form)}"
        case ProjectFile(code, form):
            return f"{code}{_ending(form)}"


def _ending(form: FileForm) -> str:
    return f"-{form}.txt" if form in {FileForm.PASTE, FileForm.PAGE} else f".{form}"


def _media_type(paper: Paper) -> str:
    match paper:
        case ProjectCurve(form=form) | UnitOverview(form=form):
            return "image/png" if form == "png" else "image/svg+xml"
        case QuarterFile(form=form) | YearFile(form=form) | ProjectFile(form=form):
            return MEDIA_TYPES[form]


def _write(
    engine: Engine, paper: Paper, file: IO[bytes], *, locale: str, now: datetime
) -> bool | TooMany:
    today = local_date(now)
    match paper:
        case ProjectCurve(code, form):
            with reading(engine) as tx:
                drawn = read_curve(tx, code, locale=locale, today=today)
            return drawn is not None and _put(file, draw(CURVE, drawn, form))
        case UnitOverview(code, year, form):
            with reading(engine) as tx:
                found = read_unit_year(tx, code, year, today=today)
            if found is None:
                return False
            return _put(file, draw(OVERVIEW, overview_content(found, Wording(locale)), form))
        case QuarterFile(quarter, unit_code, form):
            scope = Scope(quarter, unit_code)
        case YearFile(year, unit_code, form):
            scope = Scope(FiscalYear(year), unit_code)
        case ProjectFile(code, form):
            scope = Scope(OneProject(code))
    if form is FileForm.PDF:
        wording = Wording(locale, paper.thai_digits)
        return write_report(engine, scope, file, wording, today=today)
    with reading(engine) as tx:
        return write_table(tx, scope, form, file, locale=locale, now=now)


def _put(file: IO[bytes], content: bytes) -> bool:
    file.write(content)
    return True
