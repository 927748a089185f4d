"""Sending a report."""

from __future__ import annotations

from dataclasses import replace

from handlers.dialogue.effects import File
from handlers.dialogue.kept_drafts import is_locked
from handlers.dialogue.move import Move
from handlers.dialogue.state import (
    Draft,
    Filed,
    Overtaken,
    Reviewing,
    State,
)
from handlers.dialogue.world import Assigned, World, receipt_number


def send(state: State, draft: Draft, world: World, *, knowingly: bool = False) -> Move:
    """File the report and show its receipt, unless somebody reported in the meantime."""
    project = world.known(draft.project_id)
    if is_locked(draft, world):
        return Move(replace(state, cursor=Reviewing()), (world.say("supervise.not_sent"),))
    newest = project.last.id if project.last else None
    if newest != draft.seen and not knowingly:
        return Move(replace(state, cursor=Overtaken()))
    overtaken = newest != draft.seen
    if draft.revision and not overtaken and _says_the_same(draft, project):
        return Move(state, (world.say("say.unchanged"),), missed=True)
    filed = File(
        draft.project_id,
        draft.period,
        # What was to be corrected is no longer the newest: the report is filed beside it.
        entry=0 if overtaken else draft.entry,
        revision=0 if overtaken else draft.revision,
        content=draft.content,
        evidence=draft.evidence,
    )
    receipt = Filed(
        draft.project_id,
        draft.period,
        receipt_number(draft.period, world.event),
        draft.content.percent,
        world.now,
        draft.evidence,
    )
    return Move(replace(state, cursor=receipt, draft=None), effects=(filed,))


def _says_the_same(draft: Draft, project: Assigned) -> bool:
    before = {one.id for one in project.evidence}
    last = project.last
    if last is None or (last.period, last.entry) != (draft.period, draft.entry):
        return False
    return last.content == draft.content and before == set(draft.evidence)
