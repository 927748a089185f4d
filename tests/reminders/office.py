"""An office whose clock is driven by hand, and looking at what everybody is told."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from itertools import count

from sqlalchemy import Connection, Engine, insert, select

from bot.channels.webchat import WebchatCodec
from handlers.dialogue.codec import dump_state
from handlers.dialogue.state import Answering, Asked, Draft, State
from handlers.messages import Codec
from handlers.timeliness.changes import Change
from handlers.timeliness.classes import timeliness_of
from handlers.timeliness.policies import change_policies, deadlines_for_project
from reminders.digests import plan_digests
from reminders.plan import plan
from storage.absences import set_absence
from storage.db import reading, transaction
from storage.dialogues import lock_dialogue, save_dialogue
from storage.filing import Filing, file_entry
from storage.people import find_or_add_person, grant_role, link_address
from storage.periods import BANGKOK, Period, local_date, period_of
from storage.projects import save_project
from storage.reachability import mark_unreachable
from storage.records import (
    Absence,
    Content,
    ProjectFacts,
    ProjectStatus,
    Role,
    Unit,
    Worth,
)
from storage.reporters import add_reporter
from storage.snoozes import snooze_until
from storage.statuses import set_status
from storage.tables import outbox, policy
from storage.units import save_unit

CODECS: Mapping[str, Codec] = {"webchat": WebchatCodec()}
LONG_AGO = datetime(2026, 9, 1, tzinfo=UTC)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment by the clock on a wall in Bangkok."""
    return datetime.combine(day, time(hour, minute), BANGKOK)


def break_a_policy(tx: Connection) -> None:
    """Leave something in the database that no release can read."""
    broken = {"fiscal_year": 2570, "settings": "{", "set_at": LONG_AGO}
    tx.execute(insert(policy).values(broken))


def say_all(engine: Engine, now: datetime) -> None:
    """Say all that the clock has to say to officers and supervisors."""
    for said in (plan, plan_digests):
        for _told in said(engine, CODECS, now=now):
            pass


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody was told first, by nobody's question."""

    who: str
    text: str
    buttons: tuple[str, ...]
    worth: Worth
    title: str = ""
    rows: tuple[tuple[str, str], ...] = ()

    @property
    def head(self) -> str:
        return self.title or self.text.split("\n\n", maxsplit=1)[0].split("\n", maxsplit=1)[0]

    @property
    def projects(self) -> tuple[str, ...]:
        return tuple(re.findall(r"^\d+\. (.+)$", self.text, re.MULTILINE))

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines that differ from month to month, without the sentences around them."""
        named = re.findall(r"^(?:• .+|.+ รวม \d+ โครงการ)$", self.text, re.MULTILINE)
        rows = (f"{label}: {', '.join(told.splitlines())}" for label, told in self.rows)
        return (*(f"- {one}" for one in self.projects), *named, *rows)


@dataclass(slots=True)
class Office:
    """A city with a department above two divisions; people and projects are known by name."""

    engine: Engine
    people: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    seen: int = 0
    events: Iterator[int] = field(default_factory=lambda: count(1))

    def open(self) -> None:
        with transaction(self.engine) as tx:
            save_unit(tx, Unit("04000000", "สำนักสวนทดลอง"))
            save_unit(tx, Unit("04010000", "กองต้นไม้", "04000000"))
            save_unit(tx, Unit("04020000", "กองทางเท้า", "04000000"))

    def hire(
        self,
        name: str,
        unit_code: str,
        *projects: str,
        role: Role = Role.OFFICER,
        linked: bool = True,
        year: int = 2570,
    ) -> None:
        with transaction(self.engine) as tx:
            one = find_or_add_person(
                tx, name=name, unit_code=unit_code, locale="th", now=LONG_AGO
            ).id
            self.people[name] = one
            grant_role(tx, person_id=one, role=role, unit_code=unit_code)
            if linked:
                self._link(tx, name)
            for project in projects:
                self.assign(tx, project, unit_code, name, year=year)

    def _link(self, tx: Connection, name: str) -> None:
        link_address(
            tx,
            person_id=self.people[name],
            channel="webchat",
            account=name,
            lane=name,
            now=LONG_AGO,
        )

    def assign(self, tx: Connection, project: str, unit_code: str, name: str, *, year: int) -> None:
        if project not in self.projects:
            code = f"{unit_code}-{len(self.projects) + 1:04d}"
            facts = ProjectFacts(code, project, unit_code, year)
            self.projects[project] = save_project(tx, facts).id
        add_reporter(tx, project_id=self.projects[project], person_id=self.people[name])

    # --- what people do ---------------------------------------------------------------------

    def report(
        self, name: str, project: str, *, now: datetime, period: Period | None = None
    ) -> None:
        today, number = local_date(now), self.projects[project]
        month = period or period_of(today)
        with transaction(self.engine) as tx:
            became = timeliness_of(deadlines_for_project(tx, number, month), today)
            file_entry(
                tx,
                Content(Decimal(40), "ดำเนินการตามแผน", None, None),
                project_id=number,
                period=month,
                by=Filing(self.people[name], "webchat", next(self.events), today, became, now),
            )

    def draft(self, name: str, project: str | None, *, now: datetime) -> None:
        """Begin a draft, or touch it; without a project it is given up."""
        state = State(ask=1)
        if project is not None:
            draft = Draft(self.projects[project], period_of(local_date(now)))
            state = State(ask=1, cursor=Answering(Asked.PERCENT), draft=draft)
        self.stop_at(name, state, now=now)

    def stop_at(self, name: str, state: State, *, now: datetime) -> None:
        """Leave a conversation where it stands."""
        person_id = self.people[name]
        with transaction(self.engine) as tx:
            lock_dialogue(tx, person_id, now=now)
            save_dialogue(
                tx,
                person_id,
                ask=1,
                state=dump_state(state),
                now=now,
                drafting=state.is_unfinished,
            )

    def snooze(self, name: str, until: datetime, *, now: datetime) -> None:
        with transaction(self.engine) as tx:
            snooze_until(tx, self.people[name], until=until, now=now)

    def leave(
        self, name: str, since: date, until: date, stand_in: str | None, *, now: datetime
    ) -> None:
        other = self.people[stand_in] if stand_in else None
        told = Absence(self.people[name], since, until, other)
        with transaction(self.engine) as tx:
            set_absence(tx, told, today=local_date(now), now=now)

    def stand(self, project: str, status: ProjectStatus, *, now: datetime) -> None:
        with transaction(self.engine) as tx:
            set_status(
                tx, self.projects[project], status, since=local_date(now), set_by=None, now=now
            )

    def block(self, name: str, *, now: datetime) -> None:
        with transaction(self.engine) as tx:
            mark_unreachable(tx, channel="webchat", lane=name, now=now)

    def set_policy(self, unit_code: str | None, *, year: int = 2570, **settings: object) -> None:
        with transaction(self.engine) as tx:
            refused = change_policies(
                tx, [Change(unit_code, year, settings)], set_by=None, now=LONG_AGO
            )
        assert not refused

    # --- the clock --------------------------------------------------------------------------

    def tick(self, now: datetime) -> list[Heard]:
        """Let the clock plan what is due, and give what that said."""
        for _told in plan(self.engine, CODECS, now=now):
            pass
        return self.heard()

    def tick_all(self, now: datetime) -> list[Heard]:
        """Let the clock plan what is due, digests too, and give what that said."""
        say_all(self.engine, now)
        return self.heard()

    def heard(self) -> list[Heard]:
        """Give what was said since this was asked last, by name."""
        with reading(self.engine) as tx:
            rows = tx.execute(
                select(outbox.c.id, outbox.c.lane, outbox.c.payload, outbox.c.worth)
                .where(outbox.c.id > self.seen)
                .order_by(outbox.c.id)
            ).all()
        self.seen = max((row.id for row in rows), default=self.seen)
        said = []
        for row in rows:
            payload = json.loads(row.payload)
            labels = tuple(one["label"] for one in payload["choices"])
            card = payload.get("card") or {"title": "", "rows": ()}
            shown = tuple((label, told) for label, told in card["rows"])
            said.append(Heard(row.lane, payload["text"], labels, row.worth, card["title"], shown))
        return sorted(said, key=lambda one: (one.who, one.text))
