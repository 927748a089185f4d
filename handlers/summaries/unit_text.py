"""The quarter of a unit as lines to read: totals, months, the quarter before, its units."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from handlers import wording
from handlers.oversight.standing import Bucket
from handlers.oversight.words import say_due
from handlers.summaries.corrections import What
from handlers.summaries.issues import Kind, State
from handlers.summaries.targets import Reached
from handlers.summaries.totals import (
    Counts,
    Marks,
    Revised,
    Revision,
    Totals,
    locked_score,
    revised,
)
from handlers.texts import Phrases, phrases
from handlers.timeliness.classes import Class
from handlers.timeliness.not_due import NotDue
from handlers.wording import say_percent, say_period

NONE = "—"


def tell_totals(totals: Totals, marks: Marks, before: Totals, say: Phrases) -> Iterator[str]:
    """Say what the projects of a quarter add up to, and those of the quarter before."""
    yield say("head.projects", count=f"{totals.whole.projects:,}")
    # In the words of the digest, which counts the same.
    counts = {one.value: f"{marks.buckets[one]:,}" for one in Bucket}
    buckets = phrases("digest", say.locale)("digest.buckets", **counts)
    yield "  " + say("total.buckets", month=say_period(marks.month, say.locale), counted=buckets)
    yield from _compared(_percent(totals, say), _percent(before, say), before, say)
    if totals.whole.first:
        yield "  " + say("total.first", count=f"{totals.whole.first:,}")
    if then := revised(before.whole, marks.revised_before):
        yield "  " + say("total.before_after_lock", count=then.revision.all)
        if then.moved:
            yield "    " + say("total.before_locked", **_locked(then, before.whole))
    yield from _compared(_shares(totals, say), _shares(before, say), before, say)
    for month, counted in sorted(totals.whole.months.items()):
        yield "  " + say(
            "total.month",
            month=say_period(month, say.locale),
            on_time=counted[Class.ON_TIME],
            late=counted[Class.LATE],
            missing=totals.whole.overdue(month),
            not_due=_not_due(totals.whole.not_due.get(month), say),
            not_owed=counted[Class.NOT_OWED],
        )
    for kind in Kind:
        states = {state.value: marks.issues[kind, state] for state in State}
        named = states[State.NEW] + states[State.OPEN]
        yield say("total.issues", kind=say(f"kind.{kind}"), named=named, **states)
    yield say("total.targets", **{one.value: marks.targets[one] for one in Reached})
    if marks.unit_targets:
        reached = {one.value: marks.unit_targets[one] for one in Reached}
        yield say("total.unit_targets", **reached)
    yield from _compared(_score(totals, say), _score(before, say), before, say)
    whole = totals.whole
    if whole.share_used is not None:
        yield say(
            "total.budget",
            used=say_money(whole.budget_used),
            budget=say_money(whole.budget),
            percent=say_percent(whole.share_used),
        )
    if after_lock := revised(whole, marks.revision):
        yield from _after_lock(after_lock, totals, marks, say)


def tell_unit(code: str, name: str, counts: Counts, revision: Revision | None, say: Phrases) -> str:
    """Say in one line what the projects of one of several units add up to."""
    classes = counts.classes
    told = say(
        "total.unit",
        code=code,
        name=name,
        projects=counts.projects,
        start=say_figure(counts.start.value),
        end=say_figure(counts.end.value),
        counted=counts.end.count,
        on_time=classes[Class.ON_TIME],
        late=classes[Class.LATE],
        missing=counts.overdue(),
        not_due=_not_due(counts.coming, say),
    )
    after_lock = revised(counts, revision or Revision())
    if after_lock is None:
        return told
    told += say("total.unit_revised", count=after_lock.revision.all)
    if after_lock.moved:
        told += say("total.unit_locked", **_locked(after_lock, counts))
    return told


def _after_lock(after_lock: Revised, totals: Totals, marks: Marks, say: Phrases) -> Iterator[str]:
    """Say how many figures were corrected after the lock, and which totals were others before."""
    counted = (
        say(f"corrected.{key}", count=f"{count:,}")
        for key, count in count_corrected(after_lock.revision).items()
        if count
    )
    yield say("total.after_lock", counted=" · ".join(counted))
    before = locked_score(totals.score, marks.revision)
    moved = (after_lock.moved, before is not None, marks.locked_targets != marks.targets)
    if after_lock.moved:
        yield "  " + say("total.locked", **_locked(after_lock, totals.whole))
    if before is not None:
        locked, score = say_figure(before.value), say_figure(totals.score.value)
        yield "  " + say("total.locked_score", locked=locked, score=score)
    if marks.locked_targets != marks.targets:
        yield "  " + say(
            "total.locked_targets", **{one.value: marks.locked_targets[one] for one in Reached}
        )
    if not any(moved):
        yield "  " + say("total.not_moved")


def count_corrected(revision: Revision) -> dict[What, int]:
    """Count the figures that were given or corrected after the lock by what they are."""
    return {
        What.ENTRY: revision.entries,
        What.START: revision.starts,
        What.RESULT: revision.results,
        What.SCORE: revision.scores,
        What.BUDGET: revision.budgets,
    }


def _locked(after_lock: Revised, counts: Counts) -> dict[str, str]:
    figures = {
        "locked_start": after_lock.locked_start,
        "locked_end": after_lock.locked_end,
        "start": counts.start,
        "end": counts.end,
    }
    return {key: say_figure(mean.value) for key, mean in figures.items()}


def say_figure(figure: Decimal | None) -> str:
    """Write a figure with its commas, or a dash where there is none."""
    return NONE if figure is None else wording.say_figure(figure)


def say_money(baht: Decimal) -> str:
    return f"{baht:,.2f}".removesuffix(".00")


def _compared(now: str, then: str, before: Totals, say: Phrases) -> Iterator[str]:
    yield now
    if before.whole.projects:
        yield "  " + say("total.before", said=then)


def _percent(totals: Totals, say: Phrases) -> str:
    whole = totals.whole
    return say(
        "total.percent",
        start=say_figure(whole.start.value),
        end=say_figure(whole.end.value),
        counted=f"{whole.end.count:,}",
        projects=f"{whole.projects:,}",
    )


def _shares(totals: Totals, say: Phrases) -> str:
    shares, coming = totals.whole.shares, totals.whole.coming
    if shares is None:
        return say("total.nothing_owed")
    told = {"on_time": shares.on_time, "late": shares.late, "missing": shares.missing}
    if coming is None:
        return say("total.shares", **told)
    key = "total.shares_partly_due" if totals.whole.overdue() else "total.shares_not_due"
    return say(key, **told, coming=f"{coming.count:,}", due=_due(coming, say))


def _not_due(coming: NotDue | None, say: Phrases) -> str:
    if coming is None:
        return ""
    return say("total.not_due", count=f"{coming.count:,}", due=_due(coming, say))


def _due(coming: NotDue, say: Phrases) -> str:
    return say_due(coming, phrases("digest", say.locale))


def _score(totals: Totals, say: Phrases) -> str:
    if totals.score.value is None:
        return say("total.no_score")
    return say("total.score", score=say_percent(totals.score.value), count=totals.score.count)
