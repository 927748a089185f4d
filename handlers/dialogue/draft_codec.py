"""A draft and its answers as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from handlers.dialogue.state import Answer, Asked, Draft
from storage.periods import Period


def dump_answer(answer: Answer) -> Any:
    return {"percent": str(answer)} if isinstance(answer, Decimal) else answer


def load_answer(stored: Any) -> Answer:
    if isinstance(stored, dict):
        return Decimal(stored["percent"])
    if stored is None or isinstance(stored, str):
        return stored
    raise TypeError("an answer is a percent, a text or nothing")


def dump_draft(draft: Draft) -> dict[str, Any]:
    """Write a draft as JSON; `load_draft` gives the same again."""
    return {
        "project": draft.project_id,
        "period": str(draft.period),
        "entry": draft.entry,
        "revision": draft.revision,
        "seen": draft.seen,
        "gathered": draft.gathered,
        "gathered_by": list(draft.gathered_by),
        "evidence": list(draft.evidence),
        "answers": {asked.value: dump_answer(answer) for asked, answer in draft.answers.items()},
        "given": {asked.value: list(by) for asked, by in draft.given.items()},
    }


def load_draft(stored: Mapping[str, Any]) -> Draft:
    """Read a draft; raises LookupError, TypeError, ValueError or ArithmeticError."""
    return Draft(
        project_id=int(stored["project"]),
        period=Period.parse(stored["period"]),
        entry=int(stored["entry"]),
        revision=int(stored["revision"]),
        seen=stored["seen"],
        gathered=str(stored["gathered"]),
        gathered_by=tuple(map(int, stored["gathered_by"])),
        evidence=tuple(map(int, stored["evidence"])),
        answers={Asked(key): load_answer(answer) for key, answer in stored["answers"].items()},
        given={Asked(key): tuple(map(int, by)) for key, by in stored["given"].items()},
    )
