"""Figures given in chat: every revision is kept, none is filed twice, and the newest is read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import IntegrityError

from storage.db import transaction
from storage.erasure import erase_person
from storage.figures import (
    Giving,
    count_given_by,
    file_result,
    file_score,
)
from storage.gauges import gauges_of
from storage.indicators import numbers_of_indicators
from storage.people import find_or_add_person
from storage.periods import Quarter
from storage.projects import find_project, save_project
from storage.records import Evaluation, Indicator, ProjectFacts, QuarterResult, Unit
from storage.tables import indicator
from storage.units import save_unit
from storage.walks import stands_of
from tests.storage.revisions import revisions_of_result, revisions_of_score

NOW = datetime(2026, 12, 25, 3, tzinfo=UTC)
CODE = "50990000-0001"
Q1, Q2 = Quarter(2570, 1), Quarter(2570, 2)
PRINTED = QuarterResult(1, Decimal("3.00"), Decimal(95), (Decimal(95), Decimal(100)), "ตามหน้าเว็บ")
FACTS = ProjectFacts(
    CODE,
    "โครงการสวน",
    "50990000",
    2570,
    indicators=(
        Indicator("จำนวนสวน", measure="แห่ง", target="5", quarters=(PRINTED,)),
        Indicator("ความพึงพอใจ", code="5099-0001", measure="ร้อยละ", target="80"),
    ),
    evaluations=(Evaluation(Q1, Decimal(90), "ตามหน้าเว็บ"),),
)


class City:
    """A project with two indicators, and two people who give figures."""

    def __init__(self, tx: Connection) -> None:
        self.tx = tx
        save_unit(tx, Unit("50990000", "สำนักงานเขตทุ่งทอง"))
        self.project = save_project(tx, FACTS).id
        self.mali, self.kong = (
            find_or_add_person(tx, name=name, unit_code="50990000", locale="th", now=NOW).id
            for name in ("มาลี", "ก้อง")
        )
        self.parks, self.content = numbers_of_indicators(tx, self.project)

    def result(self, figure: str, *, event: int, seen: int, indicator_id: int, number: int) -> None:
        by = Giving(self.mali, "line", event, NOW)
        file_result(self.tx, indicator_id, number, Decimal(figure), "เล่าไว้", seen=seen, by=by)

    def score(self, figure: str, *, event: int, seen: int, reason: str = "") -> None:
        by = Giving(self.kong, "telegram", event, NOW)
        file_score(self.tx, self.project, Q1, Decimal(figure), "ดี", reason=reason, seen=seen, by=by)

    @property
    def facts(self) -> ProjectFacts:
        found = find_project(self.tx, CODE)
        assert found is not None
        return found[1]


@pytest.fixture(name="tx")
def begun(database: Engine) -> object:
    with transaction(database) as tx:
        yield tx


def test_the_first_result_of_a_quarter_is_its_first_revision(tx: Connection) -> None:
    city = City(tx)
    city.result("81.25", event=7, seen=0, indicator_id=city.content, number=1)
    (only,) = revisions_of_result(tx, city.content, 1)
    assert (only.revision, only.figure, only.text) == (1, Decimal("81.25"), "เล่าไว้")
    assert (only.person_id, only.filed_at) == (city.mali, NOW)
    assert city.facts.indicators[1].quarters == (
        QuarterResult(1, Decimal("81.25"), narrative="เล่าไว้"),
    )


def test_what_a_page_said_before_is_kept_as_the_first_revision(tx: Connection) -> None:
    city = City(tx)
    city.result("4", event=7, seen=0, indicator_id=city.parks, number=1)
    page, chat = revisions_of_result(tx, city.parks, 1)
    assert (page.revision, page.figure, page.text) == (1, Decimal(3), "ตามหน้าเว็บ")
    assert (page.person_id, page.filed_at) == (None, None)
    assert (chat.revision, chat.figure) == (2, Decimal(4))
    # The evaluators' marks beside it are not the officer's to change.
    assert city.facts.indicators[0].quarters == (
        replace(PRINTED, result=Decimal(4), narrative="เล่าไว้"),
    )


def test_a_score_is_kept_with_every_revision_and_its_reason(tx: Connection) -> None:
    city = City(tx)
    city.score("95", event=7, seen=0)
    city.score("97.5", event=8, seen=2, reason="นับผิด")
    assert (count_given_by(tx, city.kong), count_given_by(tx, city.mali)) == (1, 0)
    found = revisions_of_score(tx, city.project, Q1)
    assert [(one.revision, one.figure, one.reason) for one in found] == [
        (1, Decimal(90), ""),
        (2, Decimal(95), ""),
        (3, Decimal("97.5"), "นับผิด"),
    ]
    assert city.facts.evaluations == (Evaluation(Q1, Decimal("97.5"), "ดี"),)
    stand = stands_of(tx, [city.project], Q1)[city.project]
    assert (stand.score, stand.revision, stand.giver) == (Decimal("97.5"), 3, "ก้อง")


@pytest.mark.parametrize(("event", "seen"), [(7, 1), (8, 0)])
def test_one_event_files_once_and_nobody_overtakes_unseen(
    database: Engine, event: int, seen: int
) -> None:
    with transaction(database) as tx:
        city = City(tx)
        city.result("81", event=7, seen=0, indicator_id=city.content, number=1)
        city.score("95", event=7, seen=0)

    def file_again(*, score: bool) -> None:
        with transaction(database) as city.tx:
            if score:
                city.score("96", event=event, seen=seen and seen + 1)
            else:
                city.result("82", event=event, seen=seen, indicator_id=city.content, number=1)

    for score in (False, True):
        with pytest.raises(IntegrityError):
            file_again(score=score)
    with transaction(database) as city.tx:
        assert len(revisions_of_result(city.tx, city.content, 1)) == 1
        assert city.facts.evaluations[0].score == Decimal(95)


def test_a_page_does_not_overwrite_what_was_given_in_chat(tx: Connection) -> None:
    city = City(tx)
    city.result("4", event=7, seen=0, indicator_id=city.parks, number=1)
    city.score("95", event=8, seen=0)
    given = city.facts
    saved = save_project(tx, FACTS)
    assert not saved.changed
    assert city.facts == given
    assert [(one.indicator, one.quarter, one.given, one.other) for one in saved.kept] == [
        ("จำนวนสวน", Q1, Decimal(4), Decimal(3)),
        (None, Q1, Decimal(95), Decimal(90)),
    ]


def test_what_a_page_says_of_other_quarters_is_taken(tx: Connection) -> None:
    city = City(tx)
    city.result("4", event=7, seen=0, indicator_id=city.parks, number=1)
    later = QuarterResult(2, Decimal(5))
    parks = replace(FACTS.indicators[0], target="6", quarters=(PRINTED, later))
    page = replace(
        FACTS,
        indicators=(parks, FACTS.indicators[1]),
        evaluations=(*FACTS.evaluations, Evaluation(Q2, Decimal(100))),
    )
    assert save_project(tx, page).changed
    first, second = city.facts.indicators[0].quarters
    assert (first.result, second) == (Decimal(4), later)
    assert city.facts.indicators[0].target == "6"
    assert len(city.facts.evaluations) == 2
    assert numbers_of_indicators(tx, city.project) == (city.parks, city.content)


def test_an_indicator_with_given_results_outlives_a_page_without_it(tx: Connection) -> None:
    city = City(tx)
    city.result("81", event=7, seen=0, indicator_id=city.content, number=1)
    save_project(tx, replace(FACTS, indicators=()))
    assert [one.name for one in city.facts.indicators] == ["ความพึงพอใจ"]
    assert tx.scalar(select(func.count()).select_from(indicator)) == 1
    assert len(revisions_of_result(tx, city.content, 1)) == 1


def test_an_indicator_that_a_page_renames_is_known_by_its_code(tx: Connection) -> None:
    city = City(tx)
    city.result("81", event=7, seen=0, indicator_id=city.content, number=1)
    renamed = replace(FACTS.indicators[1], name="ระดับความพึงพอใจ")
    save_project(tx, replace(FACTS, indicators=(renamed, FACTS.indicators[0])))
    assert numbers_of_indicators(tx, city.project) == (city.content, city.parks)
    first = city.facts.indicators[0]
    assert (first.name, first.quarters[0].result) == ("ระดับความพึงพอใจ", Decimal(81))


def test_a_gauge_tells_what_stands_and_what_was_before(tx: Connection) -> None:
    city = City(tx)
    city.result("4", event=7, seen=0, indicator_id=city.parks, number=2)
    parks, content = gauges_of(tx, [(city.project, Q2)])
    assert (parks.name, parks.measure, parks.target) == ("จำนวนสวน", "แห่ง", "5")
    assert parks.earlier == ((1, Decimal(3)),)
    assert (parks.result, parks.revision, parks.giver) == (Decimal(4), 1, "มาลี")
    assert (content.result, content.revision, content.giver) == (None, 0, None)
    assert gauges_of(tx, []) == ()


def test_figures_of_somebody_erased_stay_without_a_name(tx: Connection) -> None:
    city = City(tx)
    city.result("4", event=7, seen=0, indicator_id=city.parks, number=2)
    city.score("95", event=8, seen=0)
    erase_person(tx, city.mali, now=NOW)
    erase_person(tx, city.kong, now=NOW)
    parks = gauges_of(tx, [(city.project, Q2)])[0]
    assert (parks.result, parks.giver) == (Decimal(4), "")
    assert stands_of(tx, [city.project], Q1)[city.project].giver == ""
    assert revisions_of_score(tx, city.project, Q1)[-1].person_id == city.kong
