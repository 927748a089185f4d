"""Reading an answer, and doubting it."""

from __future__ import annotations

from decimal import Decimal

from handlers.dialogue.state import Answer, Asked, Doubted, Draft
from handlers.dialogue.world import Assigned
from handlers.thai.numbers import read_percent
from handlers.thai.reading import Bad, Doubtful, Good
from handlers.thai.words import is_none, says_same, says_unfinished

JUMP = Decimal(30)
COMPLETE = Decimal(100)

# In characters. A narrative may take several messages, of which none is ever cut.
TEXT_LIMITS = {Asked.NARRATIVE: 10_000, Asked.PROBLEMS: 5_000, Asked.OBSTACLES: 5_000}


def read_percent_answer(text: str, project: Assigned) -> Good[Decimal] | Doubtful[Decimal] | Bad:
    return read_percent(text, last=project.last_percent)


def read_words(asked: Asked, text: str, project: Assigned) -> str | None:
    """Read an answer about problems or obstacles: as typed, None for "none", or as last time."""
    if is_none(text):
        return None
    if says_same(text) and project.last:
        return last_words(asked, project)
    return text


def last_words(asked: Asked, project: Assigned) -> str | None:
    """What the newest report of the project says of problems, or of obstacles."""
    if project.last is None:
        return None
    content = project.last.content
    return content.problems if asked is Asked.PROBLEMS else content.obstacles


def doubts_of(asked: Asked, answer: Answer, draft: Draft, project: Assigned) -> tuple[Doubted, ...]:
    """Give the reasons to ask back before `answer` counts; none for most answers.

    A correction is held against what it corrects, not against an older month.
    """
    doubts: list[Doubted] = []
    last = project.last_percent
    if asked is Asked.PERCENT and isinstance(answer, Decimal) and last is not None:
        if answer < last:
            doubts.append(Doubted.LOWER)
        if answer - last > JUMP:
            doubts.append(Doubted.JUMP)
    if asked in (Asked.PERCENT, Asked.NARRATIVE):
        then = draft.answered(asked, answer, by=())
        narrative = then.words(Asked.NARRATIVE)
        if then.percent == COMPLETE and narrative and says_unfinished(narrative):
            doubts.append(Doubted.UNFINISHED)
    return tuple(doubts)
