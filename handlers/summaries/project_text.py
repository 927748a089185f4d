"""The quarter of a project as lines to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from handlers.summaries.figure_marks import FigureMark
from handlers.summaries.issues import Issue, State
from handlers.summaries.page_text import join_entries
from handlers.summaries.project import Entry, Month, ProjectSummary, StartMark
from handlers.summaries.targets import Result, results_of
from handlers.summaries.unit_text import NONE, say_figure, say_money
from handlers.texts import Phrases
from handlers.thai.months import SHORT_NAMES
from handlers.timeliness.classes import Class
from handlers.wording import say_day, say_percent, say_period
from storage.periods import Period
from storage.recorded import Budget


def tell_project(one: ProjectSummary, before: ProjectSummary | None, say: Phrases) -> Iterator[str]:
    """Say what became of a project; `before` is the quarter before of the same project."""
    recorded = one.recorded
    yield say("told.title", code=recorded.code, name=recorded.name)
    yield "  " + say("told.unit", unit=one.unit, status=say(f"status.{one.status}"))
    if recorded.fiscal_year != one.months[0].period.fiscal_year:
        yield "  " + say("told.continued", year=recorded.fiscal_year)
    months = " · ".join(say_month(month, say) for month in one.months)
    yield "  " + say("told.percent", start=say_figure(one.start), months=months)
    yield "  " + say("told.gain", gain=say_gain(one), before=say_gain_before(one, before, say))
    if one.start_mark is not None:
        yield "  " + say_start_mark(one.start_mark, say)
    if joined := join_entries(one.entries):
        yield "  " + joined
    for entry in one.entries:
        if entry.after_lock:
            yield "  " + say_after_lock(entry, say)
    for issue in one.issues:
        yield "  " + say_issue(issue, " ".join(issue.text.split()), say)
    for result in results_of(recorded.indicators, one.months[-1].period.quarter.number):
        yield "  " + tell_result(result, say)
    for mark in one.figure_marks:
        yield "  " + say_figure_mark(mark, mark.indicator or "", say).rstrip()
        if mark.reason:
            yield "  " + say_reason(mark, say)
    for evaluation in one.evaluations:
        score = say_figure(evaluation.score)
        yield "  " + say("told.score", score=score, note=evaluation.note).rstrip()
    if one.budget.given is not None:
        used = NONE if one.budget.used is None else say_money(one.budget.used)
        yield "  " + say("told.budget", used=used, budget=say_money(one.budget.given))
    if one.budget_now is not None:
        yield "  " + say_budget_mark(one.budget, one.budget_now, say)


def say_class(became: Class, due_on: date | None, say: Phrases) -> str:
    """Say what became of a month; what is due on a day to come is not missing."""
    if due_on is None:
        return say(f"class.{became}")
    return say("class.not_due", due=say_day(due_on, say.locale))


def tell_result(result: Result, say: Phrases) -> str:
    """Say what a quarter brought of an indicator, against its target."""
    return say(
        "told.indicator",
        name=result.indicator.name,
        result=say_figure(result.result),
        target=f"{result.indicator.target or NONE} {result.indicator.measure}".rstrip(),
        reached=say(f"reached.{result.reached}"),
    )


def say_after_lock(entry: Entry, say: Phrases) -> str:
    """Say that an entry was added or corrected after its month was locked."""
    said = entry.said
    percent, month = say_percent(said.content.percent), say_period(said.period, say.locale)
    if entry.locked is None:
        return say("told.added", month=month, percent=percent)
    return say(
        "told.corrected",
        month=month,
        revision=said.revision,
        before=say_percent(entry.locked.content.percent),
        percent=percent,
    )


def say_figure_mark(mark: FigureMark, text: str, say: Phrases) -> str:
    """Say which figure took the place of which; `text` stands for the name of the indicator."""
    if mark.indicator is None:
        key = "told.score_corrected"
    else:
        key = "told.result_added" if mark.is_new else "told.result_corrected"
    stood, figure = say_figure(mark.stood), say_figure(mark.figure)
    return say(key, quarter=mark.quarter, before=stood, figure=figure, text=text)


def say_budget_mark(stood: Budget, now: Budget, say: Phrases) -> str:
    """Say what a project was given when the quarter was locked, and what it has now."""
    before, figure = (NONE if one.given is None else say_money(one.given) for one in (stood, now))
    return say("told.budget_changed", before=before, figure=figure)


def tell_corrections(one: ProjectSummary, say: Phrases) -> Iterator[str]:
    """Say all that was corrected after the lock, apart from entries."""
    if one.start_mark is not None:
        yield say_start_mark(one.start_mark, say)
    for mark in one.figure_marks:
        yield say_figure_mark(mark, mark.indicator or "", say).rstrip()
        if mark.reason:
            yield say_reason(mark, say)
    if one.budget_now is not None:
        yield say_budget_mark(one.budget, one.budget_now, say)


def say_reason(mark: FigureMark, say: Phrases) -> str:
    """Say why a score was corrected, on one line."""
    return say("told.reason", text=" ".join(mark.reason.split()))


def say_issue(issue: Issue, text: str, say: Phrases) -> str:
    """Say what became of a problem or an obstacle, which is told by `text`."""
    kind = say(f"kind.{issue.kind}")
    if issue.state is State.OPEN:
        return say("told.issue_open", kind=kind, text=text)
    if issue.until is not None:
        until = say_period(issue.until, say.locale)
        return say("told.issue_solved", kind=kind, text=text, until=until)
    assert issue.since is not None
    since = say_period(issue.since, say.locale)
    return say("told.issue_new", kind=kind, text=text, since=since)


def say_short_month(period: Period, locale: str) -> str:
    """Name a month without its year."""
    return SHORT_NAMES[period.month - 1] if locale == "th" else f"{period.first_day:%b}"


def say_gain(one: ProjectSummary | None) -> str:
    """Say how many points a project won, or a dash where nothing was reported."""
    return _gain(None if one is None else one.gain)


def say_gain_before(one: ProjectSummary, before: ProjectSummary | None, say: Phrases) -> str:
    """Say what it won in the months before, and what that was when these were locked."""
    if before is None or (stood := before.gain_by(one.locks_after)) == before.gain:
        return say_gain(before)
    return say("told.gain_locked", gain=say_gain(before), stood=_gain(stood))


def say_start_mark(mark: StartMark, say: Phrases) -> str:
    """Say what the percent before the months was when they were locked, and by what it changed."""
    return say(
        "told.start_corrected",
        month=say_period(mark.period, say.locale),
        before=say_figure(mark.stood),
        percent=say_percent(mark.percent),
    )


def _gain(gain: Decimal | None) -> str:
    return NONE if gain is None else f"{'-' if gain < 0 else '+'}{say_percent(abs(gain))}"


def say_month(month: Month, say: Phrases) -> str:
    """Say what was reported of a month, or why nothing was."""
    name = say_short_month(month.period, say.locale)
    if month.percent is not None:
        became = say(f"class.{month.became}")
        percent = say_percent(month.percent)
        return say("told.month", **{"month": name, "percent": percent, "class": became})
    if not month.begun:
        return say("told.not_begun", month=name)
    if month.due_on is not None:
        return say("told.not_due", month=name, due=say_day(month.due_on, say.locale))
    return say("told.gap", **{"month": name, "class": say(f"class.{month.became}")})
