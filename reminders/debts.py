"""Who owes which report, and who hears of it: the reporter, or who stands in for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from reminders.rules import Rules
from storage.periods import Period


@dataclass(frozen=True, slots=True)
class Debt:
    """A report that is still to come of a project, and one who reports on it, if anybody.

    `hears_id` hears of it, unless away: nobody where the reporter is away without a stand-in.
    """

    period: Period
    project_id: int
    unit_code: str
    reporter_id: int | None
    hears_id: int | None

    @property
    def is_own(self) -> bool:
        """Whether nobody stands in."""
        return self.reporter_id == self.hears_id


def is_taken(debt: Debt, rules: Rules) -> bool:
    """Tell whether the report is still taken without a supervisor's reopening."""
    return rules.today <= rules.deadlines(debt.unit_code, debt.period).locks_after


def by_hearer(debts: Iterable[Debt]) -> dict[int, tuple[Debt, ...]]:
    """Sort debts by who hears of them; of a project that is theirs as well as another's, theirs."""
    found: defaultdict[int, dict[tuple[Period, int], Debt]] = defaultdict(dict)
    for debt in sorted(debts, key=lambda one: (one.period.year, one.period.month, one.project_id)):
        if debt.hears_id is not None:
            place = (debt.period, debt.project_id)
            if debt.reporter_id == debt.hears_id or place not in found[debt.hears_id]:
                found[debt.hears_id][place] = debt
    return {number: tuple(of.values()) for number, of in found.items()}
