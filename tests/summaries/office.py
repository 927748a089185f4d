"""The office of `golden_projects.txt`, and any other that is written in the same way."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection, Engine, insert

from storage.budgets import note_budget
from storage.db import transaction
from storage.last_reports import keep_last_reports
from storage.periods import Period, Quarter
from storage.projects import save_project
from storage.recorded import Budget
from storage.records import Evaluation, Indicator, ProjectFacts, ProjectStatus, QuarterResult, Unit
from storage.tables import report, status_change
from storage.units import save_unit

GOLDEN = Path(__file__).with_name("golden_projects.txt")
TODAY = date(2023, 10, 20)
QUARTER = Quarter(2566, 4)
UNITS = (
    Unit("50970000", "สำนักงานเขตบางตะเภา"),
    Unit("50971000", "ฝ่ายพัฒนาชุมชน", "50970000"),
    Unit("77000000", "สำนักงานสวน"),
)


def settle(engine: Engine, text: str) -> None:
    """Write units, and the projects and entries that a text describes."""
    with transaction(engine) as tx:
        for unit in UNITS:
            save_unit(tx, unit)
        project_id = 0
        for line in text.splitlines():
            if not line or line.startswith("#"):
                continue
            if line[8] == "-":
                project_id = _project(tx, line)
            else:
                _entry(tx, project_id, line)
        keep_last_reports(tx)


def _project(tx: Connection, line: str) -> int:
    head, name, measured, scored = (part.strip() for part in line.split("|"))
    code, unit, status, budget, used, *others = head.split()
    options = dict(other.split("=") for other in others)
    since, was = options.pop("since", None), options.pop("was", None)
    indicator, target, result = measured.split()
    score, _, note = scored.partition(" ")
    number = QuarterResult(QUARTER.number, _figure(result))
    facts = ProjectFacts(
        code,
        name,
        unit,
        int(options.pop("fiscal_year", QUARTER.fiscal_year)),
        status=ProjectStatus(status),
        budget=_figure(budget),
        budget_used=_figure(used),
        indicators=(
            () if indicator == "-" else (Indicator(indicator, target=target, quarters=(number,)),)
        ),
        evaluations=(
            ()
            if score == "-"
            else (Evaluation(QUARTER, Decimal(score), "" if note == "-" else note),)
        ),
    )
    assert options == {}
    project_id = save_project(tx, facts).id
    if since is not None:
        values = {"before": "in_progress", "status": status, "since": date.fromisoformat(since)}
        now = datetime(2023, 9, 1, 2, tzinfo=UTC)
        tx.execute(insert(status_change).values(project_id=project_id, set_at=now, **values))
    if was is not None:
        until, _, before = was.partition(":")
        given, _, then = before.partition("/")
        budget_then = Budget(_figure(given), _figure(then))
        note_budget(tx, project_id, budget_then, until=date.fromisoformat(until))
    return project_id


def _entry(tx: Connection, project_id: int, line: str) -> None:
    head, narrative, problems, obstacles = (part.strip() for part in line.split("|"))
    month, place, percent, reported_on, timeliness, filed = head.split()
    entry, revision = place.split(".")
    imported = timeliness == "-"
    filed_at = None if imported else datetime.combine(date.fromisoformat(filed), time(3), UTC)
    tx.execute(
        insert(report).values(
            project_id=project_id,
            period=Period.parse(month),
            entry=int(entry),
            revision=int(revision),
            percent=Decimal(percent),
            narrative=narrative,
            problems=_text(problems),
            obstacles=_text(obstacles),
            reported_on=date.fromisoformat(reported_on),
            timeliness=None if imported else timeliness,
            filed_at=filed_at,
            channel=None if imported else "line",
        )
    )


def _figure(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def _text(text: str) -> str | None:
    return None if text == "-" else text
