"""Playing a transcript of a group: several people see one screen, on either platform.

Besides what all transcripts have there are, before the first line that somebody says,

@ unit 50160100 "ฝ่ายโยธา" 50160000            a unit, and the one above it
@ role สมศรี supervisor 50160000              somebody of a role in a unit, who has joined
@ budget 50160000-0001 1000 600              what a project may spend, and what it has spent
@ responsible 50160000-0001 "…"              the free text that may hold telephone numbers

and who speaks may say where: "มาลี (group): …", "มาลี (private): …"; "ใครก็ได้ (hidden): …" is
somebody in the group whom the platform does not name. "<joins>" and "<leaves>" are the bot's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from handlers.messages import Event, Incident
from handlers.turns import Answered, take_one_turn
from storage import inbox, people, projects, reporters, units
from storage.db import transaction
from storage.records import ProjectFacts, Role, Unit
from tests.groups.platforms import PLATFORMS, Deed, Platform
from tests.transcripts.players import FISCAL_YEAR, Bubble, StoredPlayer
from tests.transcripts.script import Directive, Said
from tests.transcripts.test_transcripts import Performance

DEEDS = ("joins", "leaves")
TOP = Unit("50160000", "สำนักงานเขตทดลอง")


@dataclass
class GroupPlayer(StoredPlayer):
    """Through the intake, the inbox, the turn and the codec of one platform."""

    platform: Platform = PLATFORMS["telegram"]

    def __post_init__(self) -> None:
        super().__post_init__()
        self.add_unit(TOP)

    def add_unit(self, unit: Unit) -> None:
        with transaction(self.engine) as tx:
            units.save_unit(tx, unit)

    def add_project(self, code: str, name: str) -> None:
        facts = ProjectFacts(code, name, code[:8], FISCAL_YEAR)
        with transaction(self.engine) as tx:
            projects.save_project(tx, facts)

    def change_project(self, code: str, **facts: Any) -> None:
        with transaction(self.engine) as tx:
            found = projects.find_project(tx, code)
            assert found is not None
            projects.save_project(tx, replace(found[1], **facts))

    def add_person(self, name: str, codes: tuple[str, ...]) -> None:
        self.add_role(name, None, TOP.code)
        with transaction(self.engine) as tx:
            (person,) = people.people_named(tx, name)
            for code in codes:
                reporters.add_reporter(tx, project_id=self._id(tx, code), person_id=person.id)

    def add_role(self, name: str, role: Role | None, unit_code: str) -> None:
        with transaction(self.engine) as tx:
            person = people.find_or_add_person(
                tx, name=name, unit_code=unit_code, locale="th", now=self.started
            )
            account = self.platform.account(name)
            people.link_address(
                tx,
                person_id=person.id,
                channel=self.platform.name,
                account=account,
                lane=account,
                now=self.started,
            )
            if role is not None:
                people.grant_role(tx, person_id=person.id, role=role, unit_code=unit_code)

    def tell(
        self, said: Said, event: Event | Incident, event_id: int, now: datetime
    ) -> list[Bubble]:
        private, hidden = said.chat == "private", said.chat == "hidden"
        chat = "group" if hidden or said.chat == "first" else said.chat
        what = said.kind if said.kind in DEEDS else event
        who = None if hidden else said.who
        deed = Deed(who, chat, not private, what, event_id, now)  # type: ignore[arg-type]  # an event
        arrivals = self.platform.take(deed)
        for _time in range(2):
            with transaction(self.engine) as tx:
                inbox.receive(tx, arrivals, now=now)
        outcomes = []
        while isinstance(outcome := self._turn(now), Answered):
            outcomes.append(outcome)
        assert len(outcomes) == len(arrivals), "stored is what is answered, once"
        return self._said()

    def _turn(self, now: datetime) -> Any:
        codecs = {self.platform.name: self.platform.codec}
        outcome = take_one_turn(self.engine, codecs, locale="th", now=now)
        if cause := getattr(outcome, "cause", None):
            raise cause
        return outcome


class OneScreen(dict[str, list[Bubble]]):
    """What is said in a group is seen by everybody in it."""

    def __init__(self) -> None:
        super().__init__()
        self.bubbles: list[Bubble] = []

    def get(self, key: str, default: Any = None) -> Any:
        return self.bubbles

    def setdefault(self, key: str, default: Any = None) -> Any:
        return self.bubbles


class GroupPerformance(Performance):
    """One transcript of a group."""

    def __init__(self, path: Path, player: GroupPlayer) -> None:
        super().__init__(path, player)
        self.group = player
        self.seen = OneScreen()

    def _event(self, said: Said, where: str) -> Event | Incident:
        if said.kind in DEEDS:
            return None  # type: ignore[return-value]  # the platform writes it
        return super()._event(said, where)

    def _direct(self, directive: Directive, where: str) -> None:
        words = directive.words
        match directive.name:
            case "unit":
                above = words[2] if len(words) > 2 else None
                self.group.add_unit(Unit(words[0], words[1], above))
            case "role":
                self.group.add_role(words[0], Role(words[1]), words[2])
            case "budget":
                budget, used = map(Decimal, words[1:])
                self.group.change_project(words[0], budget=budget, budget_used=used)
            case "responsible":
                self.group.change_project(words[0], responsible=words[1])
            case _:
                super()._direct(directive, where)
