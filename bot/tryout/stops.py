"""Where a clock that is moved forward stops on its way, to see what is due by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time

from handlers.dialogue.snoozing import AFTERNOON_AT
from handlers.timeliness.policy import Policy
from storage.periods import BANGKOK

_HOURS = frozenset(time(hour) for hour in range(24)) | {AFTERNOON_AT}


def stops_of_day(day: date, policies: Iterable[Policy]) -> Iterator[datetime]:
    """Give every whole hour of a day, when each policy begins and ends to send, and the afternoon.

    That is when what was put off to it is promised.
    """
    edges = {edge for one in policies for edge in (one.sending_from, one.sending_until)}
    return _moments(day, _HOURS | edges)


def working_stops_of_day(day: date, policies: Iterable[Policy]) -> Iterator[datetime]:
    """Give those of them at which some policy sends; on a day off of all there are none."""
    at_work = [one for one in policies if one.calendar.is_working(day)]
    for moment in stops_of_day(day, at_work):
        wall = moment.astimezone(BANGKOK).time()
        if any(one.sending_from <= wall <= one.sending_until for one in at_work):
            yield moment


def edges_of_day(day: date, policies: Iterable[Policy]) -> Iterator[datetime]:
    """Give when each policy that works on a day begins and ends to send.

    Where nobody did a thing for days nothing is due between: what is due by the day, and whatever
    was put off to it, is said as an office begins to send, and a digest as it ends.
    """
    at_work = [one for one in policies if one.calendar.is_working(day)]
    return _moments(
        day, {edge for one in at_work for edge in (one.sending_from, one.sending_until)}
    )


def _moments(day: date, walls: Iterable[time]) -> Iterator[datetime]:
    return (datetime.combine(day, wall, BANGKOK) for wall in sorted(walls))
