"""What is wanted when, and what was said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from storage.periods import Period


@dataclass(frozen=True, slots=True)
class PolicyLayer:
    """The settings that a unit made in a Buddhist fiscal year; no unit is the whole city."""

    unit_code: str | None
    fiscal_year: int
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that the clock says to a person; `subject` tells those of a kind and month apart.

    `period` is None where it is about no month.
    """

    kind: str
    recipient_id: int
    subject: str = ""
    period: Period | None = None
