"""What stands at an address behind a link: a page, a paper still to be made, or what was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from handlers.papers import Paper
from storage.attachments import Attachment


@dataclass(frozen=True, slots=True)
class Shown:
    """A page: its template, and what fills it."""

    template: str
    content: Mapping[str, Any]
    status: int = 200


@dataclass(frozen=True, slots=True)
class PaperWanted:
    """A paper that may be seen; `name` is its file's name without an ending."""

    paper: Paper
    name: str
    locale: str


View = Shown | PaperWanted | Attachment
