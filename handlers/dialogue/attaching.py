"""Pictures and files of a report: taking them, telling what became of them, removing them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from handlers.dialogue.effects import Attach, Forget
from handlers.dialogue.evidence import say_evidence
from handlers.dialogue.move import Move
from handlers.dialogue.state import (
    Choosing,
    Detaching,
    Draft,
    Filed,
    Idle,
    Offering,
    Reopening,
    Reviewing,
    State,
)
from handlers.dialogue.world import World
from handlers.messages import Attachment
from storage.records import Evidence, Refusal

MOST = 10
"""So many pictures and files may belong to a report."""

LARGEST = 20 * 1024 * 1024
"""So many bytes may one of them have."""

LONGEST_NAME = 60


def attach(state: State, attachment: Attachment, world: World) -> Move:
    """Take a picture or a file into the draft, or refuse it; either is told later, and once."""
    attachment = replace(attachment, name=_printable(attachment.name))
    draft = state.draft
    refusal = _refusal(draft, attachment)
    if draft is not None and refusal is None:
        state = replace(state, draft=replace(draft, evidence=(*draft.evidence, world.event)))
    return Move(state, effects=(Attach(attachment, refusal),), silent=True)


def _refusal(draft: Draft | None, attachment: Attachment) -> Refusal | None:
    if draft is None:
        return Refusal.NO_DRAFT
    if len(draft.evidence) >= MOST:
        return Refusal.TOO_MANY
    if attachment.size is not None and attachment.size > LARGEST:
        return Refusal.TOO_LARGE
    return None


def _printable(name: str) -> str:
    name = " ".join("".join(one if one.isprintable() else " " for one in name).split())
    if len(name) <= LONGEST_NAME:
        return name
    half = LONGEST_NAME // 2
    return f"{name[:half]}…{name[-half:]}"


def tell(state: State, settled: Collection[Evidence], world: World) -> Move:
    """Tell what became of what was sent; what is refused, or there already, leaves the draft."""
    tidy, doubles = _tidied(state, world)
    notes = tuple(_notes(tidy, settled, doubles, world))
    if not notes:
        return Move(tidy, silent=tidy.cursor == state.cursor)
    too_early = any(one.refusal is Refusal.NO_DRAFT for one in settled)
    # Whoever is told to press a button must have it at hand.
    return Move(tidy, notes, again=too_early or not isinstance(tidy.cursor, Idle | Filed))


def _tidied(state: State, world: World) -> tuple[State, frozenset[int]]:
    """Give the state without what is not to be had, and what is there twice by its numbers."""
    tidied = [_tidied_evidence(draft, world) for draft in state.kept]
    kept = (
        replace(draft, evidence=left)
        for draft, (left, _twice) in zip(state.kept, tidied, strict=True)
    )
    state = replace(state, kept=tuple(kept))
    if state.draft is not None:
        tidied.append(_tidied_evidence(state.draft, world))
        state = _with_evidence(state, state.draft, tidied[-1][0])
    return state, frozenset(number for _left, twice in tidied for number in twice)


def _tidied_evidence(draft: Draft, world: World) -> tuple[tuple[int, ...], frozenset[int]]:
    kept: list[int] = []
    contents: set[str] = set()
    doubles: set[int] = set()
    for number in draft.evidence:
        one = world.evidence.get(number)
        if one is None or one.refusal is not None:
            continue
        if one.sha256 is None:
            kept.append(number)
        elif one.sha256 in contents:
            doubles.add(number)
        else:
            kept.append(number)
            contents.add(one.sha256)
    return tuple(kept), frozenset(doubles)


def _with_evidence(state: State, draft: Draft, evidence: tuple[int, ...]) -> State:
    cursor = state.cursor
    if isinstance(cursor, Detaching):
        cursor = Detaching(evidence) if evidence else Reviewing()
    return replace(state, cursor=cursor, draft=replace(draft, evidence=evidence))


def _notes(
    state: State, settled: Collection[Evidence], doubles: Collection[int], world: World
) -> Iterator[str]:
    say = world.say
    mine = state.draft.evidence if state.draft else ()
    kept = [one for one in settled if one.kind is not None and one.id not in doubles]
    if added := [one for one in kept if one.id in mine]:
        total, what = len(mine), say_evidence(added, say)
        if isinstance(state.cursor, Offering):
            yield say("attached.kept_waiting", what=what, restart=say("choice.restart"))
        elif total < MOST:
            yield say("attached.kept", what=what, room=MOST - total)
        else:
            yield say("attached.kept_all", what=what, most=MOST)
    if filed := [one for one in kept if one.id not in mine and one.filed]:
        yield say("attached.kept_filed", what=say_evidence(filed, say))
    aside = {number for draft in state.kept for number in draft.evidence}
    if waiting := [one for one in kept if one.id in aside]:
        yield say("attached.kept_aside", what=say_evidence(waiting, say))
    if adrift := [one for one in kept if one.id not in {*mine, *aside} and not one.filed]:
        yield say("attached.let_go", what=say_evidence(adrift, say))
    if twice := [one for one in settled if one.id in doubles]:
        yield say("attached.twice", what=_names(twice, world))
    for refusal in Refusal:
        if refused := [one for one in settled if one.refusal is refusal]:
            yield _refused(refusal, _names(refused, world), state, world)
    if delayed := [one for one in settled if one.delayed]:
        yield say("attached.delayed", what=_names(delayed, world))


def _refused(refusal: Refusal, what: str, state: State, world: World) -> str:
    say = world.say
    match refusal, state.cursor:
        case Refusal.NO_DRAFT, Choosing() | Reopening():
            return say("refused.no_draft_choosing", what=what)
        case Refusal.NO_DRAFT, Filed():
            return say("refused.no_draft_filed", what=what, revise=say("choice.revise"))
        case Refusal.NO_DRAFT, Idle(Draft()):
            return say("refused.no_draft_cancelled", what=what, restore=say("choice.restore"))
        case Refusal.NO_DRAFT, _ if state.draft is not None:
            return say("refused.no_draft_before", what=what)
        case _:
            limits = {"most": MOST, "megabytes": LARGEST // 1024**2}
            return say(f"refused.{refusal}", what=what, **limits)


def _names(evidence: Collection[Evidence], world: World) -> str:
    names = [one.name for one in evidence]
    if all(names):
        return ", ".join(names)
    return world.say("attached.things", count=len(names))


def detach(state: State, draft: Draft, shown: tuple[int, ...], choice: str, world: World) -> Move:
    """Remove one of the pictures and files shown, or all; back to the review after the last."""
    chosen = choice.removeprefix("drop.")
    dropped = shown if chosen == "all" else (shown[int(chosen) - 1],)
    left = tuple(number for number in draft.evidence if number not in dropped)
    note = world.say("attached.removed", count=len(dropped))
    return Move(_with_evidence(state, draft, left), (note,), (Forget(dropped),))
