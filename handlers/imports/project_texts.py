"""The texts of a project's page: rationale, objectives, targets and strategy lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from handlers.imports.evaluations import is_score_line
from handlers.imports.findings import Findings
from handlers.imports.outcome import Field, Reason
from handlers.imports.page_marks import Mark, is_ignored
from handlers.imports.page_text import Line
from handlers.imports.sections import Section, text_of

Parts = Mapping[Mark, Section]

_STRATEGY_LINE = re.compile(r":?\s*(?P<line>.*?)[\s|]*", re.DOTALL)


def read_rationale(parts: Parts, found: Findings) -> str:
    """Give the rationale, which stripped copies have below the head without a heading."""
    bodies: list[Sequence[Line]] = [()]
    if Mark.PROJECT_LINK in parts:
        link = parts[Mark.PROJECT_LINK].body
        bodies.append([line for line in link if line.quoted or not is_ignored(line.text)])
    if Mark.EVALUATION in parts:
        below = parts[Mark.EVALUATION].body
        bodies.append(below[1:] if below and is_score_line(below[0]) else below)
    if Mark.RATIONALE in parts:
        bodies.append(parts[Mark.RATIONALE].body)
    for body in bodies[:-1]:
        found.refuse_all(body)
    return text_of(bodies[-1])


def read_goals(parts: Parts, found: Findings) -> tuple[str, str]:
    """Give objectives and targets; without headings they are the two lines below the division."""
    untitled = parts[Mark.DIVISION].body if Mark.DIVISION in parts else ()
    if Mark.OBJECTIVES in parts:
        found.refuse_all(untitled)
        objectives: Sequence[Line] = parts[Mark.OBJECTIVES].body
    else:
        objectives = untitled
    if Mark.TARGETS in parts:
        targets: Sequence[Line] = parts[Mark.TARGETS].body
    elif len(untitled) in (0, 2):
        objectives, targets = untitled[:1], untitled[1:]
    else:
        found.refuse(Reason.GOALS_UNCLEAR, untitled[-1])
        targets = ()
    return "\n".join(found.uncut(line, Field.OBJECTIVES) for line in objectives), text_of(targets)


def read_strategy(parts: Parts, found: Findings) -> tuple[str, ...]:
    """Give the strategy lines, without what copies put around them."""
    section = parts.get(Mark.STRATEGY) or parts.get(Mark.STRATEGY_LINE)
    lines = section.body if section else ()
    return tuple(found.uncut(_without_bar(line), Field.STRATEGY) for line in lines)


def _without_bar(line: Line) -> Line:
    bare = None if line.quoted else _STRATEGY_LINE.fullmatch(line.text)
    return line if bare is None else Line(line.number, bare["line"])
