"""The bot speaks no faster than Telegram allows, and a slow chat is no matter to the others."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.pace import REPEATED, WINDOW, Pace, Rate, Rates, chat_of, topic_of

START = datetime(2026, 11, 25, 2, tzinfo=UTC)
SECOND = timedelta(seconds=1)
AT_ONCE = timedelta()
LONG_BEFORE = START - timedelta(hours=1)


def play(pace: Pace, messages: dict[str, int]) -> list[tuple[datetime, str]]:
    """Let chats say so many messages as soon as each may; gives when each was said."""
    said: list[tuple[datetime, str]] = []
    waiting = {lane: (START, count) for lane, count in messages.items()}
    while waiting:
        lane = min(waiting, key=lambda one: waiting[one][0])
        now, left = waiting.pop(lane)
        wait = pace.wait_for_turn(lane, now=now)
        if not wait:
            pace.end(now=now)
            said.append((now, lane))
            left -= 1
        if left:
            waiting[lane] = (now + wait, left)
    return said


def most_within(span: timedelta, moments: list[datetime]) -> int:
    return max(sum(begin <= one < begin + span for one in moments) for begin in moments)


def test_a_private_chat_gets_a_few_at_once_and_then_one_a_second() -> None:
    moments = [at - START for at, _ in play(Pace(Rates(), begun=LONG_BEFORE), {"5": 7})]
    assert moments == [AT_ONCE] * 4 + [SECOND, 2 * SECOND, 3 * SECOND]


def test_who_has_just_begun_does_not_know_what_was_said_before_and_begins_with_one() -> None:
    moments = [at - START for at, _ in play(Pace(Rates(), begun=START), {"5": 4})]
    assert moments == [AT_ONCE, SECOND, 2 * SECOND, 3 * SECOND]
    said = play(Pace(Rates(), begun=START), {str(number): 1 for number in range(1, 40)})
    assert most_within(SECOND, [at for at, _ in said]) <= 30
    assert most_within(SECOND, [at for at, _ in said if at < START + SECOND]) == 5


def test_a_group_gets_no_more_than_20_in_any_minute() -> None:
    moments = [at for at, _ in play(Pace(Rates(), begun=LONG_BEFORE), {"-1005": 70})]
    assert most_within(timedelta(minutes=1), moments) <= 20


def test_the_topics_of_a_group_share_its_rate() -> None:
    said = play(Pace(Rates(), begun=LONG_BEFORE), {"-1005/7": 30, "-1005/8": 30, "-1005": 30})
    assert most_within(timedelta(minutes=1), [at for at, _ in said]) <= 20


@given(counts=st.lists(st.integers(1, 6), min_size=1, max_size=60))
def test_all_chats_together_get_no_more_than_30_a_second_and_all_are_served(
    counts: list[int],
) -> None:
    messages = {str(number): count for number, count in enumerate(counts, start=1)}
    said = play(Pace(Rates(), begun=LONG_BEFORE), messages)
    assert Counter(lane for _, lane in said) == messages
    assert most_within(SECOND, [at for at, _ in said]) <= 30


def test_whoever_waits_asks_only_a_few_times() -> None:
    pace = Pace(Rates(), begun=LONG_BEFORE)
    asked = Counter[str]()
    waiting = {str(number): START for number in range(200)}
    while waiting:
        lane = min(waiting, key=lambda one: waiting[one])
        wait = pace.wait_for_turn(lane, now=waiting[lane])
        asked[lane] += 1
        if wait:
            waiting[lane] += wait
        else:
            pace.end(now=waiting.pop(lane))
    assert max(asked.values()) <= 3
    assert asked.total() <= 2.1 * len(asked)


def test_a_chat_that_is_told_to_wait_waits_and_nobody_else() -> None:
    pace = Pace(Rates(), begun=LONG_BEFORE)
    pace.hush("5", 30 * SECOND, now=START)
    assert pace.wait_for_turn("5", now=START + SECOND) == 29 * SECOND
    assert pace.wait_for_turn("6", now=START + SECOND) == AT_ONCE
    assert pace.wait_for_turn("5", now=START + 30 * SECOND) == AT_ONCE


def test_a_topic_that_is_told_to_wait_makes_its_whole_group_wait() -> None:
    pace = Pace(Rates(), begun=LONG_BEFORE)
    pace.hush("-1005/7", 30 * SECOND, now=START)
    assert pace.wait_for_turn("-1005/8", now=START) == 30 * SECOND


def test_when_several_chats_are_told_to_wait_all_do() -> None:
    pace = Pace(Rates(), begun=LONG_BEFORE)
    for number in range(REPEATED):
        assert pace.wait_for_turn("77", now=START) == AT_ONCE
        pace.hush(str(number), 30 * SECOND, now=START)
    assert pace.wait_for_turn("77", now=START) == 30 * SECOND


def test_one_chat_that_is_told_again_and_again_slows_nobody_else() -> None:
    pace = Pace(Rates(), begun=LONG_BEFORE)
    for _again in range(9):
        pace.hush("5", SECOND, now=START)
    assert pace.wait_for_turn("6", now=START) == AT_ONCE


def test_chats_told_to_wait_at_long_intervals_slow_nobody_else() -> None:
    pace = Pace(Rates(), begun=LONG_BEFORE)
    now = START
    for number in range(9):
        pace.hush(str(number), 30 * SECOND, now=now)
        assert pace.wait_for_turn("77", now=now) == AT_ONCE
        now += WINDOW


def test_those_who_come_too_late_for_their_moments_do_not_come_all_at_once() -> None:
    pace = Pace(Rates(), begun=LONG_BEFORE)
    lanes = [str(number) for number in range(60)]
    for lane in lanes:
        if pace.wait_for_turn(lane, now=START) == AT_ONCE:
            pace.end(now=START)
    later = START + 10 * SECOND  # the process stood still
    waits = {}
    for lane in lanes[5:]:
        waits[lane] = pace.wait_for_turn(lane, now=later)
        if waits[lane] == AT_ONCE:
            pace.end(now=later)
    assert list(waits.values()).count(AT_ONCE) == Rates().in_any_second
    assert {wait for wait in waits.values() if wait} == {SECOND}


def test_what_is_under_way_counts_until_a_second_after_its_answer() -> None:
    pace = Pace(Rates(overall=Rate(timedelta(), 1)), begun=LONG_BEFORE)
    most = Rates().in_any_second
    taken = [pace.wait_for_turn(str(number), now=START) for number in range(most)]
    assert taken == [AT_ONCE] * most
    slow = START + 5 * SECOND
    assert AT_ONCE < pace.wait_for_turn("5000", now=slow) < SECOND
    pace.end(now=slow)
    assert pace.wait_for_turn("5000", now=slow) == SECOND
    assert pace.wait_for_turn("5000", now=slow + SECOND) == AT_ONCE


@given(
    st.lists(
        st.tuples(st.floats(0, 0.1), st.floats(0, 4), st.floats(0, 1)), min_size=1, max_size=200
    )
)
def test_however_long_answers_take_no_second_of_telegrams_gets_more_than_30(
    requests: list[tuple[float, float, float]],
) -> None:
    """Each request comes a while after the last, takes a while, and is taken somewhere in it."""
    pace = Pace(Rates(overall=Rate(timedelta(), 1)), begun=LONG_BEFORE)
    now, ends, taken = START, list[datetime](), list[datetime]()
    for number, (apart, lasts, within) in enumerate(requests, start=1):
        now += apart * SECOND
        while True:
            for end in sorted(one for one in ends if one <= now):
                pace.end(now=end)
            ends = [one for one in ends if one > now]
            wait = pace.wait_for_turn(str(number), now=now)
            if not wait:
                break
            now += wait
        ends.append(now + lasts * SECOND)
        taken.append(now + lasts * within * SECOND)
    assert most_within(SECOND, taken) <= 30


def test_the_memory_stays_small() -> None:
    pace = Pace(Rates(overall=Rate(timedelta(), 1)), begun=LONG_BEFORE)
    for number in range(20_000):
        assert pace.wait_for_turn(str(number), now=START + number * SECOND) == AT_ONCE
        pace.end(now=START + number * SECOND)
    assert len(pace._full_until) < 3000


def test_a_lane_names_a_chat_and_perhaps_its_topic() -> None:
    assert (chat_of("-1005/7"), topic_of("-1005/7")) == ("-1005", "7")
    assert (chat_of("5"), topic_of("5")) == ("5", "")
