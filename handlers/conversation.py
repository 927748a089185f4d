"""One event of a person's own conversation: facts read, a step taken, its effects written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from handlers.dialogue.codec import UnreadableState, dump_state, load_state
from handlers.dialogue.effects import (
    Effect,
    Erase,
    File,
    KeepForAudit,
    Say,
    SetLocale,
    TellHistory,
    TellStored,
    Unlink,
)
from handlers.dialogue.state import State
from handlers.dialogue.step import step
from handlers.dialogue.world import Assigned, World, by_urgency
from handlers.history import tell_history
from handlers.messages import Event, Outgoing
from handlers.stored import tell_stored
from handlers.texts import phrases
from handlers.timeliness import timeliness_of
from storage import dialogues, filing, people
from storage.erasure import erase_person
from storage.filing import Filing
from storage.people import Address
from storage.periods import local_date
from storage.reachability import Change, record_change
from storage.records import Claimed, Person
from storage.reporters import projects_reported_by


def converse(
    tx: Connection,
    claimed: Claimed,
    person: Person,
    event: Event,
    *,
    sender: Address,
    now: datetime,
) -> tuple[Outgoing, ...]:
    """Answer an event that a person sent from an account, and give what to say there."""
    stored = dialogues.lock_dialogue(tx, person.id, now=now)
    say = phrases("dialogue", person.locale)
    try:
        state = load_state(stored.state) if stored.state else State()
    except UnreadableState as unreadable:
        dialogues.keep_for_audit(tx, person.id, state=stored.state, reason=str(unreadable), now=now)
        fresh = State(ask=stored.ask)
        dialogues.save_dialogue(tx, person.id, ask=fresh.ask, state=dump_state(fresh), now=now)
        return (Outgoing(say("say.started_over")),)
    state = replace(state, ask=max(state.ask, stored.ask))
    if state.draft is not None:
        # Somebody else may be filing on the same project: one after the other.
        filing.hold_project(tx, state.draft.project_id)
    world = read_world(tx, person, event_id=claimed.id, now=now)
    turn = step(state, event, world)
    dialogues.save_dialogue(
        tx, person.id, ask=turn.state.ask, state=dump_state(turn.state), now=now
    )
    turned = _Turned(tx, claimed, person, sender, world)
    return tuple(said for effect in turn.effects for said in turned.apply(effect))


def read_world(tx: Connection, person: Person, *, event_id: int, now: datetime) -> World:
    """Read what a turn of this person may depend on."""
    projects = (
        Assigned(
            id=project.id,
            code=project.code,
            name=project.name,
            unit=project.unit,
            fiscal_year=project.fiscal_year,
            status=project.status,
            last=project.newest,
        )
        for project in projects_reported_by(tx, person.id)
    )
    return World(
        now=now,
        event=event_id,
        person=person,
        projects=tuple(sorted(projects, key=by_urgency)),
        say=phrases("dialogue", person.locale),
    )


@dataclass(frozen=True, slots=True)
class _Turned:
    """A turn whose effects are being written."""

    tx: Connection
    claimed: Claimed
    person: Person
    sender: Address
    world: World

    def apply(self, effect: Effect) -> tuple[Outgoing, ...]:
        """Write the rows of an effect, and give what it says."""
        match effect:
            case Say(message):
                return (message,)
            case File():
                self._file(effect)
            case TellHistory():
                return (tell_history(self.tx, self.world),)
            case TellStored():
                return (tell_stored(self.tx, self.person),)
            case SetLocale(locale):
                people.set_locale(self.tx, person_id=self.person.id, locale=locale)
            case Unlink():
                people.unlink(self.tx, channel=self.sender.channel, account=self.sender.account)
                record_change(
                    self.tx,
                    person_id=self.person.id,
                    channel=self.sender.channel,
                    change=Change.UNLINKED,
                    now=self.world.now,
                )
            case Erase():
                erase_person(self.tx, self.person.id, now=self.world.now)
            case KeepForAudit(draft):
                dialogues.keep_for_audit(
                    self.tx,
                    self.person.id,
                    state=dump_state(State(draft=draft)),
                    reason="the project is no longer theirs",
                    now=self.world.now,
                )
            case _:
                assert_never(effect)
        return ()

    def _file(self, effect: File) -> None:
        today = local_date(self.world.now)
        by = Filing(
            reporter_id=self.person.id,
            channel=self.claimed.channel,
            inbox_id=self.claimed.id,
            reported_on=today,
            timeliness=timeliness_of(effect.period, today),
            now=self.world.now,
        )
        if effect.entry:
            filing.file_revision(
                self.tx,
                effect.content,
                project_id=effect.project_id,
                period=effect.period,
                entry=effect.entry,
                revision=effect.revision + 1,
                by=by,
            )
        else:
            filing.file_entry(
                self.tx, effect.content, project_id=effect.project_id, period=effect.period, by=by
            )
