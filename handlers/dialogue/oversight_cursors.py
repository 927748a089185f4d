"""The questions about what supervisors do, and about a month that only they can open."""

from __future__ import annotations

from dataclasses import dataclass

from storage.periods import Period


@dataclass(frozen=True, slots=True)
class Commenting:
    """What is to be written to whoever sent this report?"""

    report_id: int


@dataclass(frozen=True, slots=True)
class GivingReason:
    """Why is this month of a project to be opened again?"""

    project_id: int
    period: Period


@dataclass(frozen=True, slots=True)
class Declining:
    """Why does this month of a project, which an officer asked for, stay locked?"""

    project_id: int
    period: Period


@dataclass(frozen=True, slots=True)
class Locked:
    """This month takes no report any more: shall a supervisor be asked to open it?"""

    project_id: int
    period: Period


Written = Commenting | GivingReason | Declining
"""What a supervisor answers by words of their own."""

AboutOthers = Written | Locked
