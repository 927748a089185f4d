"""The forms of a file that are tables and texts, written some projects at a time."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import IO

from sqlalchemy import Connection

from handlers.exports.register import (
    export_csv,
    export_json,
    export_page,
    export_paste,
    export_workbook,
    find_span,
)
from handlers.exports.scope import OneProject, Scope
from handlers.papers import FileForm
from handlers.texts import phrases
from storage.periods import local_date


def write_table(
    tx: Connection, scope: Scope, form: FileForm, file: IO[bytes], *, locale: str, now: datetime
) -> bool:
    """Write what a scope covers; False, and nothing written, where there is nothing of that name.

    OSError where the file cannot be written. The form PAGE is for one project alone.
    """
    if form is FileForm.PAGE:
        page = export_page(tx, scope.what.code) if isinstance(scope.what, OneProject) else None
        if page is None:
            return False
        return _put(file, [page])
    span = find_span(tx, scope)
    if span is None:
        return False
    say, today = phrases("summary", locale), local_date(now)
    match form:
        case FileForm.XLSX:
            export_workbook(tx, span, file, say, today=today)
            return True
        case FileForm.CSV:
            return _put(file, export_csv(tx, span, say, today=today))
        case FileForm.PASTE:
            return _put(file, export_paste(tx, span, today=today))
        case FileForm.JSON:
            return _put(file, export_json(tx, scope, span, now=now))
        case FileForm.PDF:
            raise ValueError("a PDF is set, and no table")


def _put(file: IO[bytes], pieces: Iterable[str]) -> bool:
    # A table has its own ends of lines.
    text = io.TextIOWrapper(file, encoding="utf-8", newline="", write_through=True)
    try:
        text.writelines(pieces)
    finally:
        text.detach()
    return True
