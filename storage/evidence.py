"""Pictures and files that people sent: who holds each, a draft or reports, and who forgets it.

The bytes are elsewhere, under the name of their hash; this is what is known of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert  # what it writes here, SQLite reads as well

from storage.records import Claimed, Evidence, EvidenceKind, Refusal
from storage.tables import evidence, report, report_evidence

WANTED, FETCHING, KEPT, REFUSED = "wanted", "fetching", "kept", "refused"

_link = report_evidence.alias()
LINKED: ColumnElement[bool] = exists().where(_link.c.evidence_id == evidence.c.id)
"""Whether a report holds it."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """What a person sent along: `reference` is what its platform gives the bytes for."""

    reference: str
    name: str
    refusal: Refusal | None = None


def keep_parcel(
    tx: Connection, parcel: Parcel, *, claimed: Claimed, person_id: int, now: datetime
) -> None:
    """Write down what came in an event: to be fetched, or refused and only to be told so."""
    refused = parcel.refusal is not None
    tx.execute(
        insert(evidence).values(
            id=claimed.id,
            person_id=person_id,
            channel=claimed.channel,
            lane=claimed.lane,
            reference=parcel.reference,
            name=parcel.name,
            state=REFUSED if refused else WANTED,
            refusal=parcel.refusal,
            attempts=0,
            not_before=now,
            created_at=now,
            released_at=now if refused else None,
        )
    )


# --- looking --------------------------------------------------------------------------------


def evidence_by_ids(tx: Connection, ids: Collection[int]) -> dict[int, Evidence]:
    """Give what is known of evidence, by id; what is forgotten is missing."""
    if not ids:
        return {}
    return {one.id: one for one in _read(tx, _all().where(evidence.c.id.in_(ids)))}


def evidence_told_by(tx: Connection, event: int, *, person_id: int) -> tuple[Evidence, ...]:
    """Give what a person sent and an event of ours tells of, in the order of sending."""
    theirs = (evidence.c.told_by == event, evidence.c.person_id == person_id)
    return tuple(_read(tx, _all().where(*theirs)))


def evidence_of_reports(
    tx: Connection, report_ids: Collection[int]
) -> Mapping[int, tuple[Evidence, ...]]:
    """Give what belongs to each report and was not refused; the same content counts once."""
    if not report_ids:
        return {}
    query = (
        _all(report_evidence.c.report_id)
        .join(report_evidence, report_evidence.c.evidence_id == evidence.c.id)
        .where(report_evidence.c.report_id.in_(report_ids), evidence.c.state != REFUSED)
    )
    found: dict[int, dict[str | int, Evidence]] = defaultdict(dict)
    for row in tx.execute(query):
        found[row.report_id].setdefault(row.sha256 or row.id, _evidence(row))
    return {report_id: tuple(theirs.values()) for report_id, theirs in found.items()}


def sent_as(
    tx: Connection, references: Collection[str], *, person_id: int, channel: str
) -> tuple[Evidence, ...]:
    """Find what a person sent in a channel by what the platform calls it."""
    theirs = (evidence.c.person_id == person_id, evidence.c.channel == channel)
    if not references:
        return ()
    return tuple(_read(tx, _all().where(*theirs, evidence.c.reference.in_(references))))


def _all(*more: ColumnElement[Any]) -> Select[Any]:
    columns = (
        evidence.c.id,
        evidence.c.name,
        evidence.c.kind,
        evidence.c.sha256,
        evidence.c.refusal,
        evidence.c.failure,
        LINKED.label("filed"),
    )
    return select(*columns, *more).order_by(evidence.c.id)


def _read(tx: Connection, query: Select[Any]) -> list[Evidence]:
    return [_evidence(row) for row in tx.execute(query)]


def _evidence(row: Row[Any]) -> Evidence:
    refusal = None if row.refusal is None else Refusal(row.refusal)
    kind = None if row.kind is None else EvidenceKind(row.kind)
    return Evidence(
        id=row.id,
        name=row.name,
        kind=kind,
        sha256=row.sha256,
        refusal=refusal,
        delayed=row.failure is not None and kind is None and refusal is None,
        filed=bool(row.filed),
    )


# --- holding and letting go -----------------------------------------------------------------


def hold(tx: Connection, ids: Collection[int]) -> None:
    """A draft holds it."""
    if ids:
        tx.execute(update(evidence).where(evidence.c.id.in_(ids)).values(released_at=None))


def release(tx: Connection, ids: Collection[int], *, now: datetime) -> None:
    """No draft holds it any more. What no report holds either is forgotten after a while."""
    if ids:
        tx.execute(update(evidence).where(evidence.c.id.in_(ids)).values(released_at=now))


def release_all(tx: Connection, person_id: int, *, now: datetime) -> None:
    """Release whatever a person's drafts held: nobody knows which it was."""
    held = (evidence.c.person_id == person_id, evidence.c.released_at.is_(None))
    tx.execute(update(evidence).where(*held).values(released_at=now))


def add_to_report(tx: Connection, ids: Collection[int], *, filed_by: int) -> None:
    """Let the report that an event filed hold evidence, beside the reports that hold it already."""
    if not ids:
        return
    pairs = (
        select(report.c.id, evidence.c.id)
        .join(evidence, evidence.c.id.in_(ids))
        .where(report.c.inbox_id == filed_by)
    )
    tx.execute(insert(report_evidence).from_select(["report_id", "evidence_id"], pairs))


# --- forgetting -----------------------------------------------------------------------------


def forget(tx: Connection, ids: Collection[int]) -> None:
    """Forget evidence at once, unless a report holds it: reports are documents of the office."""
    if ids:
        tx.execute(delete(evidence).where(evidence.c.id.in_(ids), ~LINKED))


def forget_evidence_of(tx: Connection, person_id: int) -> None:
    """Forget what a person sent and did not file; what was filed stays, without its name."""
    theirs = evidence.c.person_id == person_id
    tx.execute(delete(evidence).where(theirs, ~LINKED))
    tx.execute(update(evidence).where(theirs).values(name=""))
    settled = evidence.c.state.in_((KEPT, REFUSED))
    tx.execute(update(evidence).where(theirs, settled).values(reference="", lane=""))
