"""Before a due day nobody is told to be missing; the classes stay what they are."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, datetime

import pytest
from sqlalchemy import Connection, Engine

from handlers.messages import Outgoing
from handlers.oversight.carrying_out import carry_out
from handlers.oversight.deeds import ShowPart
from handlers.oversight.office import Office
from handlers.oversight.parts import Part
from handlers.status.lists import say_class
from handlers.status.reading import look_at, read_page
from handlers.texts import phrases
from handlers.timeliness.changes import Change
from handlers.timeliness.not_due import NotDue
from handlers.timeliness.policies import change_policies
from storage.db import transaction
from storage.people import person_by_id
from storage.periods import BANGKOK
from storage.project_months import Wanted
from storage.units import units_below
from tests.oversight.city import CITY, NORTH, NOVEMBER, NOW, SOUTH, add_supervisor, found_city
from tests.turns.office import CODECS

DUE, LATER = date(2026, 11, 25), date(2026, 11, 27)
BEFORE = datetime(2026, 11, 20, 9, tzinfo=BANGKOK)


@pytest.fixture(name="tx")
def a_city(sqlite: Engine) -> Iterator[Connection]:
    with transaction(sqlite) as tx:
        found_city(tx)
        yield tx


def put_off(tx: Connection) -> None:
    """Let one unit have its due day two days after the city's."""
    assert not change_policies(
        tx, [Change(NORTH.code, 2570, {"due_day": 27})], set_by=None, now=NOW
    )


def show(tx: Connection, now: datetime, part: Part = Part.MONTH) -> Outgoing:
    asks = person_by_id(tx, add_supervisor(tx, "วิชัย", CITY))
    assert asks is not None
    [said] = carry_out(Office(tx, CODECS, asks, now), ShowPart(part, NOVEMBER, CITY.code))
    return said


def rows(said: Outgoing) -> dict[str, str]:
    assert said.card is not None
    return {row.label: row.value for row in said.card.rows}


def test_before_the_due_day_a_digest_names_nobody(tx: Connection) -> None:
    told = rows(show(tx, BEFORE))
    [coming] = [label for label in told if label.startswith("ยังไม่ถึงกำหนด")]
    assert told[coming] == "ครบกำหนด 25 พ.ย. 2569"
    assert not [label for label in told if label.startswith("ค้างรายงาน")]
    classes = told["การรายงานถึงวันนี้"]
    assert "ยังไม่รายงาน" not in classes
    assert "ยังไม่ถึงกำหนด" in classes
    shares = [int(part.split("%")[0]) for part in classes.split("(")[1:]]
    assert sum(shares) == 100
    assert "+" not in classes


def test_on_the_due_day_nothing_is_owed_before_the_day_is_over(tx: Connection) -> None:
    morning = datetime(2026, 11, 25, 8, 30, tzinfo=BANGKOK)
    put_off(tx)
    said = rows(show(tx, morning))
    assert not [label for label in said if label.startswith("ค้างรายงาน")]
    [today] = [label for label in said if label.startswith("ครบกำหนดวันนี้ ยังไม่รายงาน")]
    assert said[today], "who is missing is named all the same"
    [late] = [label for label in rows(show(tx, NOW)) if label.startswith("ค้างรายงาน")]
    assert late.split()[1] == today.split()[2]
    assert not change_policies(
        tx, [Change(SOUTH.code, 2570, {"due_day": 24})], set_by=None, now=NOW
    )
    [partly] = [one for one in rows(show(tx, morning)) if "ในจำนวนนี้ครบกำหนดวันนี้" in one]
    assert partly.startswith("ค้างรายงาน")


def test_a_list_of_the_due_day_does_not_say_that_it_is_owed(tx: Connection) -> None:
    for hour in (8, 23):
        said = show(tx, datetime(2026, 11, 25, hour, 30, tzinfo=BANGKOK), Part.MISSING)
        assert said.card is not None
        assert said.card.title.startswith("ครบกำหนดวันนี้ ยังไม่รายงาน")
    tomorrow = show(tx, datetime(2026, 11, 26, 0, 0, tzinfo=BANGKOK), Part.MISSING)
    assert tomorrow.card is not None
    assert tomorrow.card.title.startswith("ค้างรายงาน")


def test_on_a_citys_due_day_what_is_due_later_is_told_apart(tx: Connection) -> None:
    before = rows(show(tx, NOW))
    [all_missing] = [label for label in before if label.startswith("ค้างรายงาน")]
    put_off(tx)
    told = rows(show(tx, NOW))
    [missing] = [label for label in told if label.startswith("ค้างรายงาน")]
    [coming] = [label for label in told if label.startswith("ยังไม่ถึงกำหนด")]
    assert told[coming] == "ครบกำหนด 27 พ.ย. 2569"
    counts = [int(label.split()[1]) for label in (all_missing, missing, coming)]
    assert counts[0] == counts[1] + counts[2]
    assert counts[1]
    assert counts[2]
    assert f"ในจำนวนนี้ยังไม่ถึงกำหนด {counts[2]} (ครบกำหนด 27 พ.ย. 2569)" in told["การรายงานถึงวันนี้"]


def test_behind_the_button_each_project_has_its_day(tx: Connection) -> None:
    put_off(tx)
    listed = show(tx, BEFORE, Part.MISSING)
    assert listed.card is not None
    assert listed.card.title.startswith("ยังไม่ถึงกำหนด")
    told = "\n".join(row.value for row in listed.card.rows)
    assert "(ครบกำหนด 25 พ.ย. 2569)" in told
    assert "(ครบกำหนด 27 พ.ย. 2569)" in told
    partly = show(tx, NOW, Part.MISSING)
    assert partly.card is not None
    assert partly.card.title.startswith("ค้างรายงาน")
    told = "\n".join(row.value for row in partly.card.rows)
    assert "25 พ.ย." not in told
    assert "27 พ.ย." in told


@pytest.mark.parametrize("chosen", ["units", "ids", "everything"])
def test_a_list_counts_what_is_not_due_and_says_so_of_each(tx: Connection, chosen: str) -> None:
    put_off(tx)
    below = units_below(tx, CITY.code)
    units: Collection[str] | None = None if chosen == "ids" else below
    everything = look_at(tx, NOVEMBER, today=NOW.date(), units=below)
    ids = None
    if chosen == "ids":
        page = read_page(tx, everything, Wanted.ALL, 1, most=50)
        ids = [one.standing.project_id for one in page.projects]
    if chosen == "everything":
        units = [*everything.days]
    looked = look_at(tx, NOVEMBER, today=NOW.date(), units=units, ids=ids)
    page = read_page(tx, looked, Wanted.LATE, 1, most=50)
    said = [say_class(one, phrases("status", "th")) for one in page.projects]
    coming = said.count("ยังไม่ถึงกำหนด (ครบกำหนด 27 พ.ย. 2569)")
    assert coming
    assert page.not_due == NotDue(coming, LATER, LATER)
    assert {*said} == {"ยังไม่รายงาน", "ยังไม่ถึงกำหนด (ครบกำหนด 27 พ.ย. 2569)"}
    early = look_at(tx, NOVEMBER, today=BEFORE.date(), units=units, ids=ids)
    page = read_page(tx, early, Wanted.LATE, 1, most=50)
    assert page.not_due == NotDue(page.counted.missing, DUE, LATER)
    south = read_page(
        tx, look_at(tx, NOVEMBER, today=NOW.date(), units=[SOUTH.code]), Wanted.LATE, 1, most=50
    )
    assert south.not_due is None
