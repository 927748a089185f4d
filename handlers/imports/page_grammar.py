"""Which part may follow which on the pages, and what field the text of each part belongs to."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.imports.outcome import Field
from handlers.imports.page_marks import Mark
from handlers.imports.sections import Grammar


def _from(first: Mark, *, to: Mark) -> frozenset[Mark]:
    """Give the marks from `first` to `to`, in the order of a page, which is the order of Mark."""
    marks = list(Mark)
    return frozenset(marks[marks.index(first) : marks.index(to) + 1])


_AFTER_LOG = frozenset({Mark.QUARTER_EVALUATIONS})
_LOG = frozenset({Mark.ENTRY, Mark.SEPARATOR}) | _AFTER_LOG
_BELOW_STRATEGY = frozenset({Mark.ENTRY, Mark.INDICATOR}) | _AFTER_LOG
_BELOW_HEAD = frozenset({Mark.DIVISION, Mark.OBJECTIVES})
_OF_INDICATOR = frozenset(
    {Mark.QUARTER_TABLE, Mark.QUARTER_REPORT, Mark.SUMMARY, Mark.DEFINITION, Mark.INDICATOR}
)

PROJECT_PAGE: Grammar = {
    Mark.START: frozenset({Mark.PROJECT_NAME, Mark.PROGRESS}),
    Mark.PROJECT_NAME: frozenset({Mark.PROGRESS}),
    Mark.PROGRESS: _from(Mark.PROJECT_LINK, to=Mark.RATIONALE),
    Mark.PROJECT_LINK: _from(Mark.EVALUATION, to=Mark.OBJECTIVES),
    Mark.EVALUATION: _from(Mark.STATUS, to=Mark.OBJECTIVES),
    Mark.STATUS: _from(Mark.BUDGET, to=Mark.OBJECTIVES),
    Mark.BUDGET: _from(Mark.BUDGET_USED, to=Mark.OBJECTIVES),
    Mark.BUDGET_USED: _from(Mark.RATIONALE, to=Mark.OBJECTIVES),
    Mark.RATIONALE: _BELOW_HEAD,
    Mark.DIVISION: _from(Mark.OBJECTIVES, to=Mark.ENTRY) | _BELOW_STRATEGY,
    Mark.OBJECTIVES: frozenset({Mark.TARGETS}),
    Mark.TARGETS: frozenset({Mark.STRATEGY, Mark.ENTRY}) | _AFTER_LOG,
    Mark.STRATEGY: _BELOW_STRATEGY,
    Mark.STRATEGY_LINE: _BELOW_STRATEGY,
    Mark.ENTRY: frozenset({Mark.PROBLEMS, Mark.OBSTACLES}) | _LOG,
    Mark.PROBLEMS: frozenset({Mark.OBSTACLES}) | _LOG,
    Mark.OBSTACLES: _LOG,
    Mark.SEPARATOR: _BELOW_STRATEGY,
    Mark.INDICATOR: frozenset({Mark.TARGET, Mark.ACTUAL, Mark.KIND}) | _OF_INDICATOR | _AFTER_LOG,
    Mark.TARGET: frozenset({Mark.ACTUAL, Mark.KIND}) | _OF_INDICATOR | _AFTER_LOG,
    Mark.ACTUAL: frozenset({Mark.KIND}) | _OF_INDICATOR | _AFTER_LOG,
    Mark.KIND: _OF_INDICATOR | _AFTER_LOG,
    Mark.QUARTER_TABLE: _OF_INDICATOR - {Mark.QUARTER_TABLE} | _AFTER_LOG,
    Mark.QUARTER_REPORT: _OF_INDICATOR - {Mark.QUARTER_TABLE} | _AFTER_LOG,
    Mark.SUMMARY: frozenset({Mark.DEFINITION, Mark.INDICATOR}) | _AFTER_LOG,
    Mark.DEFINITION: frozenset({Mark.INDICATOR}) | _AFTER_LOG,
    Mark.QUARTER_EVALUATIONS: frozenset(),
}

_REPORTS = frozenset(
    {Mark.QUARTER_REPORT, Mark.SHORT_QUARTER_REPORT, Mark.SUMMARY, Mark.DEFINITION}
)

INDICATOR_PAGE: Grammar = {
    Mark.START: frozenset({Mark.INDICATOR_NAME, Mark.TARGET}),
    Mark.INDICATOR_NAME: frozenset({Mark.TARGET}),
    Mark.TARGET: frozenset({Mark.ACTUAL, Mark.KIND}),
    Mark.ACTUAL: frozenset({Mark.KIND}),
    Mark.KIND: _from(Mark.INDICATOR_LINK, to=Mark.QUARTER_TABLE) | _REPORTS,
    Mark.INDICATOR_LINK: _from(Mark.INDICATOR_EVALUATION, to=Mark.QUARTER_TABLE) | _REPORTS,
    Mark.INDICATOR_EVALUATION: frozenset({Mark.QUARTER_TABLE}) | _REPORTS,
    Mark.QUARTER_TABLE: _REPORTS,
    Mark.QUARTER_REPORT: _REPORTS - {Mark.SHORT_QUARTER_REPORT},
    Mark.SHORT_QUARTER_REPORT: _REPORTS - {Mark.QUARTER_REPORT},
    Mark.SUMMARY: frozenset({Mark.DEFINITION}),
    Mark.DEFINITION: frozenset(),
}

FIELDS: Mapping[Mark, Field] = {
    Mark.START: Field.NAME,
    Mark.PROJECT_NAME: Field.NAME,
    Mark.PROGRESS: Field.PROGRESS,
    Mark.PROJECT_LINK: Field.RATIONALE,
    Mark.EVALUATION: Field.EVALUATION,
    Mark.STATUS: Field.STATUS,
    Mark.BUDGET: Field.BUDGET,
    Mark.BUDGET_USED: Field.BUDGET_USED,
    Mark.RATIONALE: Field.RATIONALE,
    Mark.DIVISION: Field.DIVISION,
    Mark.OBJECTIVES: Field.OBJECTIVES,
    Mark.TARGETS: Field.TARGETS,
    Mark.STRATEGY: Field.STRATEGY,
    Mark.STRATEGY_LINE: Field.STRATEGY,
    Mark.ENTRY: Field.ENTRY,
    Mark.PROBLEMS: Field.PROBLEMS,
    Mark.OBSTACLES: Field.OBSTACLES,
    Mark.SEPARATOR: Field.ENTRY,
    Mark.QUARTER_EVALUATIONS: Field.EVALUATION,
    Mark.INDICATOR_NAME: Field.NAME,
    Mark.INDICATOR: Field.INDICATOR,
    Mark.TARGET: Field.INDICATOR,
    Mark.ACTUAL: Field.INDICATOR,
    Mark.KIND: Field.INDICATOR,
    Mark.INDICATOR_LINK: Field.INDICATOR,
    Mark.INDICATOR_EVALUATION: Field.EVALUATION,
    Mark.QUARTER_TABLE: Field.QUARTERS,
    Mark.QUARTER_REPORT: Field.QUARTERS,
    Mark.SHORT_QUARTER_REPORT: Field.QUARTERS,
    Mark.SUMMARY: Field.SUMMARY,
    Mark.DEFINITION: Field.DEFINITION,
}

# Where the text below belongs to another field than the line above it.
BODY_FIELDS: Mapping[Mark, Field] = {
    Mark.PROJECT_NAME: Field.UNIT,
    Mark.PROGRESS: Field.RESPONSIBLE,
    Mark.EVALUATION: Field.RATIONALE,
    Mark.DIVISION: Field.OBJECTIVES,
    Mark.ENTRY: Field.NARRATIVE,
}
