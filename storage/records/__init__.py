"""What the register, the reports and the queues hold, as values that the rooms hand each other."""

from __future__ import annotations

from storage.records.clock import Occurrence, PolicyLayer
from storage.records.evidence import Described, Evidence, EvidenceKind, Refusal, Wanted
from storage.records.figures import (
    Evaluation,
    Gauge,
    Indicator,
    PrintedScore,
    QuarterResult,
    UnitIndicator,
)
from storage.records.people import Absence, Grant, Person, Role, Unit
from storage.records.projects import NamedInRegister, NamedProject, ProjectFacts, ProjectStatus
from storage.records.queues import Arrival, Claimed, Dispatch, MonthOfPushes, Worth
from storage.records.reports import Content, ImportedReport, Report, Timeliness, newest_of

__all__ = [
    "Absence",
    "Arrival",
    "Claimed",
    "Content",
    "Described",
    "Dispatch",
    "Evaluation",
    "Evidence",
    "EvidenceKind",
    "Gauge",
    "Grant",
    "ImportedReport",
    "Indicator",
    "MonthOfPushes",
    "NamedInRegister",
    "NamedProject",
    "Occurrence",
    "Person",
    "PolicyLayer",
    "PrintedScore",
    "ProjectFacts",
    "ProjectStatus",
    "QuarterResult",
    "Refusal",
    "Report",
    "Role",
    "Timeliness",
    "Unit",
    "UnitIndicator",
    "Wanted",
    "Worth",
    "newest_of",
]
