"""Who asks for a deed, what they have a right to, and how others are told of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.access import Right, may
from handlers.messages import Codec, Outgoing
from handlers.oversight.reading import path_of
from handlers.oversight.telling import Letter, tell_people
from handlers.texts import Phrases, phrases
from handlers.timeliness.classes import may_file
from handlers.timeliness.policies import deadlines_for_project, policy_for
from storage.periods import Period, local_date
from storage.project_months import Place
from storage.project_places import place_of_project, report_and_place
from storage.records import Person, Report, Unit, Worth
from storage.reopenings import reopened_projects
from storage.units import find_unit

_NEEDED: Mapping[str, Right] = {
    "remind": Right.REMIND,
    "ack": Right.ACKNOWLEDGE,
    "comment": Right.COMMENT,
    "reopen": Right.REOPEN,
    "decline": Right.REOPEN,
}
"""What the buttons need that begin with these words; any other only looks."""


@dataclass(frozen=True, slots=True)
class Office:
    """The person who asks, the moment, and what their deed is written with."""

    tx: Connection
    codecs: Mapping[str, Codec]
    person: Person
    now: datetime

    @property
    def today(self) -> date:
        return local_date(self.now)

    @property
    def say(self) -> Phrases:
        return phrases("digest", self.person.locale)

    def refusal(self) -> Outgoing:
        """Say politely that this is not theirs to do; whether it exists is not told."""
        return Outgoing(self.say("refused.not_yours"))

    def offer(self, message: Outgoing, *, unit_code: str) -> Outgoing:
        """Leave out of a message about a unit the buttons of what the person may not do there."""
        path = path_of(self.tx, unit_code)
        kept = tuple(
            one
            for one in message.choices
            if (needed := _NEEDED.get(one.id.partition(".")[0])) is None
            or may(needed, self.person.grants, path=path)
        )
        return replace(message, choices=kept, ask=message.ask if kept else None)

    # --- what they have a right to; None for anything else ---

    def unit(self, right: Right, unit_code: str) -> Unit | None:
        """Give a unit."""
        unit = find_unit(self.tx, unit_code)
        return unit if unit is not None and self._may(right, unit_code) else None

    def report(self, right: Right, report_id: int) -> tuple[Report, Place] | None:
        """Give a report and where its project belongs."""
        found = report_and_place(self.tx, report_id)
        return found if found and self._may(right, found[1].unit_code) else None

    def project(self, right: Right, project_id: int) -> Place | None:
        """Give where a project belongs."""
        found = place_of_project(self.tx, project_id)
        return found if found and self._may(right, found.unit_code) else None

    def _may(self, right: Right, unit_code: str) -> bool:
        return may(right, self.person.grants, path=path_of(self.tx, unit_code))

    # --- the world around ---

    def is_locked(self, project_id: int, period: Period) -> bool:
        """Tell whether a month of a project takes no report today."""
        deadlines = deadlines_for_project(self.tx, project_id, period)
        reopened = project_id in reopened_projects(self.tx, period, today=self.today)
        return not may_file(deadlines, self.today, reopened=reopened)

    def tell(
        self, people: Collection[int], letter: Letter, *, unit_code: str, period: Period
    ) -> tuple[Person, ...]:
        """Write to people, for money where the unit's policy allows it; gives the unreached."""
        policy = policy_for(self.tx, unit_code, period.fiscal_year)
        worth = Worth.REMINDER if policy.line_pushes else Worth.FREE
        return tell_people(self.tx, self.codecs, people, letter, worth=worth, now=self.now)
