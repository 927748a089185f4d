"""Entries of months joined to one text, as the city's pages show a quarter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from handlers.summaries.project import Entry
from handlers.thai.dates import leading_date
from storage.periods import BUDDHIST_OFFSET


def say_page_day(day: date) -> str:
    """Write a day as 23/01/2566."""
    return f"{day:%d/%m}/{day.year + BUDDHIST_OFFSET}"


def join_entries(entries: Iterable[Entry], *, say_day: Callable[[date], str] = say_page_day) -> str:
    """Join entries, oldest first, as in "23/01/2566 : … 23/02/2566 : …".

    A corrected entry keeps the day on which it was first reported. A text that begins with a date
    keeps it and gets no other, and a date is not said twice in a row. An entry without a text says
    nothing.
    """
    parts = []
    last: date | None = None
    for entry in entries:
        one = entry.said
        text = " ".join(one.content.narrative.split())
        if not text:
            continue
        if written := leading_date(text):
            day, text = written
        else:
            day = one.text_date or entry.first_on
        parts.append(text if day == last else f"{say_day(day)} : {text}")
        last = day
    return " ".join(parts)
