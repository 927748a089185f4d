"""What is corrected of the golden office after its quarter was locked."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import Connection, Engine, select

from storage.db import transaction
from storage.figures import Giving, file_result, file_score
from storage.filing import Filing, file_entry, file_revision
from storage.indicators import numbers_of_indicators
from storage.people import find_or_add_person
from storage.periods import Period
from storage.records import Content, Timeliness
from storage.tables import project
from tests.summaries.office import QUARTER, UNITS

LATER = datetime(2023, 10, 19, 3, tzinfo=UTC)  # all months of the quarter are locked
IN_TIME = datetime(2023, 10, 9, 3, tzinfo=UTC)
SEPTEMBER = Period(2023, 9)
PARK, LIBRARY, WASTE = "50970000-0001", "50970000-0005", "50970000-0006"
REASON = "นับผิด\nขาดไป 3 สวน"


def give(office: Engine) -> None:
    """The park's result and score of the page are corrected; the library's result comes at last."""
    with transaction(office) as tx:
        park, library = (number_of(tx, code) for code in (PARK, LIBRARY))
        by = [
            Giving(filing(tx, event).reporter_id, "line", event, moment)
            for event, moment in enumerate((IN_TIME, LATER, LATER, LATER), start=1)
        ]
        (gardens,), (books,) = (numbers_of_indicators(tx, one) for one in (park, library))
        file_result(tx, gardens, 4, Decimal("4.50"), "", seen=0, by=by[0])
        file_result(tx, gardens, 4, Decimal(6), "", seen=2, by=by[1])
        file_result(tx, books, 4, Decimal(480), "", seen=0, by=by[2])
        file_score(tx, park, QUARTER, Decimal(85), "นับใหม่", reason=REASON, seen=0, by=by[3])


def correct(office: Engine) -> None:
    """A supervisor opened months again: the park says 80 for 90 in September, the library speaks
    at last, and what the bank of waste said in May, which was its end in September, is less.
    """
    with transaction(office) as tx:
        content = Content(Decimal(80), "ปลูกต้นไม้ 55 ต้น", None, None)
        file_revision(
            tx,
            content,
            project_id=number_of(tx, PARK),
            period=SEPTEMBER,
            entry=1,
            revision=2,
            by=filing(tx, 1),
        )
        content = Content(Decimal(10), "จัดซื้อหนังสือ", None, None)
        number = number_of(tx, LIBRARY)
        file_entry(tx, content, project_id=number, period=SEPTEMBER, by=filing(tx, 2))
        content = Content(Decimal(95), "เหลือส่งมอบ", None, None)
        number, may = number_of(tx, WASTE), Period(2023, 5)
        file_revision(
            tx, content, project_id=number, period=may, entry=1, revision=2, by=filing(tx, 3)
        )


def number_of(tx: Connection, code: str) -> int:
    return int(tx.execute(select(project.c.id).where(project.c.code == code)).scalar_one())


def filing(tx: Connection, event: int) -> Filing:
    person = find_or_add_person(tx, name="มาลี", unit_code=UNITS[0].code, locale="th", now=LATER)
    return Filing(person.id, "line", event, LATER.date(), Timeliness.LATE, LATER)
