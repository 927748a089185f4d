"""What of a unit's month can be shown."""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A digest and its parts; the values stand in buttons, and are keys of the wording."""

    MONTH = "month"
    MISSING = "missing"
    RISK = "risk"
    PROBLEMS = "problems"
    REPORTS = "reports"
