"""What was corrected after the lock, as rows of a table of totals beside the quarter before."""

from __future__ import annotations

from handlers.summaries.targets import Reached
from handlers.summaries.totals import Marks, Mean, Revised, Totals, locked_score, revised
from handlers.summaries.unit_text import NONE, count_corrected, say_figure

Figures = tuple[str, str]
"""Of these months, and of those before."""


def say_revisions(totals: Totals, marks: Marks, before: Totals) -> dict[str, Figures]:
    """Say what was filed after the lock and what stood, as rows by their keys.

    The months before are told as of the lock of these.
    """
    now, then = revised(totals.whole, marks.revision), revised(before.whole, marks.revised_before)
    rows: dict[str, Figures] = {"after_lock": (_entries(now) or "0", _entries(then) or NONE)}
    for what, count in [*count_corrected(marks.revision).items()][1:]:
        if count:
            rows[f"revised_{what}"] = (f"{count:,}", NONE)
    if any(one is not None and one.moved for one in (now, then)):
        rows["locked_start"] = _start(now), _start(then)
        rows["locked_end"] = _end(now), _end(then)
    score = locked_score(totals.score, marks.revision)
    score_before = locked_score(before.score, marks.revised_before)
    if score is not None or score_before is not None:
        rows["locked_score"] = _mean(score), _mean(score_before)
    if marks.locked_targets != marks.targets:
        rows["locked_reached"] = (f"{marks.locked_targets[Reached.YES]:,}", NONE)
    return rows


def say_revision_of_unit(now: Revised | None) -> str:
    """Say in a cell how many figures of a unit were corrected, and which means stood before."""
    if now is None:
        return NONE
    count = f"{now.revision.all:,}"
    if not now.moved:
        return count
    start, end = say_figure(now.locked_start.value), say_figure(now.locked_end.value)
    return f"{count} ({start} → {end})"


def _entries(one: Revised | None) -> str | None:
    return None if one is None else f"{one.revision.entries:,}"


def _start(one: Revised | None) -> str:
    return _mean(None if one is None else one.locked_start)


def _end(one: Revised | None) -> str:
    return _mean(None if one is None else one.locked_end)


def _mean(one: Mean | None) -> str:
    return NONE if one is None else say_figure(one.value)
