"""A project's fiscal year 2566, written as its percents from October on; None is a gap."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from handlers.summaries.project import ProjectSummary
from handlers.summaries.summarising import summarise
from handlers.timeliness.policy import Policy, deadlines_of
from storage.periods import fiscal_months
from storage.recorded import Budget, Recorded
from storage.records import Content, ProjectStatus, Report, Timeliness

MONTHS = fiscal_months(2566)


def year_of(
    percents: Sequence[str | None],
    *,
    today: date,
    late: Collection[int] = (),
    status: ProjectStatus = ProjectStatus.IN_PROGRESS,
    name: str = "โครงการสวนริมคลอง",
    unit: str = "สำนักงานเขตบางตะเภา",
) -> ProjectSummary:
    entries = tuple(
        (
            Report(
                *(number, 1, month, 1, 1),
                Content(Decimal(percent), "ปลูกต้นไม้", None, None),
                month.first_day.replace(day=23),
                timeliness=Timeliness.LATE if number in late else Timeliness.ON_TIME,
            ),
        )
        for number, (percent, month) in enumerate(zip(percents, MONTHS, strict=False))
        if percent is not None
    )
    recorded = Recorded(
        id=1,
        code="50970000-0001",
        name=name,
        unit_code="50970000",
        fiscal_year=2566,
        responsible="",
        status=status,
        changes=(),
        budget=Budget(None, None),
        budget_changes=(),
        earlier=(),
        entries=entries,
        indicators=(),
        evaluations=(),
    )
    deadlines = [deadlines_of(Policy(), month) for month in MONTHS]
    return summarise(recorded, deadlines, unit=unit, today=today)
