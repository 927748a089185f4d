"""Where a person's conversation stands: the draft report, and the question on screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from handlers.dialogue.errand_cursors import Errand
from handlers.dialogue.figure_cursors import Walk, is_unsent
from storage.periods import Period
from storage.records import Content


class Asked(StrEnum):
    """The questions of a report, in the order in which they are asked."""

    PERCENT = "percent"
    NARRATIVE = "narrative"
    PROBLEMS = "problems"
    OBSTACLES = "obstacles"


# None says that there is none; a question without an answer is missing from the draft's answers.
Answer = Decimal | str | None

UNNOTED = 0
"""Stands for the events of words that an older version took without noting their numbers."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A report that is not sent yet.

    `entry` and `revision` name the report that it corrects; both are 0 in a new one.
    `seen` is the newest report of the project that the person knew of, None where none was.
    `gathered` is what came so far of an answer that takes several messages; `evidence` are the
    numbers of the pictures and files sent along, in the order in which they came. `given` and
    `gathered_by` are the numbers of the events in which the words came; what a correction takes
    over from the report came in none.
    """

    project_id: int
    period: Period
    entry: int = 0
    revision: int = 0
    seen: int | None = None
    gathered: str = ""
    gathered_by: tuple[int, ...] = ()
    evidence: tuple[int, ...] = ()
    answers: Mapping[Asked, Answer] = field(default_factory=dict)
    given: Mapping[Asked, tuple[int, ...]] = field(default_factory=dict)

    def answered(self, asked: Asked, answer: Answer, *, by: tuple[int, ...]) -> Draft:
        """Give the draft with one answer set, as it came in some events, all others as before.

        A narrative is what was gathered, or stands in its place.
        """
        is_gathered = asked is Asked.NARRATIVE
        return replace(
            self,
            gathered="" if is_gathered else self.gathered,
            gathered_by=() if is_gathered else self.gathered_by,
            answers={**self.answers, asked: answer},
            given={**self.given, asked: by},
        )

    @property
    def has_words(self) -> bool:
        """Whether the person gave anything into it; a correction begins with what was sent."""
        return bool(self.given or self.gathered or (self.evidence and not self.revision))

    @property
    def next_question(self) -> Asked | None:
        """The first question without an answer; None when the draft is complete."""
        return next((asked for asked in Asked if asked not in self.answers), None)

    @property
    def content(self) -> Content:
        """What would be filed; raises ValueError while an answer is missing."""
        percent = self.answers.get(Asked.PERCENT)
        narrative = self.answers.get(Asked.NARRATIVE)
        if self.next_question or not isinstance(percent, Decimal) or not isinstance(narrative, str):
            raise ValueError("the draft is not complete")
        return Content(percent, narrative, self.words(Asked.PROBLEMS), self.words(Asked.OBSTACLES))

    def words(self, asked: Asked) -> str | None:
        """The text answered to `asked`; None when there is none, or no answer yet."""
        answer = self.answers.get(asked)
        return answer if isinstance(answer, str) else None

    @property
    def percent(self) -> Decimal | None:
        answer = self.answers.get(Asked.PERCENT)
        return answer if isinstance(answer, Decimal) else None


# --- the question on screen -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing is asked. `undo` is the draft just cancelled, which can be brought back."""

    undo: Draft | None = None


@dataclass(frozen=True, slots=True)
class Choosing:
    """Which project? `projects` are their ids in the order shown, `page` counts from 0."""

    projects: tuple[int, ...]
    page: int = 0


@dataclass(frozen=True, slots=True)
class Reopening:
    """This month is reported already: correct that report, or add another?"""

    project_id: int


@dataclass(frozen=True, slots=True)
class Answering:
    """A question of the report; `editing` leads back to the review instead of on to the next."""

    asked: Asked
    editing: bool = False


class Doubted(StrEnum):
    """Why an answer that was understood is asked back; the values are keys of the wording."""

    LOWER = "lower"
    JUMP = "jump"
    UNFINISHED = "unfinished"
    # How it was put; these are the reading's own doubts about a percent.
    APPROXIMATE_WORD = "approximate_word"
    UNSURE_WORD = "unsure_word"
    SPOKEN_NUMBER = "spoken_number"
    DECIMAL_COMMA = "decimal_comma"
    ANOTHER_START = "another_start"


@dataclass(frozen=True, slots=True)
class Confirming:
    """An answer was understood but is doubtful: is it meant?

    `said` is how it was put, `by` are the numbers of the events in which it came.
    """

    asked: Asked
    answer: Answer
    said: str
    doubts: tuple[Doubted, ...]
    by: tuple[int, ...]
    editing: bool = False


@dataclass(frozen=True, slots=True)
class Reviewing:
    """The whole report is shown and waits to be sent."""


@dataclass(frozen=True, slots=True)
class Detaching:
    """Which pictures and files are to be removed? `shown` are their numbers, in the order shown."""

    shown: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody reported on the project while this draft was written: send it all the same?"""


@dataclass(frozen=True, slots=True)
class Offering:
    """A draft waits: go on with it? `paused` is the question at which it stopped."""

    paused: Answering | Confirming | Reviewing | Overtaken


@dataclass(frozen=True, slots=True)
class Filed:
    """A report was sent; this is its receipt."""

    project_id: int
    period: Period
    number: str
    percent: Decimal
    at: datetime
    evidence: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Erasing:
    """Shall everything stored about the person be erased?"""


Cursor = (
    Idle
    | Choosing
    | Reopening
    | Answering
    | Confirming
    | Reviewing
    | Detaching
    | Overtaken
    | Offering
    | Filed
    | Erasing
    | Errand
)


IN_A_DRAFT = (Answering, Confirming, Detaching)
"""The questions from which no report is begun or sent: only the draft's own go on."""

SENDABLE = (Reviewing, Overtaken)
"""The questions upon which a report can be sent."""

# After so many answers in a row that were not understood, help is offered.
PATIENCE = 3


@dataclass(frozen=True, slots=True)
class State:
    """The whole of a conversation between two events.

    `ask` numbers the question on screen and never falls; `misses` counts the answers in a row
    that were not understood. `walk` is where an evaluator stopped. `kept` are drafts put
    aside for another report, and those of locked months that a supervisor was asked to open.
    """

    ask: int = 0
    cursor: Cursor = Idle()
    draft: Draft | None = None
    misses: int = 0
    walk: Walk | None = None
    kept: tuple[Draft, ...] = ()

    @property
    def drafts(self) -> tuple[Draft, ...]:
        """Every draft that is not to be forgotten: at hand, just cancelled, or kept."""
        at_hand = [self.draft, self.cursor.undo if isinstance(self.cursor, Idle) else None]
        return (*filter(None, at_hand), *self.kept)

    @property
    def months(self) -> frozenset[tuple[int, Period]]:
        """The projects and months of all drafts, and of the receipt on screen."""
        of_drafts = {(draft.project_id, draft.period) for draft in self.drafts}
        if isinstance(self.cursor, Filed):
            of_drafts.add((self.cursor.project_id, self.cursor.period))
        return frozenset(of_drafts)

    @property
    def waiting(self) -> tuple[Draft, ...]:
        """The drafts that wait to be finished: at hand, or kept."""
        return tuple(one for one in (self.draft, *self.kept) if one)

    @property
    def is_unfinished(self) -> bool:
        """Whether something waits to be finished and sent: a report, or an indicator's result."""
        return self.draft is not None or is_unsent(self.cursor)

    @property
    def held(self) -> frozenset[int]:
        """The evidence of all drafts, which is not to be forgotten."""
        return frozenset(number for draft in self.drafts for number in draft.evidence)
