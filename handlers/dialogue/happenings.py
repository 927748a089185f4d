"""What the conversation goes on from, besides what people say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.messages import Event
from storage.records import Evidence


@dataclass(frozen=True, slots=True)
class Settled:
    """It is clear what became of pictures and files that were sent along, or that it takes long."""

    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A message was taken back: its words, by the event they came in, and what was in it."""

    words: Mapping[int, str]
    evidence: tuple[Evidence, ...] = ()


Happening = Event | Settled | TakenBack
