"""Playing a transcript: against the pure conversation alone, and through a database."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, func, select

from bot.channels.terminal import TerminalCodec
from handlers.dialogue.codec import dump_state, load_state
from handlers.dialogue.effects import Erase, File, KeepForAudit, Say, SetLocale
from handlers.dialogue.state import State
from handlers.dialogue.step import step
from handlers.dialogue.world import Assigned, World, by_urgency
from handlers.messages import Event
from handlers.texts import phrases
from handlers.turns import Answered, take_one_turn
from storage import inbox, page_log, people, projects, units
from storage.db import transaction
from storage.periods import Period, period_of
from storage.records import (
    Arrival,
    Content,
    ImportedReport,
    Person,
    ProjectFacts,
    ProjectStatus,
    Report,
    Unit,
)
from storage.reports import log_of, newest_reports
from storage.tables import outbox, report
from tests.transcripts.script import Said

UNIT = Unit("04160200", "กองทดลองใช้")
FISCAL_YEAR = 2570
Bubble = tuple[str, list[tuple[str, str]]]
"""The lines of a message, and its buttons as pairs of data and label."""


def bubble(payload: str) -> Bubble:
    shown = json.loads(payload)
    return shown["text"], [(data, label) for data, label in shown["buttons"]]


class Player(ABC):
    """What a transcript needs of a world."""

    @abstractmethod
    def add_project(self, code: str, name: str) -> None: ...

    @abstractmethod
    def add_person(self, name: str, codes: tuple[str, ...]) -> None: ...

    @abstractmethod
    def add_report(self, code: str, content: Content, day: date) -> None: ...

    @abstractmethod
    def tell(self, said: Said, event: Event, event_id: int, now: datetime) -> list[Bubble]:
        """Deliver an event and give what the bot answers in that chat."""

    @abstractmethod
    def restart(self) -> None: ...

    @abstractmethod
    def newest(self, code: str) -> Content | None: ...

    @abstractmethod
    def count(self, code: str) -> int: ...


@dataclass
class PurePlayer(Player):
    """The conversation alone; its state goes through JSON after every event."""

    projects: dict[str, Assigned] = field(default_factory=dict)
    assigned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    locales: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    heard: set[int] = field(default_factory=set)

    def add_project(self, code: str, name: str) -> None:
        self.projects[code] = Assigned(
            id=len(self.projects) + 1,
            code=code,
            name=name,
            unit=UNIT.name,
            fiscal_year=FISCAL_YEAR,
            status=ProjectStatus.IN_PROGRESS,
        )

    def add_person(self, name: str, codes: tuple[str, ...]) -> None:
        self.assigned[name] = codes
        self.locales[name] = "th"

    def add_report(self, code: str, content: Content, day: date) -> None:
        self._add(self.projects[code].id, period_of(day), content, day, entry=0, revision=1)

    def tell(self, said: Said, event: Event, event_id: int, now: datetime) -> list[Bubble]:
        if event_id in self.heard:
            return []
        self.heard.add(event_id)
        stored = self.states.get(said.who)
        state = load_state(stored) if stored else State()
        assert dump_state(state) == stored or stored is None
        world = self._world(said.who, event_id, now)
        turn = step(state, event, world)
        self.states[said.who] = dump_state(turn.state)
        assert load_state(self.states[said.who]) == turn.state
        told = []
        for effect in turn.effects:
            match effect:
                case Say(message):
                    told.append(message)
                case File():
                    self._add(
                        effect.project_id,
                        effect.period,
                        effect.content,
                        world.today,
                        entry=effect.entry,
                        revision=effect.revision + 1,
                        reporter=said.who,
                    )
                case SetLocale(locale):
                    self.locales[said.who] = locale
                case Erase() | KeepForAudit():
                    pass
                case other:
                    raise AssertionError(f"{other} needs a database: say '@ only database'")
        return [bubble(payload) for payload in TerminalCodec().write("", told)]

    def restart(self) -> None:
        """Nothing is kept in memory but what `tell` has put through JSON already."""

    def newest(self, code: str) -> Content | None:
        last = self._last(self.projects[code].id)
        return last.content if last else None

    def count(self, code: str) -> int:
        return sum(one.project_id == self.projects[code].id for one in self.reports)

    def _world(self, name: str, event_id: int, now: datetime) -> World:
        mine = (self.projects[code] for code in self.assigned[name])
        listed = [replace(project, last=self._last(project.id)) for project in mine]
        return World(
            now=now,
            event=event_id,
            person=Person(1, name, UNIT.code, self.locales[name], frozenset()),
            projects=tuple(sorted(listed, key=by_urgency)),
            say=phrases("dialogue", self.locales[name]),
        )

    def _last(self, project_id: int) -> Report | None:
        theirs = [one for one in self.reports if one.project_id == project_id]
        return max(theirs, key=lambda one: (one.period, one.entry, one.revision), default=None)

    def _add(
        self,
        project_id: int,
        period: Period,
        content: Content,
        day: date,
        *,
        entry: int,
        revision: int,
        reporter: str | None = None,
    ) -> None:
        month = [o for o in self.reports if (o.project_id, o.period) == (project_id, period)]
        self.reports.append(
            Report(
                id=len(self.reports) + 1,
                project_id=project_id,
                period=period,
                entry=entry or max((one.entry for one in month), default=0) + 1,
                revision=revision,
                content=content,
                reported_on=day,
                reporter=reporter,
            )
        )


@dataclass
class StoredPlayer(Player):
    """The same through inbox, turn and outbox; every event is delivered twice."""

    reopen: Callable[[], Engine]
    started: datetime
    engine: Engine = field(init=False)
    answered: int = 0

    def __post_init__(self) -> None:
        self.engine = self.reopen()
        with transaction(self.engine) as tx:
            units.save_unit(tx, UNIT)

    def add_project(self, code: str, name: str) -> None:
        with transaction(self.engine) as tx:
            projects.save_project(tx, ProjectFacts(code, name, UNIT.code, FISCAL_YEAR))

    def add_person(self, name: str, codes: tuple[str, ...]) -> None:
        with transaction(self.engine) as tx:
            person = people.find_or_add_person(
                tx, name=name, unit_code=UNIT.code, locale="th", now=self.started
            )
            for chat in ("first", "line"):
                account = f"person-{person.id}-{chat}"
                people.link_address(
                    tx,
                    person_id=person.id,
                    channel="terminal",
                    account=account,
                    lane=account,
                    now=self.started,
                )
            for code in codes:
                projects.add_reporter(tx, project_id=self._id(tx, code), person_id=person.id)

    def add_report(self, code: str, content: Content, day: date) -> None:
        with transaction(self.engine) as tx:
            reports = [ImportedReport(content, day, None)]
            page_log.add_imported(tx, self._id(tx, code), reports)

    def tell(self, said: Said, event: Event, event_id: int, now: datetime) -> list[Bubble]:
        with transaction(self.engine) as tx:
            (person,) = people.people_named(tx, said.who)
        account = f"person-{person.id}-{said.chat}"
        payload = {"account": account, "group": False, **_written(said, event)}
        arrival = Arrival(
            "terminal", f"event-{event_id}", account, now, json.dumps(payload, ensure_ascii=False)
        )
        for _time in range(2):
            with transaction(self.engine) as tx:
                inbox.receive(tx, [arrival], now=now)
        outcomes = []
        while isinstance(outcome := self._turn(now), Answered):
            outcomes.append(outcome)
        assert len(outcomes) <= 1, "an event was answered twice"
        with transaction(self.engine) as tx:
            rows = tx.execute(
                select(outbox.c.id, outbox.c.payload)
                .where(outbox.c.id > self.answered)
                .order_by(outbox.c.id)
            ).all()
        self.answered = max((row.id for row in rows), default=self.answered)
        return [bubble(row.payload) for row in rows]

    def _turn(self, now: datetime) -> Any:
        codecs = {"terminal": TerminalCodec()}
        outcome = take_one_turn(self.engine, codecs, locale="th", now=now)
        if cause := getattr(outcome, "cause", None):
            raise cause
        return outcome

    def restart(self) -> None:
        self.engine.dispose()
        self.engine = self.reopen()

    def newest(self, code: str) -> Content | None:
        with transaction(self.engine) as tx:
            project_id = self._id(tx, code)
            found = newest_reports(tx, [project_id]).get(project_id)
            assert found is None or found in log_of(tx, project_id)
            return found.content if found else None

    def count(self, code: str) -> int:
        with transaction(self.engine) as tx:
            theirs = report.c.project_id == self._id(tx, code)
            return tx.execute(select(func.count()).where(theirs)).scalar_one()

    def _id(self, tx: Any, code: str) -> int:
        found = projects.find_project(tx, code)
        assert found is not None, f"no project {code}"
        return found[0]


def _written(said: Said, event: Any) -> dict[str, Any]:
    if said.text is not None:
        return {"text": said.text}
    if said.kind is not None:
        return {said.kind: True}
    return {"press": f"{event.ask}.{event.choice}"}
