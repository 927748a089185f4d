"""Reading what the clock has to know: the rules, what is owed, and by whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from handlers.timeliness.classes import owes
from handlers.timeliness.policies import policies_of_units
from reminders.debts import Debt, by_hearer, is_taken
from reminders.due import (
    DRAFT,
    DRAFT_LEFT,
    KINDS,
    Due,
    Facts,
    Month,
    due,
)
from reminders.rules import Rules
from storage.occurrences import noted
from storage.owed import Officer, officers, unreported
from storage.periods import Period, period_of
from storage.records import Occurrence
from storage.snoozes import snoozes_of


@dataclass(frozen=True, slots=True)
class Owing:
    """A person, the reports that they hear of, each project once, and what `due` asks for."""

    officer: Officer
    debts: tuple[Debt, ...]
    facts: Facts


def read_rules(tx: Connection, today: date) -> Rules:
    """Read what counts for this month and for the one before."""
    this_month = period_of(today)
    years = {this_month.fiscal_year, this_month.previous.fiscal_year}
    return Rules(today, {year: policies_of_units(tx, year) for year in years})


def read_debts(
    tx: Connection,
    rules: Rules,
    stand_ins: Mapping[int, int | None],
    *,
    hearing: Collection[int] | None = None,
    unit_codes: Collection[str] | None = None,
) -> tuple[Debt, ...]:
    """Read what is owed of the months that are spoken of today, or what these people hear of.

    `stand_ins` are those of everybody who is away; with `unit_codes` only of these units' projects.
    """
    reporters = None
    if hearing is not None:
        hearers = frozenset(hearing)
        away = [one for one, stand_in in stand_ins.items() if stand_in in hearers]
        reporters = [*away, *(one for one in hearing if one not in stand_ins)]
    return tuple(
        Debt(
            period,
            found.project_id,
            found.unit_code,
            found.reporter_id,
            _hearing(found.reporter_id, stand_ins),
        )
        for period in rules.periods()
        for found in unreported(
            tx,
            period,
            judged_on=rules.judging_days(period),
            reporters=reporters,
            unit_codes=unit_codes,
        )
        if owes(period, fiscal_year=period.fiscal_year, status=found.status, today=rules.today)
    )


def read_owing(
    tx: Connection,
    rules: Rules,
    debts: Iterable[Debt],
    stand_ins: Mapping[int, int | None],
    hearing: Collection[int],
    *,
    now: datetime,
) -> tuple[Owing, ...]:
    """Read what is known of those of these people who hear of these debts or left a draft."""
    theirs = by_hearer(debt for debt in debts if is_taken(debt, rules))
    people = officers(tx, hearing)
    left = {number for number, one in people.items() if _left_a_draft(one, now=now)}
    heard = _noted(tx, {debt.period for debt in debts}, left, hearing)
    snoozes = snoozes_of(tx, hearing)
    return tuple(
        Owing(
            people[number],
            theirs.get(number, ()),
            Facts(
                number,
                _months_of(people[number].unit_code, theirs.get(number, ()), rules),
                frozenset(heard[number]),
                snoozed_until=snoozes.get(number),
                drafting_since=people[number].drafting_since,
            ),
        )
        # Who stands in may be away as well, and nobody is asked to report for two removes.
        for number in sorted(people.keys() & (theirs.keys() | left) - stand_ins.keys())
    )


def due_for(owing: Owing, rules: Rules, *, now: datetime) -> Due:
    """Give what a person should have heard by now and has not."""
    return due(rules.policy(owing.officer.unit_code), owing.facts, now)


def _noted(
    tx: Connection, months: set[Period], left: set[int], hearing: Collection[int]
) -> defaultdict[int, set[Occurrence]]:
    found: defaultdict[int, set[Occurrence]] = defaultdict(set)
    reminded = noted(tx, kinds=KINDS, periods=months, people=hearing) if months else frozenset()
    offered = noted(tx, kinds=[DRAFT], periods=[None], people=left) if left else frozenset()
    for one in reminded | offered:
        found[one.recipient_id].add(one)
    return found


def _months_of(unit_code: str, debts: Iterable[Debt], rules: Rules) -> tuple[Month, ...]:
    return tuple(rules.month(unit_code, one) for one in sorted({its.period for its in debts}))


def _left_a_draft(officer: Officer, *, now: datetime) -> bool:
    since = officer.drafting_since
    return since is not None and now - since >= DRAFT_LEFT


def _hearing(reporter: int | None, stand_ins: Mapping[int, int | None]) -> int | None:
    return None if reporter is None else stand_ins.get(reporter, reporter)
