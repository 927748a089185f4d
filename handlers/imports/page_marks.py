"""The lines that give a page its shape, and how each is recognised."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from handlers.thai import page_words as words


class Mark(StrEnum):
    """A kind of line that begins a part of a page."""

    # the project page
    START = "start"  # the page itself, before any other mark
    PROJECT_NAME = "project_name"
    PROGRESS = "progress"
    PROJECT_LINK = "project_link"
    EVALUATION = "evaluation"
    STATUS = "status"
    BUDGET = "budget"
    BUDGET_USED = "budget_used"
    RATIONALE = "rationale"
    DIVISION = "division"
    OBJECTIVES = "objectives"
    TARGETS = "targets"
    STRATEGY = "strategy"
    STRATEGY_LINE = "strategy_line"
    ENTRY = "entry"
    PROBLEMS = "problems"
    OBSTACLES = "obstacles"
    SEPARATOR = "separator"
    QUARTER_EVALUATIONS = "quarter_evaluations"

    # indicators, on their own page or on a project's
    INDICATOR_NAME = "indicator_name"
    INDICATOR = "indicator"
    TARGET = "target"
    ACTUAL = "actual"
    KIND = "kind"
    INDICATOR_LINK = "indicator_link"
    INDICATOR_EVALUATION = "indicator_evaluation"
    QUARTER_TABLE = "quarter_table"
    QUARTER_REPORT = "quarter_report"
    SHORT_QUARTER_REPORT = "short_quarter_report"
    SUMMARY = "summary"
    DEFINITION = "definition"


@dataclass(frozen=True, slots=True)
class Marked:
    """A recognised line: what it gives by name, and the `rest` of it, where a text may begin."""

    mark: Mark
    fields: dict[str, str]

    @property
    def rest(self) -> str:
        return self.fields.get("rest", "")


D = words.DIGIT
_REST = r"\s*(?P<rest>.*)"


def _printed(printed: str) -> str:
    return r"\s*".join(re.escape(part) for part in printed.split())


def _alone(printed: str) -> str:
    return rf"\**\s*{_printed(printed)}\s*:?\s*\**"


def _starred(printed: str) -> str:
    return rf"\*\*+\s*{_printed(printed)}\s*:{_REST}"


def _scored(printed: str) -> str:
    return rf"\*\*+\s*{_printed(words.EVALUATORS)}\s*{_printed(printed)}\s*:?{_REST}"


_PATTERNS = {
    mark: re.compile(pattern, re.DOTALL)
    for mark, pattern in {
        Mark.PROJECT_NAME: rf"(?P<name>.*?)\s*:\s*(?P<code>{D}{{8}}\s*-\s*{D}{{4}})",
        Mark.PROGRESS: _printed(words.PROGRESS) + _REST,
        Mark.PROJECT_LINK: rf"{words.PROJECT_LINK_START}.*",
        Mark.EVALUATION: _scored(words.EVALUATION),
        Mark.STATUS: _starred(words.STATUS),
        Mark.BUDGET: _starred(words.BUDGET),
        Mark.BUDGET_USED: _starred(words.BUDGET_USED),
        Mark.RATIONALE: _alone(words.RATIONALE),
        Mark.DIVISION: rf"(?P<code>{D}{{8}})\s*/\s*(?P<again>{D}{{8}})",
        Mark.OBJECTIVES: _alone(words.OBJECTIVES),
        Mark.TARGETS: _alone(words.TARGETS),
        Mark.STRATEGY: _alone(words.STRATEGY),
        Mark.STRATEGY_LINE: rf":?\s*{words.STRATEGY_START}\s*{D}.*",
        Mark.ENTRY: rf"\(\s*(?P<counter>{D}+)\s*\)\s*{_printed(words.ENTRY)}\s*"
        r"(?P<percent>[^(]*?)\s*(?:\((?P<day>[^)]*)\))?",
        Mark.PROBLEMS: _starred(words.PROBLEMS),
        Mark.OBSTACLES: _starred(words.OBSTACLES),
        Mark.SEPARATOR: r"-{3,}\s*&+\s*-{3,}",
        Mark.QUARTER_EVALUATIONS: _alone(words.QUARTER_EVALUATIONS),
        Mark.INDICATOR_NAME: rf"(?P<name>.*?)\s*:\s*(?P<code>{D}{{4}}\s*-\s*{D}{{3,4}})",
        Mark.INDICATOR: rf"{words.INDICATOR}\s*:{_REST}",
        Mark.TARGET: rf"{words.TARGET}(?=[\s:\\]){_REST}",
        Mark.ACTUAL: rf"{words.ACTUAL}(?=[\s:\\]){_REST}",
        Mark.KIND: rf"{words.KIND}\s*:{_REST}",
        Mark.INDICATOR_LINK: rf"{words.INDICATOR_LINK_START}.*",
        Mark.INDICATOR_EVALUATION: _scored(words.INDICATOR_EVALUATION),
        Mark.QUARTER_TABLE: _alone(words.QUARTER_TABLE),
        Mark.QUARTER_REPORT: rf"{_printed(words.QUARTER_REPORT)}\s*(?P<number>{D})\s*:?",
        Mark.SHORT_QUARTER_REPORT: rf"{words.QUARTER}\s*(?P<number>{D})\s*:{_REST}",
        Mark.SUMMARY: rf"\*\*+\s*{words.SUMMARY}\s*\**",
        Mark.DEFINITION: rf"(?:{D}+\s*\.)?\s*{_printed(words.DEFINITION)}\s*:?{_REST}",
    }.items()
}


def find_mark(line: str, among: Collection[Mark]) -> Marked | None:
    """Tell which of these marks a line is; None where it is text to them."""
    for mark in Mark:
        pattern = _PATTERNS.get(mark)
        if mark in among and pattern is not None and (found := pattern.fullmatch(line)):
            return Marked(mark, {name: text or "" for name, text in found.groupdict().items()})
    return None


def is_ignored(line: str) -> bool:
    """Tell whether a line is a title or a button, which says nothing."""
    return line in words.IGNORED
