"""A quarter's text of each project, to be pasted into the city's system."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from handlers.summaries.page_text import join_entries
from handlers.summaries.project import ProjectSummary
from handlers.thai import page_words as words


def write_paste(projects: Iterable[ProjectSummary]) -> Iterator[str]:
    """Write each project's quarters as its page shows them; one without reports has no text."""
    for one in projects:
        yield "".join(f"{line}\n" for line in _lines(one))


def _lines(one: ProjectSummary) -> Iterator[str]:
    recorded = one.recorded
    yield f"{recorded.name} : {recorded.code}"
    yield f"{one.unit} : ({recorded.fiscal_year})"
    for number in sorted({month.period.quarter.number for month in one.months}):
        yield f"{words.QUARTER_REPORT} {number}"
        entries = [each for each in one.entries if each.said.period.quarter.number == number]
        if not entries:
            continue
        yield join_entries(entries)
        newest = entries[-1].said.content
        yield f"** {words.PROBLEMS} :{_one_line(newest.problems)}"
        yield f"** {words.OBSTACLES} :{_one_line(newest.obstacles)}"
    yield words.SEPARATOR


def _one_line(text: str | None) -> str:
    return words.NONE if text is None else " ".join(text.split())
