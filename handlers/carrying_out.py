"""Carrying out the effects of a turn: each becomes rows, in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from sqlalchemy import Connection

from handlers.dialogue.codec import dump_state
from handlers.dialogue.effects import (
    Attach,
    Effect,
    EndLeave,
    Erase,
    File,
    Forget,
    KeepForAudit,
    Oversee,
    Say,
    SetLocale,
    SetStatus,
    Snooze,
    TakeLeave,
    TellHistory,
    TellStored,
    Unlink,
)
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.errands.leave import end_leave, take_leave
from handlers.errands.snooze import snooze
from handlers.history import tell_history
from handlers.messages import Codec, Outgoing
from handlers.oversight.carrying_out import carry_out
from handlers.oversight.office import Office
from handlers.stored import tell_stored
from handlers.timeliness.classes import timeliness_of
from handlers.timeliness.policies import deadlines_for_project
from storage import dialogues, evidence, filing, people, statuses
from storage.erasure import erase_person
from storage.evidence import Parcel
from storage.filing import Filing
from storage.people import Address
from storage.periods import local_date
from storage.reachability import Change, record_change
from storage.records import Claimed, Person


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn whose effects are being written."""

    tx: Connection
    claimed: Claimed
    person: Person
    sender: Address
    world: World
    codecs: Mapping[str, Codec]

    def apply(self, effect: Effect) -> tuple[Outgoing, ...]:
        """Write the rows of an effect, and give what it says."""
        match effect:
            case Say(message):
                return (message,)
            case File():
                self._file(effect)
            case Attach(attachment, refusal):
                parcel = Parcel(attachment.reference, attachment.name, refusal)
                evidence.keep_parcel(
                    self.tx,
                    parcel,
                    claimed=self.claimed,
                    person_id=self.person.id,
                    now=self.world.now,
                )
            case Forget(numbers):
                evidence.forget(self.tx, numbers)
            case Snooze(wish):
                return (snooze(self.tx, self.world, wish),)
            case SetStatus(project_id, status):
                statuses.set_status(
                    self.tx,
                    project_id,
                    status,
                    since=self.world.today,
                    set_by=self.person.id,
                    now=self.world.now,
                )
            case TakeLeave():
                return (take_leave(self.tx, self.world, effect, codecs=self.codecs),)
            case EndLeave():
                return (end_leave(self.tx, self.world, codecs=self.codecs),)
            case Oversee(deed):
                office = Office(self.tx, self.codecs, self.person, self.world.now)
                return carry_out(office, deed)
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
        deadlines = deadlines_for_project(self.tx, effect.project_id, effect.period)
        by = Filing(
            reporter_id=self.person.id,
            channel=self.claimed.channel,
            inbox_id=self.claimed.id,
            reported_on=today,
            timeliness=timeliness_of(deadlines, today),
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
        evidence.add_to_report(self.tx, effect.evidence, filed_by=self.claimed.id)
