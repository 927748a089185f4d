from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.joining import (
    FIRST_PAUSE,
    FLOOD,
    FLOOD_PAUSE,
    FREE_ATTEMPTS,
    MEMORY,
    Allowed,
    Wait,
    may_try,
)
from tests.joining.office import MINUTE, NOW

SECONDS_AGO = st.integers(min_value=0, max_value=int(MEMORY.total_seconds()))
OWN = st.lists(SECONDS_AGO, max_size=40).map(
    lambda ago: [NOW - timedelta(seconds=one) for one in sorted(ago, reverse=True)]
)
EVERYBODY = st.integers(min_value=0, max_value=10 * FLOOD)


def until(decision: Allowed | Wait, *, now: datetime = NOW) -> datetime:
    return decision.until if isinstance(decision, Wait) else now


def guess_as_fast_as_allowed(*, everybody: int, hours: int) -> list[datetime]:
    """The moments of the wrong codes of somebody who tries whenever it is allowed."""
    now = NOW
    tried: list[datetime] = []
    while now < NOW + timedelta(hours=hours):
        remembered = [one for one in tried if one >= now - MEMORY]
        match may_try(remembered, everybody, now=now):
            case Allowed():
                tried.append(now)
                now += timedelta(seconds=1)
            case Wait(moment):
                now = moment
    return tried


def test_a_few_slips_cost_no_time() -> None:
    tried = [NOW] * (FREE_ATTEMPTS - 1)
    assert may_try(tried, 0, now=NOW) == Allowed()


def test_after_the_free_attempts_the_pause_doubles_with_every_wrong_code() -> None:
    pauses = [
        until(may_try([NOW] * wrong, 0, now=NOW)) - NOW
        for wrong in range(FREE_ATTEMPTS, FREE_ATTEMPTS + 4)
    ]
    assert pauses == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4, FIRST_PAUSE * 8]


def test_a_flood_slows_everybody_who_has_mistyped_to_one_code_a_minute() -> None:
    assert may_try([NOW], FLOOD - 1, now=NOW) == Allowed()
    assert may_try([NOW], FLOOD, now=NOW) == Wait(NOW + FLOOD_PAUSE)
    assert may_try([NOW], FLOOD, now=NOW + FLOOD_PAUSE) == Allowed()
    assert FLOOD_PAUSE == MINUTE


def test_whoever_has_tried_nothing_may_try_even_in_a_flood() -> None:
    assert may_try([], 10 * FLOOD, now=NOW) == Allowed()


def test_guessing_day_and_night_gets_nowhere() -> None:
    assert len(guess_as_fast_as_allowed(everybody=0, hours=24)) < 12
    assert len(guess_as_fast_as_allowed(everybody=0, hours=30 * 24)) < 30 * 12


def test_guessing_in_a_flood_is_slower_still() -> None:
    first = guess_as_fast_as_allowed(everybody=FLOOD, hours=1)[:FREE_ATTEMPTS]
    assert first[-1] - first[0] >= FLOOD_PAUSE * (FREE_ATTEMPTS - 1)


@given(OWN, EVERYBODY)
def test_a_pause_ends_when_it_says_and_is_no_longer_than_the_memory(
    own: list[datetime], everybody: int
) -> None:
    decision = may_try(own, everybody, now=NOW)
    if isinstance(decision, Wait):
        assert NOW < decision.until <= own[-1] + MEMORY
        assert may_try(own, everybody, now=decision.until) == Allowed()


@given(OWN, EVERYBODY, st.integers(min_value=0, max_value=3 * FLOOD))
def test_more_wrong_codes_of_anybody_never_shorten_a_pause(
    own: list[datetime], everybody: int, more: int
) -> None:
    before = until(may_try(own, everybody, now=NOW))
    assert until(may_try([*own, NOW], everybody, now=NOW)) >= before
    assert until(may_try(own, everybody + more, now=NOW)) >= before


@given(OWN, EVERYBODY)
def test_waiting_longer_never_takes_a_permission_away(own: list[datetime], everybody: int) -> None:
    if may_try(own, everybody, now=NOW) == Allowed():
        assert may_try(own, everybody, now=NOW + MINUTE) == Allowed()
