"""What was sent along with reports, as whoever may read these can look at it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from storage.evidence import KEPT, REFUSED
from storage.quarter_marks import superseded
from storage.records import EvidenceKind
from storage.tables import evidence, project, report, report_evidence


@dataclass(frozen=True, slots=True)
class Attachment:
    """`kind` and what follows it are None until its bytes are there; `size` counts them."""

    id: int
    name: str
    kind: EvidenceKind | None
    media_type: str | None
    size: int | None
    sha256: str | None


def attachments_of_reports(
    tx: Connection, report_ids: Collection[int]
) -> Mapping[int, tuple[Attachment, ...]]:
    """Give what belongs to each report and was not refused; the same content counts once."""
    wanted = (
        _attachments(report_evidence.c.report_id)
        .where(report_evidence.c.report_id.in_(report_ids), evidence.c.state != REFUSED)
        .order_by(evidence.c.id)
    )
    found: dict[int, dict[str | int, Attachment]] = defaultdict(dict)
    for row in tx.execute(wanted):
        found[row.report_id].setdefault(row.sha256 or row.id, _attachment(row))
    return {number: tuple(theirs.values()) for number, theirs in found.items()}


def find_attachment(tx: Connection, number: int) -> tuple[Attachment, frozenset[str]] | None:
    """Give what is kept under a number, and the codes of the projects whose pages show it.

    A page shows what belongs to the newest revision of an entry, and nothing else is found.
    """
    rows = tx.execute(
        _attachments(project.c.code)
        .join(report, report.c.id == report_evidence.c.report_id)
        .join(project, project.c.id == report.c.project_id)
        .where(evidence.c.id == number, evidence.c.state == KEPT, ~superseded())
    ).all()
    return (_attachment(rows[0]), frozenset(row.code for row in rows)) if rows else None


def _attachments(*more: ColumnElement[Any]) -> Select[Any]:
    columns = (evidence.c.id, evidence.c.name, evidence.c.kind, evidence.c.media_type)
    chosen = select(*columns, evidence.c.size, evidence.c.sha256, *more)
    return chosen.join(report_evidence, report_evidence.c.evidence_id == evidence.c.id)


def _attachment(row: Row[Any]) -> Attachment:
    kind = None if row.kind is None else EvidenceKind(row.kind)
    return Attachment(row.id, row.name, kind, row.media_type, row.size, row.sha256)
