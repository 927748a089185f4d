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
    GivePage,
    HandOut,
    KeepForAudit,
    Look,
    OfferPages,
    Oversee,
    Say,
    SetLocale,
    SetStatus,
    Snooze,
    TakeBackPage,
    TakeLeave,
    TellHistory,
    TellStored,
    Unlink,
)
from handlers.dialogue.figure_effects import FileResult, FileScore
from handlers.dialogue.state import State
from handlers.dialogue.world import World
from handlers.errands.leave import end_leave, take_leave
from handlers.errands.snooze import snooze
from handlers.filing import file_figure, file_report
from handlers.handout.desk import Desk
from handlers.handout.handing_out import enclose_curve, hand_out
from handlers.handout.page_links import give_page, offer_pages, take_back
from handlers.history import tell_history
from handlers.messages import Codec, Outgoing
from handlers.oversight.carrying_out import carry_out
from handlers.oversight.office import Office
from handlers.passes import Issuer
from handlers.status.answering import answer
from handlers.status.asker import asking_person, having_pressed
from handlers.status.questions import Find
from handlers.stored import tell_stored
from storage import dialogues, evidence, people, statuses
from storage.erasure import erase_person
from storage.evidence import Parcel
from storage.passes import revoke_all_passes
from storage.people import Address
from storage.reachability import Change, record_change
from storage.records import Claimed, Person
from storage.unsent import forget_unsent


@dataclass(frozen=True, slots=True)
class Turned:
    """A turn whose effects are being written."""

    tx: Connection
    claimed: Claimed
    person: Person
    sender: Address
    world: World
    codecs: Mapping[str, Codec]
    issuer: Issuer

    def apply(self, effect: Effect) -> tuple[Outgoing, ...]:
        """Write the rows of an effect, and give what it says."""
        match effect:
            case Say(message):
                return (message,)
            case File():
                world = self.world
                file_report(
                    self.tx, effect, self.claimed, self.person, today=world.today, now=world.now
                )
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
            case HandOut(wish):
                return (hand_out(self._desk, wish),)
            case Look(question, pressed):
                asker = asking_person(self.tx, self.world)
                said = answer(having_pressed(asker) if pressed else asker, question)
                return self._with_curve(said) if isinstance(question, Find) else said
            case OfferPages(words):
                return (offer_pages(self._desk, words),)
            case GivePage(opens):
                return (give_page(self._desk, opens),)
            case TakeBackPage(pass_id):
                return (take_back(self._desk, pass_id),)
            case FileResult() | FileScore():
                file_figure(self.tx, effect, self.claimed, self.person, now=self.world.now)
            case TellHistory():
                return (tell_history(self.tx, self.world),)
            case TellStored():
                return (tell_stored(self.tx, self.person),)
            case SetLocale(locale):
                people.set_locale(self.tx, person_id=self.person.id, locale=locale)
            case Unlink():
                people.unlink(self.tx, channel=self.sender.channel, account=self.sender.account)
                forget_unsent(self.tx, channel=self.sender.channel, lane=self.sender.lane)
                revoke_all_passes(self.tx, self.person.id, now=self.world.now)
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

    @property
    def _desk(self) -> Desk:
        return Desk(self.tx, self.issuer, self.person, self.world.now)

    def _with_curve(self, said: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
        """Let the one project that words found come with its picture."""
        return (enclose_curve(self._desk, *said),) if len(said) == 1 else said
