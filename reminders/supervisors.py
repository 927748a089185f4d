"""Telling supervisors how the months of their units stand, each thing once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine

from handlers.access import Right, roles_with
from handlers.messages import Codec
from handlers.oversight.reading import read_digest
from handlers.oversight.rules import read_rules
from handlers.oversight.standing import Digest
from handlers.oversight.telling import Letter, tell_people
from handlers.timeliness.sending_hours import is_drafting
from reminders.hierarchy import Hierarchy, arrange
from storage.db import reading, transaction
from storage.first_addresses import first_addresses
from storage.occurrences import Fate, note_occurrences
from storage.owed import officers
from storage.periods import Period, local_date
from storage.records import Occurrence, Worth
from storage.roles import holders_in
from storage.units import all_units


@dataclass(frozen=True, slots=True)
class Teller:
    """A clock at one moment."""

    engine: Engine
    codecs: Mapping[str, Codec]
    now: datetime

    def read(self, city: Hierarchy, period: Period, unit_code: str) -> Digest:
        """Read how a month stands, which nobody who writes has to wait for."""
        with reading(self.engine) as tx:
            rules = read_rules(tx, period, today=local_date(self.now))
            return read_digest(tx, rules, city.units[unit_code], city.below(unit_code))

    def tell(
        self,
        occurrences: Collection[Occurrence],
        letter_of: Callable[[Connection, Occurrence], Letter],
        *,
        worth: Worth,
    ) -> int:
        """Tell what no other clock told, and note who has no chat; gives how many are told."""
        now, told = self.now, 0
        with transaction(self.engine) as tx:
            addresses = first_addresses(tx, {one.recipient_id for one in occurrences})
            fates = {}
            for one in occurrences:
                at = addresses[one.recipient_id]
                fates[one] = Fate.SAID if at and at.channel in self.codecs else Fate.UNDELIVERABLE
            for one in note_occurrences(tx, fates, now=now):
                if fates[one] is Fate.SAID:
                    letter, people = letter_of(tx, one), [one.recipient_id]
                    tell_people(tx, self.codecs, people, letter, worth=worth, now=now)
                    told += 1
        return told

    def skip(self, occurrences: Iterable[Occurrence]) -> None:
        """Note what need not be told."""
        with transaction(self.engine) as tx:
            note_occurrences(tx, dict.fromkeys(occurrences, Fate.SKIPPED), now=self.now)


def read_city(tx: Connection) -> Hierarchy:
    """Read the units, and who hears of which."""
    return arrange(all_units(tx), holders_in(tx, roles_with(Right.REMIND)))


def undisturbed(
    tx: Connection, occurrences: Collection[Occurrence], *, now: datetime
) -> Iterator[Occurrence]:
    """Give those for people who are not in the middle of a draft of their own."""
    people = officers(tx, {one.recipient_id for one in occurrences}) if occurrences else {}
    for one in occurrences:
        person = people.get(one.recipient_id)
        if person and not is_drafting(person.drafting_since, now):
            yield one


def by_unit(occurrences: Iterable[Occurrence]) -> dict[str, list[Occurrence]]:
    """Sort them by the unit that they are about, with which their subject begins."""
    found: defaultdict[str, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        found[one.subject.split(" ")[0]].append(one)
    return found
