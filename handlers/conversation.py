"""One event of a person's own conversation: facts read, a step taken, its effects written."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from handlers.carrying_out import Turned
from handlers.dialogue.codec import UnreadableState, dump_state, load_state
from handlers.dialogue.happenings import Happening, Settled
from handlers.dialogue.state import SENDABLE, Filed, State
from handlers.dialogue.step import step
from handlers.dialogue.world import Assigned, World, by_urgency, event_on_receipt
from handlers.errands.facts import with_errand_facts
from handlers.errands.figures import with_figure_facts
from handlers.messages import Codec, Outgoing
from handlers.months import wants_months, with_months
from handlers.owing.riding import Waiting, add_reminder, ends_a_draft
from handlers.passes import Issuer
from handlers.texts import phrases
from storage import dialogues, evidence, filing
from storage.nudges import take_nudges
from storage.people import Address
from storage.periods import local_date
from storage.records import Claimed, Person, Report
from storage.reporters import projects_reported_by
from storage.reports import newest_filed_by
from storage.waiting_reminders import take_waiting


def converse(
    tx: Connection,
    claimed: Claimed,
    person: Person,
    event: Happening,
    *,
    sender: Address,
    codecs: Mapping[str, Codec],
    issuer: Issuer,
    now: datetime,
) -> tuple[Outgoing, ...]:
    """Answer what a person did from an account, or what befell it; gives what to say there."""
    stored = dialogues.lock_dialogue(tx, person.id, now=now)
    say = phrases("dialogue", person.locale)
    try:
        state = load_state(stored.state) if stored.state else State()
    except UnreadableState as unreadable:
        dialogues.keep_for_audit(tx, person.id, state=stored.state, reason=str(unreadable), now=now)
        fresh = State(ask=stored.ask)
        dialogues.save_dialogue(tx, person.id, ask=fresh.ask, state=dump_state(fresh), now=now)
        evidence.release_all(tx, person.id, now=now)
        return (Outgoing(say("say.started_over")),)
    state = replace(state, ask=max(state.ask, stored.ask))
    if state.draft is not None and isinstance(state.cursor, SENDABLE):
        # Somebody else may be filing on the same project: one after the other.
        filing.hold_project(tx, state.draft.project_id)
    known = state.held
    if isinstance(state.cursor, Filed):
        known |= set(state.cursor.evidence)
    world = read_world(
        tx, person, event_id=claimed.id, now=now, said_at=_said_at(claimed, now), evidence_ids=known
    )
    if wants_months(state, event):
        world = with_months(tx, world, state.months)
    if isinstance(state.cursor, Filed):
        world = _with_filed(tx, world, state.cursor)
    world = with_errand_facts(tx, world, state.cursor, event)
    world = with_figure_facts(tx, world, state, event)
    turn = step(state, event, world)
    evidence.release(tx, state.held - turn.state.held, now=now)
    evidence.hold(tx, turn.state.held - state.held)
    dialogues.save_dialogue(
        tx,
        person.id,
        ask=turn.state.ask,
        state=dump_state(turn.state),
        drafting=turn.state.is_unfinished,
        now=now,
    )
    turned = Turned(tx, claimed, person, sender, world, codecs, issuer)
    said = tuple(said for effect in turn.effects for said in turned.apply(effect))
    if said and ends_a_draft(state, turn.state):
        waited = take_waiting(tx, [person.id])
        wishes = take_nudges(tx, [person.id], until=local_date(now))
        if waited or wishes:
            current = with_months(tx, read_world(tx, person, event_id=claimed.id, now=now))
            waiting = Waiting(waited, wishes)
            said = add_reminder(tx, waiting, said, turn.state, told=world, current=current)
    return said


def _said_at(claimed: Claimed, now: datetime) -> datetime:
    """Give when the person said it; news of ours were said by nobody."""
    return now if claimed.news else min(claimed.received_at, now)


def _with_filed(tx: Connection, world: World, receipt: Filed) -> World:
    """Add the report of a receipt where that is not its project's newest: a late month's."""
    project = world.project(receipt.project_id)
    last = project.last if project else None
    if project is None or last is None or _is_of(receipt, last, world):
        return world
    report = newest_filed_by(tx, event_on_receipt(receipt.number))
    if report is None:
        return world
    theirs = evidence.evidence_of_reports(tx, [report.id]).get(report.id, ())
    return replace(
        world,
        filed=replace(project, last=report, evidence=theirs),
        evidence={**world.evidence, **{one.id: one for one in theirs}},
    )


def _is_of(receipt: Filed, report: Report, world: World) -> bool:
    sent = (report.period, report.filed_at, report.reporter_id)
    return sent == (receipt.period, receipt.at, world.person.id)


def tell_of_evidence(
    tx: Connection,
    claimed: Claimed,
    person: Person,
    *,
    sender: Address,
    codecs: Mapping[str, Codec],
    issuer: Issuer,
    now: datetime,
) -> tuple[Outgoing, ...]:
    """Tell what became of the pictures and files of which an event of ours is the news."""
    settled = evidence.evidence_told_by(tx, claimed.id, person_id=person.id)
    if not settled:  # it was taken back meanwhile
        return ()
    return converse(
        tx, claimed, person, Settled(settled), sender=sender, codecs=codecs, issuer=issuer, now=now
    )


def read_world(
    tx: Connection,
    person: Person,
    *,
    event_id: int,
    now: datetime,
    said_at: datetime | None = None,
    evidence_ids: Collection[int] = (),
) -> World:
    """Read what a turn of this person may depend on, and what is known of some evidence."""
    listed = projects_reported_by(tx, person.id, today=local_date(said_at or now))
    reports = [one.newest.id for one in listed if one.newest and one.has_evidence]
    filed = evidence.evidence_of_reports(tx, reports)
    projects = (
        Assigned(
            id=project.id,
            code=project.code,
            name=project.name,
            unit=project.unit,
            fiscal_year=project.fiscal_year,
            status=project.status,
            last=project.newest,
            evidence=filed.get(project.newest.id, ()) if project.newest else (),
            unit_code=project.unit_code,
        )
        for project in listed
    )
    return World(
        now=now,
        event=event_id,
        person=person,
        projects=tuple(sorted(projects, key=by_urgency)),
        say=phrases("dialogue", person.locale),
        evidence={one.id: one for known in filed.values() for one in known}
        | evidence.evidence_by_ids(tx, evidence_ids),
        said_at=said_at,
    )
