"""What supervisors ask for and answer, and the wish of an officer to have a month opened.

Whether they have a right to it in that very unit is decided where it is carried out.
"""

from __future__ import annotations

from dataclasses import replace

from handlers.access import Right, units_granted
from handlers.dialogue import anywhere
from handlers.dialogue.beginning import put_down
from handlers.dialogue.effects import Oversee
from handlers.dialogue.kept_drafts import is_locked, keep
from handlers.dialogue.move import Move
from handlers.dialogue.oversight_cursors import (
    Commenting,
    Declining,
    GivingReason,
    Locked,
    Written,
)
from handlers.dialogue.state import Draft, State
from handlers.dialogue.world import World
from handlers.oversight.deeds import (
    Acknowledge,
    AskReopening,
    Comment,
    Decline,
    Deed,
    Remind,
    Reopen,
    ShowPart,
    ShowReport,
    ShowUnits,
)
from handlers.oversight.parts import Part
from handlers.texts import phrases
from handlers.wording import say_period
from storage.periods import Period

MOST_LETTERS = 2_000
"""Letters of a comment or a reason."""


def show(state: State, part: Part) -> Move:
    """Show the digest of the person's units, or a part of it."""
    return _do(state, ShowUnits(part))


def press_standing(state: State, choice: str, world: World) -> Move:
    """Do what a button of a digest does, however old; one of no known kind does nothing."""
    try:
        return _press(state, choice, world)
    except ValueError:  # no number, no month, no part
        return anywhere.refuse_stale(state, world)


def _press(state: State, choice: str, world: World) -> Move:
    match choice.split("."):
        case ["digest", part, month, unit]:
            return _do(state, ShowPart(Part(part), Period.parse(month), unit))
        case ["digest", part, month, unit, page]:
            return _do(state, ShowPart(Part(part), Period.parse(month), unit, _number(page)))
        case ["remind", month, unit]:
            return _do(state, Remind(Period.parse(month), unit))
        case ["report", report_id]:
            return _do(state, ShowReport(_number(report_id)))
        case ["ack", report_id]:
            return _do(state, Acknowledge(_number(report_id)))
        case ["ask_reopening", project_id, month]:
            return _do(state, AskReopening(_number(project_id), Period.parse(month)))
        case _:
            begun = writing_begun(choice)
            return _ask(state, begun, world) if begun else anywhere.refuse_stale(state, world)


def writing_begun(choice: str) -> Written | None:
    """Read a button by which somebody begins to write; None for any other."""
    try:
        match choice.split("."):
            case ["comment", report_id]:
                return Commenting(_number(report_id))
            case ["reopen", project_id, month]:
                return GivingReason(_number(project_id), Period.parse(month))
            case ["decline", project_id, month]:
                return Declining(_number(project_id), Period.parse(month))
    except ValueError:  # no number, no month
        return None
    return None


def right_to_write(cursor: Written) -> Right:
    """Give the right that is needed for what is written."""
    return Right.COMMENT if isinstance(cursor, Commenting) else Right.REOPEN


def answer_supervisor(state: State, cursor: Written, text: str, world: World) -> Move:
    """Take what was typed as the comment, or as the reason, word for word."""
    if len(text) > MOST_LETTERS:
        note = world.say("supervise.too_long", length=len(text), limit=MOST_LETTERS)
        return Move(state, (note,), missed=True)
    match cursor:
        case Commenting(report_id):
            deed: Deed = Comment(report_id, text)
        case GivingReason(project_id, period):
            deed = Reopen(project_id, period, text)
        case Declining(project_id, period):
            deed = Decline(project_id, period, text)
    return replace(put_down(state), effects=(Oversee(deed),))


def ask_reopening(state: State, locked: Locked) -> Move:
    """Hand the wish to have a month opened to a supervisor."""
    deed = AskReopening(locked.project_id, locked.period)
    return replace(put_down(state), effects=(Oversee(deed),))


def ask_reopening_of_draft(state: State, draft: Draft, world: World) -> Move:
    """Hand on the wish to have a draft's month opened; the draft is kept, and in nobody's way."""
    month = say_period(draft.period, world.say.locale)
    if not is_locked(draft, world):
        return Move(state, (world.say("supervise.open_by_now", month=month),))
    project = world.known(draft.project_id)
    note = world.say("supervise.kept", project=project.name, month=month)
    deed = AskReopening(draft.project_id, draft.period)
    return Move(keep(state, draft), (note,), (Oversee(deed),))


def _ask(state: State, cursor: Written, world: World) -> Move:
    if not units_granted(world.person.grants, right_to_write(cursor)):
        refusal = phrases("digest", world.say.locale)("refused.not_yours")
        return Move(state, (refusal,), again=False)
    return Move(replace(state, cursor=cursor))


def _do(state: State, deed: Deed) -> Move:
    return Move(state, effects=(Oversee(deed),), again=False)


def _number(written: str) -> int:
    """Read a number as buttons bear it; ValueError for what no database holds."""
    number = int(written)
    if not 0 <= number < 2**31:
        raise ValueError(f"{written} is no number of a row")
    return number
