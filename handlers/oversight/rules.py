"""What the months of units are judged by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from handlers.oversight.risk import AHEAD, BEHIND, STALLED, straight_line
from handlers.oversight.standing import Days, Judged, judge
from handlers.timeliness.classes import RUNNING, judged_on, may_file
from handlers.timeliness.not_due import due_later
from handlers.timeliness.policies import policies_of_units
from handlers.timeliness.policy import Policy, deadlines_of
from storage.attention import Alarm
from storage.month_lists import MonthView
from storage.periods import Period
from storage.project_months import JudgedOn, Missing, Standing
from storage.reopenings import reopened_projects


@dataclass(frozen=True, slots=True)
class MonthRules:
    """The days of a month in every unit, by code, and the projects for which it is open again."""

    period: Period
    today: date
    days: Mapping[str, Days]
    reopened: frozenset[int]

    @property
    def day(self) -> date:
        return min(self.period.last_day, self.today)

    @property
    def due_later(self) -> dict[str, date]:
        """The units whose due day is still to come, and when that is."""
        return due_later({code: one.month for code, one in self.days.items()}, self.today)

    def view(self, units: Collection[str]) -> MonthView:
        """Give exactly these units as those who count look at them."""
        return MonthView(
            self.period,
            self.day,
            {
                code: JudgedOn(
                    judged_on(self.days[code].month, self.today),
                    judged_on(self.days[code].before, self.today),
                )
                for code in units
            },
            alarm_on(self.period.fiscal_year, self.day),
        )

    def judge(self, one: Standing) -> Judged:
        """Say how a project's month stands."""
        return judge(
            one,
            self.days[one.unit_code],
            day=self.day,
            today=self.today,
            reopened=one.project_id in self.reopened,
        )

    def is_locked(self, one: Missing) -> bool:
        """Tell whether the report that is missing can no longer be sent."""
        days = self.days[one.unit_code].month
        return not may_file(days, self.today, reopened=one.project_id in self.reopened)


def read_rules(tx: Connection, period: Period, *, today: date) -> MonthRules:
    """Read what a month is judged by, in as many queries as for one unit."""
    known: dict[Policy, Days] = {}
    days = {}
    for code, policy in policies_of_units(tx, period.fiscal_year).items():
        if policy not in known:
            known[policy] = Days(
                deadlines_of(policy, period), deadlines_of(policy, period.previous)
            )
        if code is not None:
            days[code] = known[policy]
    return MonthRules(period, today, days, reopened_projects(tx, period, today=today))


def alarm_on(fiscal_year: int, day: date) -> Alarm:
    """Say what is alarming on a day of a fiscal year."""
    return Alarm(
        fiscal_year=fiscal_year,
        line=straight_line(fiscal_year, day),
        behind=BEHIND,
        ahead=AHEAD,
        stalled=STALLED,
        running=RUNNING,
    )
