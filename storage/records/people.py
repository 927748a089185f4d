"""Units, people, what they may do, and when they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    EVALUATOR = "evaluator"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Unit:
    """A department, district or division; `code` as printed on the pages, eight digits."""

    code: str
    name: str
    parent_code: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """A role held in a unit; it covers the units below."""

    role: Role
    unit_code: str


@dataclass(frozen=True, slots=True)
class Person:
    id: int
    name: str
    unit_code: str
    locale: str
    grants: frozenset[Grant]


@dataclass(frozen=True, slots=True)
class Absence:
    """A person is away, both days included; `stand_in_id` hears and reports meanwhile, if any."""

    person_id: int
    since: date
    until: date
    stand_in_id: int | None
