"""Words, figures and days for the pages' templates, in the language of whoever looks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from bot.linked_pages.attached import is_shown, say_size
from handlers.oversight.risk import problem_age
from handlers.oversight.standing import Bucket
from handlers.oversight.words import say_due, say_risk
from handlers.status.reading import Told
from handlers.summaries.issues import Issue, Kind, State
from handlers.summaries.page_text import join_entries, say_page_day
from handlers.summaries.project import ProjectSummary
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
from handlers.summaries.revision_text import say_revision_of_unit, say_revisions
from handlers.summaries.targets import Reached
from handlers.summaries.unit_text import NONE, say_figure, say_money
from handlers.texts import phrases
from handlers.timeliness.classes import Class
from handlers.wording import say_day, say_moment, say_percent, say_period
from storage.attachments import Attachment
from storage.periods import Period
from storage.records import EvidenceKind, ProjectStatus

OWED = (Class.ON_TIME, Class.LATE, Class.MISSING)


class Words:
    """The wording of the pages in a language, and all that writes values in it."""

    def __init__(self, locale: str) -> None:
        self._locale = locale
        self.pages = phrases("pages", locale)
        self._summary = phrases("summary", locale)
        self._digest = phrases("digest", locale)

    def in_templates(self) -> dict[str, Any]:
        """Give what templates call, by its names there."""
        locale, summary = self._locale, self._summary
        return {
            "locale": locale,
            "t": self.pages,
            "s": summary,
            "day": lambda day: say_day(day, locale),
            "moment": lambda moment: say_moment(moment, locale),
            "period": lambda period: say_period(period, locale),
            "page_day": say_page_day,
            "percent": say_percent,
            "figure": say_figure,
            "money": say_money,
            "grouped": _grouped,
            "count": lambda count: f"{count:,}",
            "gain": say_gain,
            "attached": self._attached,
            "is_shown": is_shown,
            "size": say_size,
            "joined": _joined,
            "revisions": say_revisions,
            "revision_of_unit": say_revision_of_unit,
            "gain_before": lambda one: say_gain_before(one.now, one.before, summary),
            "budget_mark": lambda one: say_budget_mark(one.budget, one.budget_now, summary),
            "start_mark": lambda mark: say_start_mark(mark, summary),
            "after_lock": lambda entry: say_after_lock(entry, summary),
            "figure_mark": lambda mark: say_figure_mark(mark, mark.indicator or "", summary),
            "reason": lambda mark: say_reason(mark, summary),
            "say_issue": self._issue,
            "said_class": lambda became, due_on: say_class(became, due_on, summary),
            "due": lambda coming: say_due(coming, self._digest),
            "classes": tuple(Class),
            "owed": OWED,
            "kinds": tuple(Kind),
            "states": tuple(State),
            "statuses": tuple(ProjectStatus),
            "reached": tuple(Reached),
            "buckets": tuple(Bucket),
        }

    def flags(self, one: Told, period: Period, today: date) -> tuple[str, ...]:
        """Say why a project needs attention, each reason by itself."""
        found = []
        if one.became is Class.MISSING and one.due_on is None:
            found.append(self.pages("unit.flag_missing", month=say_period(period, self._locale)))
        found += [say_risk(risk, self._digest) for risk in one.risks]
        newest = one.standing.newest
        days = None if newest is None else problem_age(newest, today)
        if days is not None:
            key = "unit.flag_problem" if days else "unit.flag_problem_new"
            found.append(self.pages(key, days=days))
        return tuple(found)

    def _issue(self, issue: Issue) -> str:
        return say_issue(issue, " ".join(issue.text.split()), self._summary)

    def _attached(self, attachments: Collection[Attachment]) -> str:
        kinds = [one.kind for one in attachments]
        counted = (
            ("project.pictures", kinds.count(EvidenceKind.PICTURE)),
            ("project.documents", kinds.count(EvidenceKind.DOCUMENT)),
            ("project.pending", kinds.count(None)),
        )
        return " ".join(self.pages(key, count=count) for key, count in counted if count)


def _joined(one: ProjectSummary) -> str:
    return join_entries(one.entries)


def _grouped(figure: Decimal | None) -> str:
    return NONE if figure is None else say_money(figure)
