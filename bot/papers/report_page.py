"""What a project's page says besides its reports, as the first part of its own report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from bot.papers.tabular import Cell, Column, Json, table
from bot.papers.wording import Wording
from handlers.imports.evaluations import AS_PRINTED
from handlers.summaries.unit_text import NONE, say_figure
from storage.records import Evaluation, Indicator, ProjectFacts


def page_part(facts: ProjectFacts, wording: Wording) -> Json:
    """Give the sections of a project's page in their order."""
    sections = (
        ("rationale", facts.rationale),
        ("objectives", facts.objectives),
        ("targets", facts.targets),
        ("strategy", "\n".join(facts.strategy)),
    )
    division = facts.division_code
    return {
        "division": None if division is None else wording.say("part.division", code=division),
        "sections": [
            {"title": wording.say(f"part.{key}"), "lines": [*map(wording.pieces, text.split("\n"))]}
            for key, text in sections
            if text
        ],
        "indicators": [indicator_part(one, wording) for one in facts.indicators],
        "evaluations": _evaluations(facts.evaluations, wording),
    }


def indicator_part(one: Indicator, wording: Wording) -> Json:
    """Give all that a page says of an indicator."""
    kind = f"{one.kind} {one.level}".strip()
    name = one.name if one.code is None else f"{one.name} ({one.code})"
    told = (("row.target", one.target), ("row.result", one.actual))
    return {
        "name": wording.words(name),
        "texts": [
            *(
                {
                    "label": f"{wording.say(key)} {one.measure}".rstrip() + ": ",
                    "words": wording.words(wording.figure(text) or NONE),
                }
                for key, text in told
            ),
            *_texts(one, kind, wording),
        ],
        "quarters": _quarters(one, wording),
    }


def _texts(one: Indicator, kind: str, wording: Wording) -> Iterator[Json]:
    texts: list[tuple[str, str]] = [(wording.say("part.kind"), kind)]
    if one.printed is not None:
        number, score = one.printed.number, say_figure(one.printed.score)
        told = wording.say("part.printed_score_of", number=number, score=score)
        texts.append((wording.say("part.printed_score"), wording.own(told)))
    for each in one.quarters:
        label = wording.say("part.quarter_text", number=each.number)
        texts.append((wording.own(label), each.narrative))
    texts += [
        (wording.say("part.summary"), one.summary),
        (wording.say("part.definition"), one.definition),
    ]
    for label, text in texts:
        if text:
            yield {"label": label, "words": wording.pieces(text)}


def _quarters(one: Indicator, wording: Wording) -> Json | None:
    keys = ("quarter", "result", "quarter_score", "assessed")
    columns = [Column(wording.say(f"row.{key}"), 1, is_figure=True) for key in keys]
    rows: list[list[Cell]] = [
        [
            wording.own(str(each.number)),
            wording.own(say_figure(each.result)),
            wording.own(say_figure(each.score)),
            wording.own(_pair(each.assessed)),
        ]
        for each in one.quarters
    ]
    return table(wording.say("table.quarters"), columns, rows) if rows else None


def _pair(assessed: tuple[Decimal, Decimal] | None) -> str:
    return NONE if assessed is None else " / ".join(map(say_figure, assessed))


def _evaluations(evaluations: Sequence[Evaluation], wording: Wording) -> Json | None:
    columns = [
        Column(wording.say("row.quarter")),
        Column(wording.say("row.quarter_score"), is_figure=True),
        Column(wording.say("row.note"), 1),
    ]
    rows: list[list[Cell]] = [
        [
            wording.own(f"{each.quarter.number}/{each.quarter.fiscal_year}"),
            wording.own(say_figure(each.score)),
            wording.words(wording.say("part.printed") if each.note == AS_PRINTED else each.note),
        ]
        for each in evaluations
    ]
    return table(wording.say("table.evaluations"), columns, rows) if rows else None
