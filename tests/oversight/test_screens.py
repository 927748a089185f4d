"""Whatever the month was like: it fits one screen, and every project is counted once."""

from __future__ import annotations

import json
import unicodedata
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.line.codec import LineCodec
from bot.channels.telegram.codec import TelegramCodec
from handlers.messages import Outgoing, button_data
from handlers.oversight.digest import write_digest
from handlers.oversight.lists import write_part
from handlers.oversight.parts import Part
from handlers.oversight.risk import risks_of, straight_line
from handlers.oversight.shortening import MOST, shorten
from handlers.oversight.standing import Bucket, Days, judge
from handlers.oversight.waiting import group_by_reporters, sort_missing
from handlers.texts import LOCALES, phrases
from handlers.timeliness.classes import Class
from handlers.timeliness.policy import Policy, deadlines_of
from storage.periods import Period
from storage.project_months import FirstSent, Missing, Newest, Reporter, Standing
from storage.records import ProjectStatus, Timeliness, Unit
from tests.oversight.whole import Whole

UNIT = Unit("90000000", "สำนักทดลองใช้ที่มีชื่อยาวมากจนเขียนในบรรทัดเดียวของหน้าจอโทรศัพท์ไม่ได้")
MONTH = Period(2026, 11)
TODAY = date(2026, 11, 26)
DAYS = Days(deadlines_of(Policy(), MONTH), deadlines_of(Policy(), MONTH.previous))
LINES = 30
"""So many lines, of those that a phone breaks none, are a screen."""

PERCENTS = st.decimals(0, 100, places=2)
NOVEMBER_DAYS = st.dates(date(2026, 11, 1), TODAY)
PEOPLE = st.builds(
    Reporter, st.integers(1, 9), st.text("กานต์มาลีสมพร ", min_size=1, max_size=60), st.booleans()
)
NEWEST = st.builds(
    Newest,
    report_id=st.integers(1, 2**31 - 1),
    period=st.sampled_from([MONTH, MONTH.previous]),
    reported_on=NOVEMBER_DAYS,
    percent=PERCENTS,
    before=st.none() | PERCENTS,
    stands_since=st.just(MONTH.previous),
    problem_since=st.none() | NOVEMBER_DAYS,
)
FIRST = st.none() | st.builds(FirstSent, NOVEMBER_DAYS, st.sampled_from(Timeliness), st.none())
MONEY = st.none() | st.decimals(0, 10**9, places=2)
STATUS = st.sampled_from(ProjectStatus)
STANDINGS = st.builds(
    Standing,
    project_id=st.integers(1, 2**31 - 1),
    code=st.uuids().map(str),
    name=st.text("โครงการปรับปรุงทางเท้าน้ำที่ 0123", min_size=1, max_size=200),
    unit_code=st.just(UNIT.code),
    unit=st.just(UNIT.name),
    fiscal_year=st.just(2570),
    status=STATUS,
    status_judged=STATUS,
    status_before=STATUS,
    budget=MONEY,
    budget_used=MONEY,
    first=FIRST,
    first_before=FIRST,
    newest=st.none() | NEWEST,
    reporters=st.lists(PEOPLE, max_size=2).map(tuple),
)
MISSING = st.builds(
    Missing,
    project_id=st.integers(1, 2**31 - 1),
    code=st.uuids().map(str),
    name=st.just("โครงการ"),
    unit_code=st.just(UNIT.code),
    reporters=st.lists(PEOPLE, max_size=2).map(tuple),
)
OVERVIEWS = st.lists(STANDINGS, max_size=30).map(
    lambda several: Whole(
        UNIT,
        MONTH,
        TODAY,
        TODAY,
        tuple(judge(one, DAYS, day=TODAY, today=TODAY, reopened=False) for one in several),
    )
)


def test_a_year_without_projects_is_not_told_as_one_without_worries() -> None:
    digest = Whole(UNIT, MONTH, TODAY, TODAY, ()).digest
    said = write_digest(digest, phrases("digest", "th")).text
    assert "ยังไม่มีโครงการของปีงบประมาณนี้" in said
    assert "นำเข้าโครงการ" in said


@given(OVERVIEWS)
def test_each_project_is_in_one_bucket_and_one_class(overview: Whole) -> None:
    assert overview.digest.buckets.keys() == set(Bucket)
    assert sum(overview.digest.buckets.values()) == len(overview.projects)
    assert sum(overview.digest.classes.values()) == len(overview.projects)
    shares, change = overview.digest.shares, overview.digest.change
    owed = len(overview.projects) - overview.digest.classes[Class.NOT_OWED]
    assert (shares is None) == (owed == 0)
    assert shares is None or shares.on_time + shares.late + shares.missing == 100
    assert change is None or sum((change.on_time, change.late, change.missing)) == 0


@given(st.lists(MISSING, max_size=30, unique_by=lambda one: one.code))
def test_everybody_missing_is_in_one_group(several: list[Missing]) -> None:
    groups = group_by_reporters(sort_missing(several))
    assert sum(group.projects for group in groups) == len(several)
    assert {group.reporters for group in groups} == {one.reporters for one in several}
    assert len({group.reporters for group in groups}) == len(groups)


@given(OVERVIEWS, st.sampled_from(LOCALES))
def test_a_digest_fits_one_screen_of_either_platform(overview: Whole, locale: str) -> None:
    told = write_digest(overview.digest, phrases("digest", locale))
    assert_one_screen(told)


@given(OVERVIEWS, st.sampled_from(Part), st.integers(0, 5), st.sampled_from(LOCALES))
def test_a_page_of_a_part_fits_one_screen_too(
    overview: Whole, part: Part, page: int, locale: str
) -> None:
    if part is Part.MONTH:
        return
    problems = {
        one.standing.newest.report_id: "น้ำท่วมขัง " * 300
        for one in overview.problems
        if one.standing.newest
    }
    listing = overview.listing(part, page)
    told = write_part(listing, phrases("digest", locale), problems=problems)
    assert_one_screen(told)


def assert_one_screen(told: Outgoing) -> None:
    text = "\n".join((told.text, *(row.value for row in (told.card.rows if told.card else ()))))
    assert text.count("\n") < LINES
    assert len(told.choices) <= 13
    labels = [one.label for one in told.choices]
    assert len(set(labels)) == len(labels)
    for one in told.choices:
        assert told.ask is not None
        button_data(told.ask, one.id)
    assert len(TelegramCodec().write("1", [told])) == 1
    [call] = LineCodec().write("U1", [told])
    # A card of LINE, and buttons without one, have their words above them in a bubble of their own.
    assert len(json.loads(call)["messages"]) <= (2 if told.card or told.choices else 1)


@given(st.text("กาต้ำน ์ab", max_size=90))
def test_a_name_is_shortened_between_two_letters(name: str) -> None:
    short = shorten(name)
    assert short == name or short.endswith("…")
    assert name.startswith(short.removesuffix("…"))
    letters = [one for one in short.removesuffix("…") if unicodedata.category(one)[0] != "M"]
    assert len(letters) <= MOST


@given(STANDINGS)
def test_only_a_project_that_runs_and_reported_is_at_risk(standing: Standing) -> None:
    reasons = [risk.reason for risk in risks_of(standing, TODAY)]
    assert len(set(reasons)) == len(reasons)
    if reasons:
        assert standing.newest is not None
        assert standing.status not in ("done", "cancelled", "suspended")


def test_the_straight_line_leads_from_the_first_to_the_last_day_of_the_year() -> None:
    assert straight_line(2570, date(2026, 9, 30)) == 0
    assert straight_line(2570, date(2026, 10, 1)) == Decimal("0.27")
    assert straight_line(2570, date(2027, 9, 30)) == 100
    assert straight_line(2570, date(2027, 12, 1)) == 100
    assert straight_line(2571, date(2028, 3, 31)) == Decimal("50.00")  # a leap year


def test_a_name_of_just_as_many_letters_stays_whole() -> None:
    assert shorten("ก" * MOST) == "ก" * MOST
    assert shorten("ก" * (MOST + 1)) == "ก" * (MOST - 1) + "…"
    assert shorten("น้" * (MOST + 1)) == "น้" * (MOST - 1) + "…"
