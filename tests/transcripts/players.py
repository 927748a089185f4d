"""Playing a transcript: against the pure conversation alone, and through a database."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Engine, func, select

from bot.channels.terminal import TerminalCodec
from bot.evidence.fetching import fetch_some
from bot.evidence.kinds import recognise
from bot.evidence.store import Store
from handlers.dialogue.codec import dump_state, load_state
from handlers.dialogue.effects import (
    Attach,
    Erase,
    File,
    Forget,
    KeepForAudit,
    Look,
    Say,
    SetLocale,
    SetStatus,
)
from handlers.dialogue.happenings import Happening, Settled, TakenBack
from handlers.dialogue.state import State
from handlers.dialogue.step import step
from handlers.dialogue.world import Assigned, World, by_urgency
from handlers.messages import (
    Attachment,
    Event,
    Inbound,
    Incident,
    Left,
    Moved,
    Outgoing,
    Returned,
    Unsent,
)
from handlers.texts import phrases
from handlers.turns import Answered, take_one_turn
from storage import inbox, page_log, people, projects, reporters, units
from storage.db import transaction
from storage.periods import Period, period_of
from storage.records import (
    Arrival,
    Content,
    Evidence,
    ImportedReport,
    Person,
    ProjectFacts,
    ProjectStatus,
    Refusal,
    Report,
    Role,
    Unit,
)
from storage.reports import log_of
from storage.tables import outbox, report
from tests.evidence.contents import Names, content_of
from tests.transcripts.script import Said
from tests.turns.grounds import grounded

UNIT = Unit("04160200", "กองทดลองใช้")
FISCAL_YEAR = 2570
Bubble = tuple[str, list[tuple[str, str]]]
"""The lines of a message, and its buttons as pairs of data and label."""

ONLY_STORED = "(only a database can tell)"
"""The lines of a message that the conversation alone cannot know."""


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
    def add_supervisor(self, name: str) -> None: ...

    @abstractmethod
    def add_report(self, code: str, content: Content, day: date) -> None: ...

    @abstractmethod
    def tell(
        self, said: Said, event: Event | Incident, event_id: int, now: datetime
    ) -> list[Bubble]:
        """Deliver an event and give what the bot answers in that chat."""

    @abstractmethod
    def fetch(self, now: datetime) -> list[Bubble]:
        """Fetch what was sent along, and give what the bot says of it."""

    @abstractmethod
    def restart(self) -> None: ...

    @abstractmethod
    def newest(self, code: str) -> Content | None: ...

    @abstractmethod
    def count(self, code: str) -> int: ...

    @abstractmethod
    def number_of(self, code: str) -> int: ...

    @abstractmethod
    def status(self, code: str) -> str: ...


@dataclass
class PurePlayer(Player):
    """The conversation alone; its state goes through JSON after every event."""

    projects: dict[str, Assigned] = field(default_factory=dict)
    assigned: dict[str, tuple[str, ...]] = field(default_factory=dict)
    locales: dict[str, str] = field(default_factory=dict)
    states: dict[str, str] = field(default_factory=dict)
    reports: list[Report] = field(default_factory=list)
    heard: set[int] = field(default_factory=set)
    words: dict[int, str] = field(default_factory=dict)
    evidence: dict[int, Evidence] = field(default_factory=dict)
    sent: dict[int, tuple[str, str]] = field(default_factory=dict)
    untold: dict[str, set[int]] = field(default_factory=dict)
    filed: dict[int, tuple[int, ...]] = field(default_factory=dict)

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

    def add_supervisor(self, name: str) -> None:
        raise AssertionError("a supervisor needs a database: say '@ only database'")

    def add_report(self, code: str, content: Content, day: date) -> None:
        self._add(self.projects[code].id, period_of(day), content, day, entry=0, revision=1)

    def tell(
        self, said: Said, event: Event | Incident, event_id: int, now: datetime
    ) -> list[Bubble]:
        if event_id in self.heard:
            return []
        self.heard.add(event_id)
        self.words[event_id] = said.text or ""
        return self._step(said.who, self._happening(event), event_id, now)

    def fetch(self, now: datetime) -> list[Bubble]:
        told = []
        for who, numbers in self.untold.items():
            settled = []
            for number in sorted(numbers & self.evidence.keys()):
                one = self.evidence[number]
                if one.refusal is None:
                    data = content_of(self.sent[number][1])
                    found = recognise(data)
                    self.evidence[number] = (
                        replace(one, kind=found.kind, sha256=sha256(data).hexdigest())
                        if found
                        else replace(one, refusal=Refusal.WRONG_KIND)
                    )
                settled.append(self.evidence[number])
            numbers.clear()
            if settled:
                told += self._step(who, Settled(tuple(settled)), 0, now)
        return told

    def _happening(self, event: Event | Incident) -> Happening:
        match event:
            case Unsent(message):
                number = int(message)
                sent = self.evidence.get(number)
                return TakenBack({number: self.words.get(number, "")}, (sent,) if sent else ())
            case Left() | Returned() | Moved():
                raise AssertionError(f"{event} needs a database: say '@ only database'")
            case _:
                return event

    def _step(self, who: str, event: Happening, event_id: int, now: datetime) -> list[Bubble]:
        stored = self.states.get(who)
        state = load_state(stored) if stored else State()
        assert dump_state(state) == stored or stored is None
        world = self._world(who, event_id, now)
        turn = step(state, event, world)
        self.states[who] = dump_state(turn.state)
        assert load_state(self.states[who]) == turn.state
        told = []
        for effect in turn.effects:
            match effect:
                case Say(message):
                    told.append(message)
                case Look():
                    told.append(Outgoing(ONLY_STORED))
                case File():
                    self._add(
                        effect.project_id,
                        effect.period,
                        effect.content,
                        world.today,
                        entry=effect.entry,
                        revision=effect.revision + 1,
                        reporter=who,
                    )
                    self.filed[len(self.reports)] = effect.evidence
                    for number in effect.evidence:
                        self.evidence[number] = replace(self.evidence[number], filed=True)
                case Attach(attachment, refusal):
                    one = Evidence(event_id, attachment.name, refusal=refusal)
                    self.evidence[event_id] = one
                    self.sent[event_id] = (who, attachment.reference)
                    self.untold.setdefault(who, set()).add(event_id)
                case Forget(numbers):
                    for number in numbers:
                        if not self.evidence[number].filed:
                            del self.evidence[number]
                case SetStatus(project_id, status):
                    for code, project in self.projects.items():
                        if project.id == project_id:
                            self.projects[code] = replace(project, status=status)
                case SetLocale(locale):
                    self.locales[who] = locale
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

    def number_of(self, code: str) -> int:
        return self.projects[code].id

    def status(self, code: str) -> str:
        return self.projects[code].status

    def _world(self, name: str, event_id: int, now: datetime) -> World:
        mine = (self.projects[code] for code in self.assigned[name])
        listed = []
        for project in mine:
            last = self._last(project.id)
            theirs = self.filed.get(last.id, ()) if last else ()
            found = tuple(self.evidence[number] for number in theirs)
            listed.append(replace(project, last=last, evidence=found))
        return World(
            now=now,
            event=event_id,
            person=Person(1, name, UNIT.code, self.locales[name], frozenset()),
            projects=tuple(sorted(listed, key=by_urgency)),
            say=phrases("dialogue", self.locales[name]),
            evidence=self.evidence,
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
                reporter_id=None if reporter is None else 1,
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

    def add_supervisor(self, name: str) -> None:
        self.add_person(name, ())
        with transaction(self.engine) as tx:
            (person,) = people.people_named(tx, name)
            people.grant_role(tx, person_id=person.id, role=Role.SUPERVISOR, unit_code=UNIT.code)

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
                reporters.add_reporter(tx, project_id=self._id(tx, code), person_id=person.id)

    def add_report(self, code: str, content: Content, day: date) -> None:
        with transaction(self.engine) as tx:
            reports = [ImportedReport(content, day, None)]
            page_log.add_imported(tx, self._id(tx, code), reports)

    def tell(
        self, said: Said, event: Event | Incident, event_id: int, now: datetime
    ) -> list[Bubble]:
        with transaction(self.engine) as tx:
            (person,) = people.people_named(tx, said.who)
        account = f"person-{person.id}-{said.chat}"
        payload = {"account": account, "group": False, **_written(said, event)}
        text = json.dumps(payload, ensure_ascii=False)
        arrival = Arrival("terminal", f"event-{event_id}", account, now, text, str(event_id))
        for _time in range(2):
            with transaction(self.engine) as tx:
                inbox.receive(tx, [arrival], now=now)
        outcomes = []
        while isinstance(outcome := self._turn(now), Answered):
            outcomes.append(outcome)
        assert len(outcomes) <= 1, "an event was answered twice"
        return self._said()

    def fetch(self, now: datetime) -> list[Bubble]:
        url = self.engine.url.render_as_string(hide_password=False)
        with TemporaryDirectory() as folder, grounded(url, clock=lambda: now) as ground:
            for _round in range(4):  # what is fetched in one is told in the next
                asyncio.run(fetch_some(ground, {"terminal": Names()}, Store(Path(folder))))
        while isinstance(self._turn(now), Answered):
            pass
        return self._said()

    def _said(self) -> list[Bubble]:
        with transaction(self.engine) as tx:
            rows = tx.execute(
                select(outbox.c.id, outbox.c.payload)
                .where(outbox.c.id > self.answered)
                .order_by(outbox.c.id)
            ).all()
        self.answered = max((row.id for row in rows), default=self.answered)
        return [bubble(row.payload) for row in rows]

    def _turn(self, now: datetime) -> Any:
        codecs = {"terminal": PaperCodec()}
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
            log = log_of(tx, project_id)
            found = max(log, key=lambda one: (one.period, one.entry), default=None)
            return found.content if found else None

    def count(self, code: str) -> int:
        with transaction(self.engine) as tx:
            theirs = report.c.project_id == self._id(tx, code)
            return tx.execute(select(func.count()).where(theirs)).scalar_one()

    def number_of(self, code: str) -> int:
        with transaction(self.engine) as tx:
            return self._id(tx, code)

    def status(self, code: str) -> str:
        with transaction(self.engine) as tx:
            found = projects.find_project(tx, code)
        assert found is not None
        return found[1].status

    def _id(self, tx: Any, code: str) -> int:
        found = projects.find_project(tx, code)
        assert found is not None, f"no project {code}"
        return found[0]


class PaperCodec(TerminalCodec):
    """The terminal's form, with what transcripts have and a terminal has not."""

    def read(self, payload: str) -> Inbound:
        stored = json.loads(payload)
        match stored:
            case {"account": str(account), "sent": sent}:
                return Inbound(Attachment(**sent), account)
            case {"account": str(account), "unsent": str(message)}:
                return Inbound(Unsent(message), account)
        return super().read(payload)


def _written(said: Said, event: Any) -> dict[str, Any]:
    match event:
        case Attachment():
            return {"sent": asdict(event)}
        case Unsent(message):
            return {"unsent": message}
    if said.text is not None:
        return {"text": said.text}
    if said.kind is not None:
        return {said.kind: True}
    return {"press": f"{event.ask}.{event.choice}"}
