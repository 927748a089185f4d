"""Pictures and files in words."""

from __future__ import annotations

from collections.abc import Collection

from handlers.texts import Phrases
from storage.records import Evidence, EvidenceKind


def say_evidence(evidence: Collection[Evidence], say: Phrases) -> str:
    """Count pictures, files and what is still being fetched; empty where there is none of them."""
    theirs = [one for one in evidence if one.refusal is None]
    kinds = [one.kind for one in theirs]
    counted = (
        ("attached.pictures", kinds.count(EvidenceKind.PICTURE)),
        ("attached.files", kinds.count(EvidenceKind.DOCUMENT)),
        ("attached.pending", kinds.count(None)),
    )
    return " ".join(say(key, count=count) for key, count in counted if count)


def say_name(number: int, evidence: Evidence | None, say: Phrases) -> str:
    """Name one of several in a list, by its file name where it has one."""
    name = evidence.name if evidence else ""
    if not name:
        is_file = evidence is not None and evidence.kind is EvidenceKind.DOCUMENT
        name = say("attached.file" if is_file else "attached.picture")
    return say("choice.drop", number=number, name=name)
