"""Who asks how projects stand, and what they may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.access import Right, may, units_granted
from handlers.dialogue.codec import drafts_in
from handlers.dialogue.evidence import say_evidence
from handlers.dialogue.kept_drafts import is_locked
from handlers.dialogue.world import World
from handlers.oversight.reading import path_of, topmost
from handlers.texts import Phrases, phrases
from storage.dialogues import state_of
from storage.group_bindings import Binding
from storage.periods import local_date
from storage.records import Grant, Unit
from storage.units import units_below

SUBJECT = "status"


@dataclass(frozen=True, slots=True)
class Asker:
    """A group, or a person in private: `roots` with all `units` below them, and `own` projects.

    `full` says whether narratives may be shown, `pressed` that a button was pressed. `attached`
    tells of own projects what was sent along with their newest report, `years` the Buddhist fiscal
    year in which each is, or was last reported on. Reports of those `drafted` were begun and not
    sent.
    """

    tx: Connection
    now: datetime
    say: Phrases
    roots: tuple[Unit, ...]
    units: frozenset[str]
    own: tuple[int, ...] = ()
    home: str | None = None
    full: bool = False
    in_group: bool = False
    pressed: bool = False
    attached: Mapping[int, str] = field(default_factory=dict)
    years: Mapping[int, int] = field(default_factory=dict)
    drafted: frozenset[int] = frozenset()
    grants: frozenset[Grant] = frozenset()

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def place(self) -> str:
        """Where it is asked, as keys of the wording have it."""
        return "group" if self.in_group else "private"

    def own_in(self, fiscal_year: int) -> tuple[int, ...]:
        """Give own projects of a year, and older ones that go on; all, where there are none."""
        return tuple(one for one in self.own if self.years[one] >= fiscal_year) or self.own

    def may_see(self, project_id: int, unit_code: str) -> bool:
        """Tell whether a project is among those that they may ask about."""
        return unit_code in self.units or project_id in self.own

    def may_remind(self, unit_code: str) -> bool:
        """Tell whether they may remind the people of a unit; nobody may from a group."""
        return may(Right.REMIND, self.grants, path=path_of(self.tx, unit_code))


def asking_group(tx: Connection, binding: Binding, *, locale: str, now: datetime) -> Asker:
    """Let anybody in a bound group ask about its unit and all below it."""
    return Asker(
        tx=tx,
        now=now,
        say=phrases(SUBJECT, locale),
        roots=(binding.unit,),
        units=units_below(tx, binding.unit.code),
        full=binding.full,
        in_group=True,
    )


def asking_person(tx: Connection, world: World) -> Asker:
    """Let a person ask about their own projects, and about the units that they look after."""
    roots = topmost(tx, units_granted(world.person.grants, Right.SEE_DIGEST))
    units = frozenset(code for root in roots for code in units_below(tx, root.code))
    told = ((one.id, say_evidence(one.evidence, world.say)) for one in world.projects)
    return Asker(
        tx=tx,
        now=world.now,
        say=phrases(SUBJECT, world.person.locale),
        roots=roots,
        units=units,
        own=tuple(one.id for one in world.projects),
        home=world.person.unit_code,
        full=True,
        attached={project_id: what for project_id, what in told if what},
        years={
            one.id: max(one.fiscal_year, one.last.period.fiscal_year if one.last else 0)
            for one in world.projects
        },
        drafted=frozenset(
            one.project_id
            for one in drafts_in(state_of(tx, world.person.id))
            if not is_locked(one, world)
        ),
        grants=world.person.grants,
    )


def having_pressed(asker: Asker) -> Asker:
    """Say that a button was pressed, so that a page may take the place of the one before."""
    return replace(asker, pressed=True)
