"""Pictures and files that people send along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Refusal(StrEnum):
    """Why something that was sent is not attached; the values are keys of the wording."""

    NO_DRAFT = "no_draft"
    TOO_MANY = "too_many"
    TOO_LARGE = "too_large"
    WRONG_KIND = "wrong_kind"
    GONE = "gone"
    UNREACHABLE = "unreachable"


class EvidenceKind(StrEnum):
    PICTURE = "picture"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A picture or a file that was sent in a chat; `id` is the number of the event it came in.

    `kind` and `sha256` are None until it is fetched, and stay so if `refusal` says why not.
    `delayed` is what could not be fetched yet, `filed` what belongs to a report that was sent.
    """

    id: int
    name: str = ""
    kind: EvidenceKind | None = None
    sha256: str | None = None
    refusal: Refusal | None = None
    delayed: bool = False
    filed: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """Evidence that is being fetched; `reference` is what its platform gives the bytes for."""

    id: int
    channel: str
    reference: str
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Described:
    """What is kept of the bytes themselves; `size` counts them."""

    sha256: str
    size: int
    kind: EvidenceKind
    media_type: str
