"""A fiscal year, day by day: who hears what on which day."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, event

from reminders.plan import plan
from storage.records import Worth
from tests.reminders.office import CODECS, Heard, Office, at
from tests.reminders.year import DAY, FIRST, LAST, LOOKS, STORY, play, settle


class Killed(BaseException):
    """A clock dies, at whatever it was just doing."""


def story_of(engine: Engine, tick: Any = Office.tick) -> tuple[str, str]:
    office = Office(engine)
    settle(office)
    written = STORY.read_text(encoding="utf-8")
    return play(written, office, first=FIRST, last=LAST, tick=tick), written


def test_the_year_goes_as_it_is_written(database: Engine) -> None:
    lived, written = story_of(database)
    assert lived == written


def test_it_goes_the_same_when_every_tick_is_doubled_and_clocks_die(database: Engine) -> None:
    dice = random.Random(7)
    deaths = 0

    def tick(office: Office, now: datetime) -> list[Heard]:
        nonlocal deaths
        for _clock in range(2):
            deaths += die_early(office.engine, now, after=dice.randrange(30))
        return [*office.tick(now), *office.tick(now)]

    lived, written = story_of(database, tick)
    assert lived == written
    assert deaths > 200


def die_early(engine: Engine, now: datetime, *, after: int) -> bool:
    """Let a clock run until it has said so many things to the database, and kill it there."""
    left = after

    def count(*_statement: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed

    event.listen(engine, "before_cursor_execute", count)
    try:
        for _told in plan(engine, CODECS, now=now):
            pass
    except Killed:
        return True
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return False


# --- what it costs ----------------------------------------------------------------------------

HABITS = {"early": 4, "after the first reminder": 12, "on the due day": 4}
"""How twenty officers who all report in time do so."""
HEARD = {"after the first reminder": 1, "on the due day": 2}
"""How often they hear before they do."""


def test_who_reports_in_time_costs_little_and_who_reports_early_nothing(sqlite: Engine) -> None:
    office = Office(sqlite)
    office.open()
    habits = {f"{habit} {n}": habit for habit, count in HABITS.items() for n in range(count)}
    for name in habits:
        office.hire(name, "04010000", f"โครงการหนึ่ง {name}", f"โครงการสอง {name}")
    pushes: list[Heard] = []
    day = FIRST
    while day < date(2027, 10, 1):
        if day.day == 1:
            heard, done = dict.fromkeys(habits, 0), set[str]()
        for look in LOOKS:
            told = office.tick(at(day, look.hour))
            pushes += told
            for one in told:
                heard[one.who] += 1
        for name in habits.keys() - done:
            if day.day == 5 if habits[name] == "early" else heard[name] == HEARD[habits[name]]:
                done.add(name)
                for project in ("โครงการหนึ่ง", "โครงการสอง"):
                    office.report(name, f"{project} {name}", now=at(day, 21))
        if (day + DAY).day == 1:
            assert done == habits.keys(), "everybody reports in time"
        day += DAY
    assert {one.who.split(" ")[0] for one in pushes} == {"after", "on"}
    assert {one.worth for one in pushes} == {Worth.REMINDER}
    assert len(pushes) / len(habits) / 12 <= 1.2, "pushes per officer and month"
