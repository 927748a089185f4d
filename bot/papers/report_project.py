"""A project's part of a report, as values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from bot.papers.curve import curve_content
from bot.papers.tabular import Cell, Column, Json, table
from bot.papers.wording import Wording
from handlers.summaries.page_text import join_entries
from handlers.summaries.project import Month, ProjectSummary
from handlers.summaries.project_text import (
    say_after_lock,
    say_budget_mark,
    say_class,
    say_figure_mark,
    say_gain,
    say_gain_before,
    say_issue,
    say_reason,
    say_start_mark,
)
from handlers.summaries.reading import InYear
from handlers.summaries.targets import results_of
from handlers.summaries.unit_text import NONE, say_figure, say_money
from handlers.texts import Phrases
from handlers.wording import say_percent, say_period


def project_part(told: InYear, wording: Wording, *, today: date) -> Json:
    """Give the part of a project: months, curve, entries, problems, indicators, score, budget."""
    one, own = told.now, wording.own
    recorded = one.recorded
    year = one.months[0].period.fiscal_year
    continued = wording.summary("told.continued", year=recorded.fiscal_year)
    standing = wording.summary("told.unit", unit=one.unit, status=_status(one, wording))
    return {
        "code": recorded.code,
        "name": wording.words(recorded.name),
        "standing": wording.words(standing),
        "responsible": _labelled("part.responsible", recorded.responsible, wording),
        "continued": own(continued) if recorded.fiscal_year != year else None,
        "first": own(wording.say("part.first", start=say_figure(one.start))),
        "gain": own(
            wording.say(
                "part.gain",
                gain=say_gain(one),
                before=say_gain_before(one, told.before, wording.summary),
            )
        ),
        "months": _months(one.months, wording),
        "curve": curve_content(told.year, today, wording),
        "joined": [*_joined(one, wording)],
        "marks": [own(mark) for mark in _marks(one, wording.summary)],
        "issues": [*_issues(one, wording)],
        "indicators": _indicators(one, wording),
        "figure_marks": [*_figure_marks(one, wording)],
        "scores": [*_scores(one, wording)],
        "budget": _budget(one, wording),
        "budget_mark": _budget_mark(one, wording),
    }


def _status(one: ProjectSummary, wording: Wording) -> str:
    return wording.summary(f"status.{one.status}")


def _labelled(key: str, text: str, wording: Wording) -> list[str] | None:
    return [wording.say(key), " ", *wording.words(text)] if text else None


def _months(months: Sequence[Month], wording: Wording) -> Json:
    columns = [
        Column(wording.say("row.month")),
        Column(wording.say("row.percent"), is_figure=True),
        Column(wording.say("row.class")),
        Column(wording.say("row.days"), 1),
    ]
    return table("", columns, [_month(one, wording) for one in months])


def _month(month: Month, wording: Wording) -> list[Cell]:
    days = dict.fromkeys(wording.page_day(one.said.reported_on) for one in month.entries)
    became = NONE
    if month.begun:
        became = say_class(month.became, month.due_on, wording.summary)
    percent = NONE if month.percent is None else say_percent(month.percent)
    return [
        wording.own(say_period(month.period, wording.locale)),
        wording.own(percent),
        became,
        [part for day in days for part in (day, " ")],
    ]


def _joined(one: ProjectSummary, wording: Wording) -> Iterator[Json]:
    """Join the entries of each quarter, as the city's pages show it."""
    numbers = sorted({month.period.quarter.number for month in one.months})
    for number in numbers:
        entries = [each for each in one.entries if each.said.period.quarter.number == number]
        alone = len(numbers) == 1
        label = "part.joined" if alone else "part.joined_quarter"
        text = join_entries(entries, say_day=wording.page_day)
        if not text and not alone:
            continue
        yield {
            "label": wording.own(wording.say(label, number=number)),
            "words": wording.pieces(text or wording.say("part.no_text")),
        }


def _marks(one: ProjectSummary, say: Phrases) -> Iterator[str]:
    if one.start_mark is not None:
        yield say_start_mark(one.start_mark, say)
    yield from (say_after_lock(entry, say) for entry in one.entries if entry.after_lock)


def _issues(one: ProjectSummary, wording: Wording) -> Iterator[Json]:
    for issue in one.issues:
        yield {
            "label": wording.own(say_issue(issue, "", wording.summary)),
            "words": wording.pieces(issue.text),
        }


def _figure_marks(one: ProjectSummary, wording: Wording) -> Iterator[Json]:
    for mark in one.figure_marks:
        reason = say_reason(mark, wording.summary) if mark.reason else ""
        yield {
            "label": wording.own(say_figure_mark(mark, "", wording.summary)) + " " * bool(reason),
            "words": wording.words(mark.indicator or reason),
        }


def _indicators(one: ProjectSummary, wording: Wording) -> Json | None:
    numbers = sorted({month.period.quarter.number for month in one.months})
    columns = [
        Column(wording.say("row.indicator"), 3),
        *([Column(wording.say("row.quarter"), is_figure=True)] if len(numbers) > 1 else ()),
        Column(wording.say("row.result"), is_figure=True),
        Column(wording.say("row.target"), 1),
        Column(wording.say("row.reached")),
    ]
    rows: list[list[Cell]] = []
    for number in numbers:
        for result in results_of(one.recorded.indicators, number):
            indicator = result.indicator
            target = wording.figure(indicator.target or NONE)
            rows.append(
                [
                    wording.words(indicator.name),
                    *([wording.own(str(number))] if len(numbers) > 1 else ()),
                    wording.own(say_figure(result.result)),
                    wording.words(f"{target} {indicator.measure}".rstrip()),
                    wording.summary(f"reached.{result.reached}"),
                ]
            )
    return table(wording.say("table.indicators"), columns, rows) if rows else None


def _scores(one: ProjectSummary, wording: Wording) -> Iterator[Json]:
    several = len({month.period.quarter for month in one.months}) > 1
    for each in one.evaluations:
        score = wording.summary("told.score", score=say_figure(each.score), note="")
        number, year = each.quarter.number, each.quarter.fiscal_year
        quarter = f" ({number}/{year})" if several else ""
        yield {
            "label": wording.own(score.rstrip() + quarter) + " ",
            "words": wording.words(each.note),
        }


def _budget(one: ProjectSummary, wording: Wording) -> str | None:
    budget = one.budget
    if budget.given is None:
        return None
    used = NONE if budget.used is None else say_money(budget.used)
    return wording.own(wording.summary("told.budget", used=used, budget=say_money(budget.given)))


def _budget_mark(one: ProjectSummary, wording: Wording) -> str | None:
    if one.budget_now is None:
        return None
    return wording.own(say_budget_mark(one.budget, one.budget_now, wording.summary))
