"""What a check finds, and what a platform gives instead of an answer."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding matters: only what is wrong keeps the bot from its work."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; the sentence says what to do, if anything."""

    level: Level
    subject: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """The platform answered that it will not; `status` is that of HTTP."""

    status: int


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing answered in time, or nothing that could be understood."""


Failure = Refusal | Silence


def good(subject: str, sentence: str) -> Finding:
    return Finding(Level.GOOD, subject, sentence)


def note(subject: str, sentence: str) -> Finding:
    return Finding(Level.NOTE, subject, sentence)


def wrong(subject: str, sentence: str) -> Finding:
    return Finding(Level.WRONG, subject, sentence)


def unanswered(subject: str, failure: Failure, host: str) -> Finding:
    """Say of a question that it got no answer; `host` is who was asked."""
    match failure:
        case Refusal(429):
            return note(subject, f"{host} was asked too often: try again in an hour.")
        case Refusal(status):
            return wrong(subject, f"{host} refuses to say (status {status}).")
        case Silence():
            return wrong(subject, f"{host} gave no answer that can be used: try again.")
