"""What officers and supervisors read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.app import CODECS
from handlers.messages import Outgoing
from handlers.owing.letter import (
    MOST_BUTTONS,
    Owed,
    OwedMonth,
    Unfinished,
    working_days,
    write_letter,
)
from handlers.timeliness.policy import Policy, deadlines_of
from reminders.late_letters import MOST_PEOPLE, LatePerson, LateUnit, Note, write_late_letter
from storage.periods import Period, Quarter
from storage.records import NamedProject
from tests.reminders.office import at

POLICY = Policy()
NOVEMBER = deadlines_of(POLICY, Period(2026, 11))
MONTHS = (OwedMonth(POLICY, NOVEMBER),)
PROJECT = NamedProject("04010000-0001", "สวนริมคลอง", "กองต้นไม้", Decimal("45.50"))


def owed(count: int = 1) -> list[Owed]:
    return [
        Owed(number, replace(PROJECT, name=f"โครงการที่ {number}"), NOVEMBER)
        for number in range(1, count + 1)
    ]


def letter(
    listed: list[Owed], *, draft: Unfinished | None = None, day: int = 20, locale: str = "th"
) -> Outgoing:
    now = at(date(2026, 11, day), 9)
    return write_letter(listed, MONTHS, draft, policy=POLICY, locale=locale, now=now)


def test_an_officer_reads_what_to_do_next() -> None:
    said = letter([Owed(7, PROJECT, NOVEMBER)])
    assert said.text == (
        "ขอเรียนเตือนรายงานความก้าวหน้าประจำเดือนพฤศจิกายน 2569 กำหนดส่งภายในวันที่ 25 พ.ย. 2569"
        " (อีก 3 วันทำการ) โครงการของท่านที่ยังไม่ได้ส่งมี 1 โครงการ\n\n"
        "1. สวนริมคลอง\nกองต้นไม้ ครั้งก่อนร้อยละ 45.5\n\n"
        "กรุณากดปุ่มชื่อโครงการเพื่อรายงานได้ทันที\n\n"
        "หากยังไม่สะดวกขณะนี้ กด “เตือนอีกครั้งบ่ายนี้” หรือ “เตือนวันทำการถัดไป”"
    )
    assert said.ask == 0
    assert [one.id for one in said.choices] == [
        "open.7",
        "snooze.afternoon",
        "snooze.tomorrow",
    ]


@pytest.mark.parametrize(
    ("day", "wishes"),
    [
        (19, ["afternoon", "tomorrow", "week"]),
        # The next working day is the first of next week, and is offered once.
        (20, ["afternoon", "tomorrow"]),
        (23, ["afternoon", "tomorrow"]),
        (25, ["afternoon"]),
        (26, []),
    ],
)
def test_nobody_may_put_off_what_is_due_before(day: int, wishes: list[str]) -> None:
    ids = [one.id for one in letter(owed(), day=day).choices]
    assert ids == ["open.1", *(f"snooze.{wish}" for wish in wishes)]


def test_every_project_is_listed_and_as_many_as_fit_have_a_button() -> None:
    said = letter(owed(30), day=26)
    assert all(f"{number}. โครงการที่ {number}\n" in said.text for number in range(1, 31))
    opens = [f"open.{number}" for number in range(1, 12)]
    assert [one.id for one in said.choices] == [*opens, "others.2026-11.11"]
    assert len(letter(owed(30)).choices) == MOST_BUTTONS
    assert "กด “โครงการอื่น ๆ”" in said.text
    assert said.choices[-1].label == "โครงการอื่น ๆ"
    twelve = letter(owed(12), day=26)
    assert "โครงการอื่น ๆ" not in twelve.text
    assert [one.id for one in twelve.choices] == [*opens, "open.12"]


def test_a_draft_is_named_and_gone_on_with() -> None:
    said = letter([], draft=Unfinished(PROJECT, Period(2026, 11)))
    assert "รายงานเดือนพฤศจิกายน 2569 ที่กรอกค้างไว้และยังไม่ได้ส่ง: สวนริมคลอง" in said.text
    assert [one.id for one in said.choices] == ["continue"]
    change = letter([], draft=Unfinished(PROJECT, Period(2026, 11), corrects=True))
    assert "ฉบับแก้ไขของรายงานเดือนพฤศจิกายน 2569 ที่ยังไม่ได้ส่ง: สวนริมคลอง" in change.text
    result = letter([], draft=Unfinished(PROJECT, Quarter(2570, 1)))
    assert "ผลตัวชี้วัดที่กรอกค้างไว้และยังไม่ได้ส่ง: สวนริมคลอง" in result.text
    assert [one.id for one in letter([], draft=Unfinished()).choices] == ["continue"]


@pytest.mark.parametrize("channel", CODECS)
@pytest.mark.parametrize("locale", ["th", "en"])
def test_every_platform_takes_the_longest_letters(channel: str, locale: str) -> None:
    long = [replace(one, project=replace(PROJECT, name="ก" * 300)) for one in owed(60)]
    for said in (
        letter(long, draft=Unfinished(PROJECT, Period(2026, 11)), locale=locale),
        late(locale=locale),
    ):
        assert CODECS[channel].write("1", [said])


# --- supervisors --------------------------------------------------------------------------------


def late(people: int = 3, *, locale: str = "th") -> Outgoing:
    notes = [None, Note.NEVER_LINKED, Note.AWAY, Note.OUT_OF_REACH]
    named = [
        LatePerson(f"คนที่ {number}", ("สวน", "ทาง"), notes[number % 4]) for number in range(people)
    ]
    unit = LateUnit(
        "04010000", "กองต้นไม้", POLICY, NOVEMBER, 2 * people, (*named, LatePerson(None, ("ป้าย",)))
    )
    return write_late_letter([unit], locale=locale, today=date(2026, 11, 30))


def test_a_supervisor_reads_all_names_and_who_heard_nothing() -> None:
    assert late().text.split("\n\n")[1].splitlines() == [
        "กองต้นไม้ เดือนพฤศจิกายน 2569 เลยกำหนดวันที่ 25 พ.ย. 2569 มาแล้ว 3 วันทำการ รวม 6 โครงการ",
        "• คนที่ 0: สวน, ทาง",
        "• คนที่ 1 (ยังไม่ได้เข้าร่วมแชต จึงไม่ได้รับข้อความเตือน): สวน, ทาง",
        "• คนที่ 2 (ลาอยู่): สวน, ทาง",
        "• ยังไม่มีผู้รับผิดชอบรายงาน: ป้าย",
    ]


def test_of_very_many_the_rest_is_counted() -> None:
    assert "และอีก" not in late(MOST_PEOPLE - 1).text
    assert "และอีก 11 คน" in late(MOST_PEOPLE + 10).text


@pytest.mark.parametrize(
    ("first", "last", "days"), [(20, 25, 3), (25, 25, 0), (26, 25, 0), (20, 22, 0), (20, 23, 1)]
)
def test_working_days_are_counted_without_the_first(first: int, last: int, days: int) -> None:
    counted = working_days(POLICY.calendar, date(2026, 11, first), date(2026, 11, last))
    assert counted == days


@pytest.mark.parametrize("locale", ["th", "en"])
def test_each_unit_of_which_a_supervisor_may_remind_has_its_button(locale: str) -> None:
    one = LateUnit("04010000", "กองต้นไม้", POLICY, NOVEMBER, 1, (), can_remind=True)
    alone = write_late_letter([one], locale=locale, today=date(2026, 11, 30))
    assert [it.id for it in alone.choices] == ["remind.2026-11.04010000"]
    assert alone.ask == 0
    other = replace(one, code="04020000", unit="กองทางเท้า")
    locked = replace(one, code="04030000", can_remind=False)
    said = write_late_letter([one, locked, other], locale=locale, today=date(2026, 11, 30))
    assert [it.id for it in said.choices] == ["remind.2026-11.04010000", "remind.2026-11.04020000"]
    assert len({it.label for it in said.choices}) == 2
    many = [replace(one, code=f"{number:08d}") for number in range(20)]
    assert len(write_late_letter(many, locale=locale, today=date(2026, 11, 30)).choices) == 12
    assert not write_late_letter([locked], locale=locale, today=date(2026, 11, 30)).choices
