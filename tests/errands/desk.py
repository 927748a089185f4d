"""Officers and supervisors who speak to the bot at times of their own, through a database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Engine

from handlers.turns import Answered, take_one_turn
from storage.db import transaction
from storage.inbox import receive
from storage.people import find_or_add_person, grant_role, link_address
from storage.projects import save_project
from storage.records import ProjectFacts, Role, Unit
from storage.reporters import add_reporter
from storage.units import save_unit
from tests.turns.office import CHANNEL, CODECS, ISSUER, NOW, answers, arrival, press_of

CITY, WORKS, PARKS = (
    Unit("04000000", "เมืองทดลอง"),
    Unit("04160000", "สำนักงานก่อสร้าง", "04000000"),
    Unit("05160000", "สำนักสวน", "04000000"),
)


@dataclass
class Desk:
    """A city of two offices; each person has one chat, if any."""

    engine: Engine
    now: datetime = NOW
    people: dict[str, int] = field(default_factory=dict)
    projects: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        with transaction(self.engine) as tx:
            for unit in (CITY, WORKS, PARKS):
                save_unit(tx, unit)

    def hire(
        self,
        name: str,
        *numbers: int,
        unit: Unit = WORKS,
        supervises: Unit | None = None,
        locale: str = "th",
        linked: bool = True,
    ) -> int:
        """Add a person who reports on the projects of these numbers, made where they are new."""
        with transaction(self.engine) as tx:
            person = find_or_add_person(
                tx, name=name, unit_code=unit.code, locale=locale, now=self.now
            )
            for number in numbers:
                facts = ProjectFacts(
                    f"{unit.code}-{number:04d}", f"โครงการที่ {number}", unit.code, 2570
                )
                self.projects[number] = save_project(tx, facts).id
                add_reporter(tx, project_id=self.projects[number], person_id=person.id)
            if supervises:
                grant_role(tx, person_id=person.id, role=Role.SUPERVISOR, unit_code=supervises.code)
            self.people[name] = person.id
            chat = self.chat(name)
            if linked:
                link_address(
                    tx, person_id=person.id, channel=CHANNEL, account=chat, lane=chat, now=self.now
                )
        return person.id

    def chat(self, name: str) -> str:
        """Give both the account of a person and the private chat with it."""
        return f"officer-{self.people[name]}"

    def wait(self, **by: int) -> None:
        self.now += timedelta(**by)

    def tell(self, name: str, *said: str) -> list[str]:
        """Say things one after another; gives all that came back to the last, in that chat."""
        for text in said:
            before = len(self.heard(name))
            self._receive(name, text)
        return self.heard(name)[before:]

    def press(self, name: str, choice: str) -> list[str]:
        """Press the button of the newest question; "0.…" is one of no question."""
        before = len(self.heard(name))
        standing = choice.startswith("0.")
        self._receive(
            name, {"press": choice} if standing else press_of(self.engine, self.chat(name), choice)
        )
        return self.heard(name)[before:]

    def heard(self, name: str) -> list[str]:
        return answers(self.engine, self.chat(name))

    def _receive(self, name: str, content: str | dict[str, str]) -> None:
        with transaction(self.engine) as tx:
            receive(tx, [arrival(self.chat(name), content, at=self.now)], now=self.now)
        for _turn in self._turns():
            pass

    def _turns(self) -> Iterator[Answered]:
        while True:
            outcome = take_one_turn(self.engine, CODECS, locale="th", issuer=ISSUER, now=self.now)
            if cause := getattr(outcome, "cause", None):
                raise cause
            if not isinstance(outcome, Answered):
                return
            yield outcome
