"""What may be sent for money, of a quota that many share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never

from storage.records import Worth

SHARES = (80, 95)
"""Percents of a quota at which admins are told, once each."""


@dataclass(frozen=True, slots=True)
class Quota:
    """The pushes that a month allows, None for no limit, and those that are spent."""

    most: int | None
    spent: int

    @property
    def left(self) -> float:
        """How many may still be pushed; infinite without a limit, and never below zero."""
        return math.inf if self.most is None else max(self.most - self.spent, 0)

    @property
    def share_spent(self) -> int:
        """Whole percents of the limit that are spent; 0 where there is no limit to reach."""
        if not self.most:
            return 0
        return 100 if self.most <= self.spent else 100 * self.spent // self.most


def spent_by_now(*, told: int, counted: int, counting: int) -> int:
    """Say how many pushes are spent, by the larger of the platform's count and our own.

    The platform told `told` when our ledger held `counted`; now it holds `counting`. What we
    pushed since is not in what it told, and what others sent by its website is not in our ledger.
    """
    return max(told + max(counting - counted, 0), counting)


def may_be_pushed(worth: Worth, quota: Quota, *, recipients: int, reserve: int) -> bool:
    """Decide whether a message may cost what it costs; `reserve` is a percent of the limit."""
    match worth:
        case Worth.FREE:
            return False
        case Worth.REMINDER:
            kept = 0 if quota.most is None else -(-quota.most * reserve // 100)
            return quota.left - recipients >= kept
        case Worth.URGENT:
            return quota.left >= recipients
        case _:
            assert_never(worth)


def share_passed(quota: Quota) -> int | None:
    """Give the highest share of SHARES that is spent, None below the lowest."""
    return max((share for share in SHARES if quota.share_spent >= share), default=None)
