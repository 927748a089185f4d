"""Making a conversation that was stored by another release fit the questions of this one."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from handlers.dialogue.oversight_cursors import Locked
from handlers.dialogue.state import (
    Answering,
    Asked,
    Confirming,
    Detaching,
    Draft,
    Offering,
    Overtaken,
    Reviewing,
    State,
)

AboutDraft = Answering | Confirming | Reviewing | Overtaken


def fit(state: State) -> State:
    """Give a state as the conversation can go on with it; raises ValueError where it cannot.

    A draft that was complete before a question was added goes on at that question.
    """
    for draft in state.drafts:
        _check_answers(draft)
    match state.cursor:
        case Answering() | Confirming() | Reviewing() | Overtaken() as asked:
            return replace(state, cursor=_fit(asked, state.draft))
        case Detaching():
            reviewing = _fit(Reviewing(), state.draft)
            return state if reviewing == Reviewing() else replace(state, cursor=reviewing)
        case Offering(paused):
            return replace(state, cursor=Offering(_fit(paused, state.draft)))
        case Locked() if state.draft is not None:
            # It was asked about a draft once; now the review itself says what cannot be sent.
            return replace(state, cursor=_fit(Reviewing(), state.draft))
        case _:
            return state


def _fit(asked: AboutDraft, draft: Draft | None) -> AboutDraft:
    if draft is None:
        raise ValueError("a question about no draft")
    missing = draft.next_question
    if missing is None:
        return asked
    match asked:
        case Reviewing() | Overtaken():
            return Answering(missing)
        case _:
            # The way back to the review leads by what is missing.
            return replace(asked, editing=False)


def _check_answers(draft: Draft) -> None:
    percent = draft.answers.get(Asked.PERCENT, Decimal(0))
    narrative = draft.answers.get(Asked.NARRATIVE, "")
    if not (isinstance(percent, Decimal) and 0 <= percent <= 100 and isinstance(narrative, str)):
        raise ValueError("an answer of another kind than its question")
