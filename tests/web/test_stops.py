"""A clock that is moved passes each hour, and whenever an office begins or ends to send."""

from collections.abc import Iterable
from datetime import date, datetime, time

from bot.tryout.stops import edges_of_day, stops_of_day, working_stops_of_day
from handlers.timeliness.policy import Policy
from storage.periods import BANGKOK

EARLY = Policy(sending_from=time(7, 45), sending_until=time(9, 10))
FRIDAY = date(2026, 11, 20)
SATURDAY = date(2026, 11, 21)


def walls(moments: Iterable[datetime]) -> list[str]:
    return [f"{one.astimezone(BANGKOK):%H:%M}" for one in moments]


def test_a_day_has_every_hour_and_the_edges_of_each_office() -> None:
    stops = walls(stops_of_day(SATURDAY, [Policy(), EARLY]))
    hours = [f"{hour:02}:00" for hour in range(24)]
    assert stops == sorted([*hours, "07:45", "09:10", "08:30", "13:30", "16:30"])


def test_at_work_only_what_lies_in_the_sending_hours_of_an_office_counts() -> None:
    assert walls(working_stops_of_day(FRIDAY, [EARLY])) == ["07:45", "08:00", "09:00", "09:10"]
    assert walls(working_stops_of_day(FRIDAY, [Policy(), EARLY]))[:3] == ["07:45", "08:00", "08:30"]


def test_a_day_off_counts_where_some_office_works_on_it() -> None:
    off = Policy(own_days=(FRIDAY,))
    assert walls(working_stops_of_day(FRIDAY, [off])) == []
    assert walls(working_stops_of_day(SATURDAY, [Policy(), EARLY])) == []
    assert walls(working_stops_of_day(FRIDAY, [off, EARLY])) == ["07:45", "08:00", "09:00", "09:10"]


def test_on_a_quiet_day_only_the_edges_of_offices_count() -> None:
    assert walls(edges_of_day(FRIDAY, [Policy(), EARLY])) == ["07:45", "08:30", "09:10", "16:30"]
    assert walls(edges_of_day(FRIDAY, [Policy(own_days=(FRIDAY,)), EARLY])) == ["07:45", "09:10"]
    assert walls(edges_of_day(SATURDAY, [Policy()])) == []


def test_the_moments_are_bangkoks() -> None:
    assert next(stops_of_day(FRIDAY, [])) == datetime(2026, 11, 20, tzinfo=BANGKOK)
