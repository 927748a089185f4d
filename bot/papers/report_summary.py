"""What the projects of a report add up to, as its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.papers.tabular import Cell, Column, Json, table
from bot.papers.wording import Wording
from handlers.oversight.standing import Bucket
from handlers.summaries.issues import Kind, State
from handlers.summaries.revision_text import say_revision_of_unit, say_revisions
from handlers.summaries.targets import Reached
from handlers.summaries.totals import Marks, Revision, Totals, revised
from handlers.summaries.unit_text import NONE, say_figure, say_money
from handlers.timeliness.classes import Class
from handlers.wording import say_period
from storage.records import ProjectStatus


@dataclass(frozen=True, slots=True)
class Added:
    """What projects add up to, now and in the months before; `names` are those of units."""

    now: Totals
    before: Totals
    marks: Marks
    names: Mapping[str, str]


def summary_tables(added: Added, wording: Wording) -> list[list[Json]]:
    """Give the tables of the summary, the most telling first; some stand side by side."""
    tables = [[_compared(added, wording)], [_months(added.now, wording)]]
    tables.append([_buckets(added.marks, wording), _statuses(added.marks, wording)])
    tables.append([_issues(added.marks, wording), _targets(added.marks, wording)])
    if len(added.now.units) > 1:
        tables.append([_units(added, wording)])
    return tables


def _figures(wording: Wording, keys: Iterable[str]) -> Iterator[Column]:
    return (Column(wording.say(f"row.{key}"), is_figure=True) for key in keys)


def _compared(added: Added, wording: Wording) -> Json:
    say, own = wording.say, wording.own
    now = _column(added.now)
    before = _column(added.before) if added.before.whole.projects else dict.fromkeys(now, NONE)
    coming = added.now.whole.coming
    rows: list[list[Cell]] = []
    for key, value in now.items():
        rows.append([say(f"row.{key}"), own(value), own(before[key])])
        if key == "missing" and coming is not None:
            label = say("row.of_these_not_due", due=wording.due(coming))
            rows.append([own(label), own(f"{coming.count:,}"), NONE])
    for key, figures in say_revisions(added.now, added.marks, added.before).items():
        rows.append([say(f"row.{key}"), *map(own, figures)])
    columns = [Column(say("row.item"), 1), *_figures(wording, ("now", "before"))]
    return table(say("table.compared"), columns, rows)


def _column(totals: Totals) -> dict[str, str]:
    whole, shares = totals.whole, totals.whole.shares
    return {
        "projects": f"{whole.projects:,}",
        "start": say_figure(whole.start.value),
        "end": say_figure(whole.end.value),
        "counted": f"{whole.end.count:,}",
        "first_reported": f"{whole.first:,}",
        "on_time": NONE if shares is None else str(shares.on_time),
        "late": NONE if shares is None else str(shares.late),
        "missing": NONE if shares is None else str(shares.missing),
        "score": say_figure(totals.score.value),
        "scored": f"{totals.score.count:,}",
        "budget": say_money(whole.budget) if whole.budget else NONE,
        "used": say_money(whole.budget_used) if whole.budget else NONE,
        "used_share": say_figure(whole.share_used),
    }


def _months(totals: Totals, wording: Wording) -> Json:
    """Count the classes by month; what is not due yet has a column of its own."""
    whole = totals.whole
    headings: dict[Class | None, str] = {}
    for one in Class:
        headings[one] = wording.summary(f"class.{one}")
        if one is Class.MISSING and whole.coming is not None:
            headings[None] = wording.say("row.not_due")
    rows = []
    for month, counted in sorted(whole.months.items()):
        coming = whole.not_due.get(month)
        figures: dict[Class | None, int] = {one: counted[one] for one in Class}
        figures[Class.MISSING] = whole.overdue(month)
        figures[None] = coming.count if coming else 0
        told = (wording.own(f"{figures[one]:,}") for one in headings)
        rows.append([wording.own(say_period(month, wording.locale)), *told])
    columns = [Column(wording.say("row.month"), 1)]
    columns += [Column(heading, is_figure=True) for heading in headings.values()]
    return table(wording.say("table.months"), columns, rows)


def _buckets(marks: Marks, wording: Wording) -> Json:
    """Count by the city's buckets, in the last month that has begun."""
    rows = [
        [wording.say(f"bucket.{each}"), wording.own(f"{marks.buckets[each]:,}")] for each in Bucket
    ]
    title = wording.say("table.buckets", month=say_period(marks.month, wording.locale))
    columns = [Column(wording.say("row.status"), 1), *_figures(wording, ["count"])]
    return table(wording.own(title), columns, rows)


def _statuses(marks: Marks, wording: Wording) -> Json:
    rows = [
        [wording.summary(f"status.{each}"), wording.own(f"{marks.statuses[each]:,}")]
        for each in ProjectStatus
    ]
    columns = [Column(wording.say("row.status"), 1), *_figures(wording, ["count"])]
    return table(wording.say("table.statuses"), columns, rows)


def _issues(marks: Marks, wording: Wording) -> Json:
    columns = [Column(wording.say("row.kind"), 1)]
    columns += _figures(wording, ("still_open", "new", "from_before", "solved"))
    rows: list[list[Cell]] = []
    for kind in Kind:
        new, old, solved = (marks.issues[kind, each] for each in State)
        told = (f"{count:,}" for count in (new + old, new, old, solved))
        rows.append([wording.summary(f"kind.{kind}"), *map(wording.own, told)])
    return table(wording.say("table.issues"), columns, rows)


def _targets(marks: Marks, wording: Wording) -> Json:
    columns = [Column(wording.say("row.reached"), 1), *_figures(wording, ["indicators"])]
    rows = [
        [wording.summary(f"reached.{each}"), wording.own(f"{marks.targets[each]:,}")]
        for each in Reached
    ]
    return table(wording.say("table.targets"), columns, rows)


def _units(added: Added, wording: Wording) -> Json:
    columns = [Column(wording.say("row.code")), Column(wording.say("row.unit"), 1)]
    columns += _figures(wording, ("count", "first", "last"))
    classes = (Class.ON_TIME, Class.LATE, Class.MISSING)
    headings = [wording.summary(f"class.{each}") for each in classes]
    if added.now.whole.coming:
        headings[-1] = wording.say("row.unsent")
    columns += [Column(heading, is_figure=True) for heading in headings]
    if added.marks.revised:
        columns += _figures(wording, ("revised",))
    rows: list[list[Cell]] = []
    for code in sorted(added.now.units):
        counts = added.now.units[code]
        figures = (f"{counts.projects:,}", say_figure(counts.start.value))
        counted = (f"{counts.classes[each]:,}" for each in classes)
        told = [*figures, say_figure(counts.end.value), *counted]
        if added.marks.revised:
            revision = added.marks.revised.get(code, Revision())
            told.append(say_revision_of_unit(revised(counts, revision)))
        rows.append([code, wording.words(added.names[code]), *map(wording.own, told)])
    title = "table.units_revised" if added.marks.revised else "table.units"
    return table(wording.say(title), columns, rows)
