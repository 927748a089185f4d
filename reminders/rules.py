"""The policies of all units as they count for the months that are spoken of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from handlers.timeliness.policy import Deadlines, Policy, deadlines_of
from handlers.timeliness.sending_hours import may_speak
from reminders.due import Month, month_of
from reminders.ladder import Step
from storage.periods import Period, period_of

ESCALATED = 5
"""So many working days after its day an escalation is still worth saying."""

_deadlines_of = lru_cache(1024)(deadlines_of)


@lru_cache(1024)
def _month_of(policy: Policy, period: Period) -> Month:
    return month_of(policy, _deadlines_of(policy, period))


@dataclass(frozen=True, slots=True)
class Rules:
    """Policies by fiscal year and unit, as of `today`."""

    today: date
    policies: Mapping[int, Mapping[str | None, Policy]]
    _months: dict[tuple[str, Period], Month] = field(default_factory=dict)

    def policy(self, unit_code: str, period: Period | None = None) -> Policy:
        """Give the policy of a unit for a month, or the one that holds today."""
        return self.policies[(period or period_of(self.today)).fiscal_year][unit_code]

    def month(self, unit_code: str, period: Period) -> Month:
        """Give a month by the policy of a unit, put together once for all who hear of it."""
        found = self._months.get((unit_code, period))
        if found is None:
            found = _month_of(self.policy(unit_code, period), period)
            self._months[unit_code, period] = found
        return found

    def deadlines(self, unit_code: str, period: Period) -> Deadlines:
        return self.month(unit_code, period).deadlines

    def judging_days(self, period: Period) -> dict[str, date]:
        """Give for every unit the day whose status of a project says whether the month is owed."""
        units = self.policies[period.fiscal_year]
        return {
            code: min(_deadlines_of(policy, period).due_on, self.today)
            for code, policy in units.items()
            if code is not None
        }

    def may_speak(self, now: datetime) -> bool:
        """Tell whether the bot may speak first now in any unit at all."""
        policies = self.policies[period_of(self.today).fiscal_year]
        return any(may_speak(one, now, drafting_since=None) for one in {*policies.values()})

    def periods(self) -> Iterator[Period]:
        """Give the months of which anybody anywhere may have to hear today."""
        this_month = period_of(self.today)
        for period in (this_month.previous, this_month):
            for policy in {*self.policies[period.fiscal_year].values()}:
                days = _deadlines_of(policy, period)
                first = min((*days.reminders, days.due_on))
                if max(first, period.first_day) <= self.today <= _last_day(policy, days):
                    yield period
                    break

    def taking(self, period: Period) -> dict[date, frozenset[str]]:
        """Give the units that still take reports of a month without a supervisor's reopening.

        They come by the day on which they judge it, as `judging_days` gives it.
        """
        found: defaultdict[date, set[str]] = defaultdict(set)
        for code, day in self.judging_days(period).items():
            if self.today <= self.deadlines(code, period).locks_after:
                found[day].add(code)
        return {day: frozenset(codes) for day, codes in found.items()}

    def newest_steps(self, period: Period, now: datetime) -> dict[Step, frozenset[str]]:
        """Give the newest step of a month that is due by now, with the units in which it is it.

        Units whose people may not be spoken to now are left out.
        """
        found: defaultdict[Step, set[str]] = defaultdict(set)
        for code in self.policies[period.fiscal_year]:
            if code is None or not may_speak(self.policy(code), now, drafting_since=None):
                continue
            if due := [step for step in self.month(code, period).steps if step.at <= now]:
                found[due[-1]].add(code)
        return {step: frozenset(codes) for step, codes in found.items()}

    def late_places(self) -> frozenset[tuple[str, Period]]:
        """Give the units and months of which supervisors may have to hear today that it is late."""
        return frozenset(
            (code, period)
            for period in self.periods()
            for code in self.policies[period.fiscal_year]
            if code is not None and any(self.levels_due(code, period))
        )

    def levels_due(self, unit_code: str, period: Period) -> tuple[bool, bool]:
        """Tell whether what is late is to be told to the unit's supervisors, and those above."""
        policy, days = self.policy(unit_code, period), self.deadlines(unit_code, period)
        is_fresh = self.today <= _last_day(policy, days)
        unit, above = (
            is_fresh and day is not None and day <= self.today
            for day in (days.unit_on, days.above_on)
        )
        return unit, above


@lru_cache(1024)
def _last_day(policy: Policy, days: Deadlines) -> date:
    """Give the last day on which the month is spoken of."""
    escalated = [day for day in (days.unit_on, days.above_on) if day is not None]
    late = [policy.calendar.after(day, ESCALATED) for day in escalated]
    return max((days.locks_after, *late))
