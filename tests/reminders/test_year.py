"""A fiscal year, day by day: who hears what on which day."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime
from functools import partial

from sqlalchemy import Engine, event

from storage.records import Worth
from tests.reminders.office import Heard, Office, at, say_all
from tests.reminders.year import (
    DAY,
    FIRST,
    LAST,
    LOOKS,
    STORY,
    play,
    settle,
)

Tick = Callable[[Office, datetime], list[Heard]]

IMMORTAL = 1_000_000
WRITING = ("INSERT", "UPDATE", "DELETE")
_life = threading.local()


class Killed(BaseException):
    """A clock dies, at whatever it was just doing."""


def story_of(engine: Engine, tick: Tick = Office.tick_all) -> tuple[str, str]:
    office = Office(engine)
    settle(office)
    written = STORY.read_text(encoding="utf-8")
    return play(written, office, first=FIRST, last=LAST, tick=tick), written


def test_the_year_goes_as_it_is_written(database: Engine) -> None:
    lived, written = story_of(database)
    assert lived == written


def test_it_goes_the_same_when_every_tick_is_doubled_and_clocks_die(database: Engine) -> None:
    """Two clocks side by side, either of which may die; what they leave another one finds."""
    dice = random.Random(7)
    with mortal(database) as deaths, ThreadPoolExecutor(2) as clocks:

        def tick_beside(office: Office, now: datetime) -> list[Heard]:
            lives = dice.randrange(50), dice.randrange(50)
            if all([*clocks.map(partial(live, office.engine, now), lives)]):
                return office.heard()
            return office.tick_all(now)

        lived, written = story_of(database, tick_beside)
    assert lived == written
    assert len(deaths) > 500, "clocks do die"
    writing = [one for one in deaths if one.startswith(WRITING)]
    assert len(writing) > 100, "and in the middle of what they write"


def live(engine: Engine, now: datetime, left: int) -> bool:
    """Tick as a clock that says so many things to the database before it dies, if it does."""
    _life.left = left
    try:
        say_all(engine, now)
    except Killed:
        return False
    finally:
        _life.left = IMMORTAL
    return True


@contextmanager
def mortal(engine: Engine) -> Iterator[list[str]]:
    """Let threads die when their lives end, each for itself; gives an entry for each that did."""
    deaths: list[str] = []

    def age(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        wears = 10 if statement.startswith(WRITING) else 1  # most ticks do not write at all
        _life.left = getattr(_life, "left", IMMORTAL) - wears
        if _life.left < 0:
            deaths.append(statement)
            raise Killed

    event.listen(engine, "before_cursor_execute", age)
    yield deaths
    event.remove(engine, "before_cursor_execute", age)


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
