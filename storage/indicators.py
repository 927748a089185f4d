"""The indicators of projects, and how any indicator is read and written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from sqlalchemy import Connection, Row, delete, insert, select, update

from storage.records import Indicator, PrintedScore, QuarterResult
from storage.tables import indicator, indicator_quarter


def indicators_of_projects(
    tx: Connection, project_ids: Sequence[int]
) -> dict[int, tuple[Indicator, ...]]:
    """Give the indicators of each project, in the order of its page."""
    indicators: dict[int, list[Indicator]] = {project_id: [] for project_id in project_ids}
    rows = tx.execute(
        select(indicator)
        .where(indicator.c.project_id.in_(project_ids))
        .order_by(indicator.c.position)
    ).all()
    read = read_indicators(tx, rows)
    for row in rows:
        indicators[row.project_id].append(read[row.id])
    return {project_id: tuple(found) for project_id, found in indicators.items()}


def replace_indicators(
    tx: Connection, indicators: Sequence[Indicator], *, project_id: int, fiscal_year: int
) -> None:
    """Let a project have these indicators and no others.

    One that it has already keeps its number, to which what was given of it in chat belongs.
    """
    numbers = numbers_of_indicators(tx, project_id)
    known = indicators_of_projects(tx, [project_id])[project_id]
    matched = match_indicators(known, indicators)
    gone = [number for at, number in enumerate(numbers) if at not in matched]
    tx.execute(delete(indicator).where(indicator.c.id.in_(gone)))
    for position, (one, at) in enumerate(zip(indicators, matched, strict=True), start=1):
        owner = {"project_id": project_id, "fiscal_year": fiscal_year, "position": position}
        if at is None:
            insert_indicator(tx, one, owner=owner)
        else:
            changed = update(indicator).where(indicator.c.id == numbers[at])
            tx.execute(changed.values(**_values(one), **owner))
            _replace_quarters(tx, one, numbers[at])


def numbers_of_indicators(tx: Connection, project_id: int) -> tuple[int, ...]:
    """Give the numbers of the rows of a project's indicators, in the order of its page."""
    theirs = select(indicator.c.id).where(indicator.c.project_id == project_id)
    return tuple(tx.scalars(theirs.order_by(indicator.c.position)))


def match_indicators(
    known: Sequence[Indicator], new: Sequence[Indicator]
) -> tuple[int | None, ...]:
    """Say of each new indicator which of the known ones it is, None for a new one.

    It is known by its name, or else by its code; of equal ones the first is the first.
    """
    free = dict(enumerate(known))
    matched: dict[int, int] = {}
    for key in (_name, _code):
        for at, one in enumerate(new):
            found = next((i for i, other in free.items() if key(other) == key(one)), None)
            if at not in matched and key(one) and found is not None:
                matched[at] = found
                del free[found]
    return tuple(matched.get(at) for at in range(len(new)))


def _name(one: Indicator) -> str | None:
    return one.name


def _code(one: Indicator) -> str | None:
    return one.code


def insert_indicator(tx: Connection, one: Indicator, *, owner: Mapping[str, str | int]) -> None:
    """Add an indicator; `owner` is whose it is, of which year, and at which place among theirs."""
    added = insert(indicator).values(**_values(one), **owner)
    _replace_quarters(tx, one, tx.scalars(added.returning(indicator.c.id)).one())


def _values(one: Indicator) -> dict[str, str | int | Decimal | None]:
    printed = one.printed
    return {
        "code": one.code,
        "name": one.name,
        "measure": one.measure,
        "target": one.target,
        "actual": one.actual,
        "kind": one.kind,
        "level": one.level,
        "definition": one.definition,
        "summary": one.summary,
        "printed_quarter": None if printed is None else printed.number,
        "printed_score": None if printed is None else printed.score,
    }


def _replace_quarters(tx: Connection, one: Indicator, indicator_id: int) -> None:
    tx.execute(delete(indicator_quarter).where(indicator_quarter.c.indicator_id == indicator_id))
    for quarter in one.quarters:
        first, second = quarter.assessed or (None, None)
        tx.execute(
            insert(indicator_quarter).values(
                indicator_id=indicator_id,
                number=quarter.number,
                result=quarter.result,
                score=quarter.score,
                assessed_first=first,
                assessed_second=second,
                narrative=quarter.narrative,
            )
        )


def read_indicators(
    tx: Connection, rows: Iterable[Row[*tuple[object, ...]]]
) -> dict[int, Indicator]:
    """Give the indicators of rows of their table, with their quarters, by their numbers."""
    found = tuple(rows)
    quarters: dict[int, list[QuarterResult]] = {row.id: [] for row in found}
    results = tx.execute(
        select(indicator_quarter)
        .where(indicator_quarter.c.indicator_id.in_(quarters))
        .order_by(indicator_quarter.c.number)
    )
    for row in results:
        pair = (row.assessed_first, row.assessed_second)
        assessed = None if row.assessed_first is None else pair
        quarters[row.indicator_id].append(
            QuarterResult(row.number, row.result, row.score, assessed, row.narrative)
        )
    return {
        row.id: Indicator(
            name=row.name,
            code=row.code,
            measure=row.measure,
            target=row.target,
            actual=row.actual,
            kind=row.kind,
            level=row.level,
            definition=row.definition,
            summary=row.summary,
            quarters=tuple(quarters[row.id]),
            printed=(
                None
                if row.printed_quarter is None
                else PrintedScore(row.printed_quarter, row.printed_score)
            ),
        )
        for row in found
    }
