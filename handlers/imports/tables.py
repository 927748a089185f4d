"""Tables of units, people and projects: which table a sheet is, and what its rows say.

Everything that is wrong with a file by itself is found here, all at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence

from handlers.imports.findings import Findings
from handlers.imports.outcome import Field, Place, Reason, Refused, Thing
from handlers.imports.sheets import Sheet
from handlers.imports.table_cells import Cells
from handlers.imports.table_rows import PersonRow, ProjectRow, Row, Tables, UnitRow
from handlers.thai.table_words import HEADINGS, ROLES, STATUSES
from handlers.thai.text import clean, comparable
from storage.records import Role

NEEDED: Mapping[Thing, tuple[Field, ...]] = {
    Thing.UNIT: (Field.CODE, Field.NAME),
    Thing.PERSON: (Field.NAME, Field.UNIT, Field.ROLE),
    Thing.PROJECT: (Field.CODE, Field.NAME, Field.FISCAL_YEAR),
}

Line = tuple[int, tuple[str, ...]]
"""A row that is not empty, with its number."""


def read_tables(sheets: Sequence[Sheet], found: Findings) -> Tables:
    """Read every sheet by the headings in its first row; what is refused is left out."""
    rows: list[Row] = []
    if not any(_lines(sheet) for sheet in sheets):
        found.refuse(Reason.NO_KNOWN_CONTENT)
    for sheet in sheets:
        rows.extend(_read_sheet(sheet, found))
    return Tables(
        units=tuple(row for row in rows if isinstance(row, UnitRow)),
        people=tuple(row for row in rows if isinstance(row, PersonRow)),
        projects=tuple(row for row in rows if isinstance(row, ProjectRow)),
    )


def _lines(sheet: Sheet) -> list[Line]:
    return [
        (number, row)
        for number, row in enumerate(sheet.rows, start=1)
        if any(cell.strip() for cell in row)
    ]


def _read_sheet(sheet: Sheet, found: Findings) -> list[Row]:
    lines = _lines(sheet)
    if not lines:
        return []
    (top, row), *rest = lines
    place = Place(top, sheet=sheet.name)
    headings = [clean(cell) for cell in row]
    thing = _thing_of(headings)
    if thing is None:
        found.refused.append(Refused(Reason.NO_KNOWN_CONTENT, place, ", ".join(headings)))
        return []
    columns = _columns(thing, headings, rest, found, top=place)
    if any(field not in columns for field in NEEDED[thing]):
        return []
    names = {field: headings[at] for field, at in columns.items()}
    rows = []
    seen: set[Hashable] = set()
    for number, cells in rest:
        texts = {field: cells[at] for field, at in columns.items() if at < len(cells)}
        read = _READERS[thing](Cells(Place(number, sheet=sheet.name), names, texts, found))
        if read is None:
            continue
        if _key(read) in seen:
            found.refused.append(Refused(Reason.ROW_TWICE, read.place, read.name))
        seen.add(_key(read))
        rows.append(read)
    return rows


def _thing_of(headings: Sequence[str]) -> Thing | None:
    """Tell which table has the most of these headings; None where no table has two of them."""
    known = {
        thing: sum(_field_of(thing, heading) is not None for heading in headings)
        for thing in HEADINGS
    }
    best = max(known, key=lambda thing: known[thing])
    return best if known[best] > 1 else None


def _field_of(thing: Thing, heading: str) -> Field | None:
    plain = comparable(heading).strip("* ")
    spellings = HEADINGS[thing].items()
    return next((field for field, known in spellings if plain in map(comparable, known)), None)


def _columns(
    thing: Thing, headings: Sequence[str], rows: Sequence[Line], found: Findings, *, top: Place
) -> dict[Field, int]:
    """Find the column of each field; refused are columns missing, unknown or there twice."""
    columns: dict[Field, int] = {}
    for at, heading in enumerate(headings):
        field = _field_of(thing, heading)
        if field is None and heading:
            found.refused.append(Refused(Reason.COLUMN_UNKNOWN, top, heading))
        elif field in columns:
            found.refused.append(Refused(Reason.COLUMN_TWICE, top, heading))
        elif field is not None:
            columns[field] = at
    for number, cells in rows:
        for at, cell in enumerate(cells):
            if cell.strip() and (at >= len(headings) or not headings[at]):
                place = Place(number, sheet=top.sheet)
                found.refused.append(Refused(Reason.CELL_WITHOUT_HEADING, place, cell.strip()))
    for field in NEEDED[thing]:
        if field not in columns:
            found.refused.append(Refused(Reason.COLUMN_MISSING, top, HEADINGS[thing][field][0]))
    return columns


# --- one row ----------------------------------------------------------------------------------


def _read_unit(cells: Cells) -> UnitRow | None:
    code = cells.needed(Field.CODE, Cells.unit_code)
    name = cells.needed(Field.NAME, Cells.line)
    parent = cells.unit_code(Field.PARENT)
    if not code or not name:
        return None
    return UnitRow(cells.place, code, name, parent, parent_at=cells.at(Field.PARENT))


def _read_person(cells: Cells) -> PersonRow | None:
    name = cells.needed(Field.NAME, Cells.line)
    unit_code = cells.needed(Field.UNIT, Cells.unit_code)
    role = cells.needed(Field.ROLE, _role)
    if not name or not unit_code or not role:
        return None
    return PersonRow(cells.place, name, unit_code, role, unit_at=cells.at(Field.UNIT))


def _role(cells: Cells, field: Field) -> Role | None:
    return cells.word(field, ROLES, Reason.BAD_ROLE)


def _read_project(cells: Cells) -> ProjectRow | None:
    code = cells.needed(Field.CODE, Cells.project_code)
    name = cells.needed(Field.NAME, Cells.line)
    fiscal_year = cells.needed(Field.FISCAL_YEAR, Cells.year)
    row = ProjectRow(
        place=cells.place,
        code=code or "",
        name=name or "",
        fiscal_year=fiscal_year or 0,
        responsible=cells.text(Field.RESPONSIBLE),
        rationale=cells.text(Field.RATIONALE),
        objectives=cells.text(Field.OBJECTIVES),
        targets=cells.text(Field.TARGETS),
        status=cells.word(Field.STATUS, STATUSES, Reason.BAD_STATUS),
        budget=cells.amount(Field.BUDGET),
        budget_used=cells.amount(Field.BUDGET_USED),
        reporters=_names(cells.text(Field.REPORTERS)),
        code_at=cells.at(Field.CODE),
        reporters_at=cells.at(Field.REPORTERS),
    )
    return row if code and name and fiscal_year else None


def _names(text: str | None) -> tuple[str, ...]:
    parts = (" ".join(part.split()) for part in re.split(r"[,;/\n]", text or ""))
    return tuple(dict.fromkeys(part for part in parts if part))


def _key(row: Row) -> Hashable:
    match row:
        case UnitRow() | ProjectRow():
            return row.code
        case PersonRow():
            return row.name, row.unit_code, row.role


_READERS: Mapping[Thing, Callable[[Cells], Row | None]] = {
    Thing.UNIT: _read_unit,
    Thing.PERSON: _read_person,
    Thing.PROJECT: _read_project,
}
