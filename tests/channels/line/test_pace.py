"""LINE takes two thousand pushes of a channel in any second, and no more are begun."""

from __future__ import annotations

import asyncio
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Sent
from bot.channels.line import pace as pacing
from bot.channels.line.channel import LineChannel
from bot.channels.line.pace import PER_SECOND, Pace
from storage.records import Worth
from tests.channels.line.desk import Desk

ALLOWED = 2000


def moments(asked: list[float]) -> list[float]:
    pace = Pace()
    return [now + pace.take(now) for now in asked]


def test_who_comes_alone_does_not_wait() -> None:
    assert moments([1.0, 2.0, 3.0]) == [1.0, 2.0, 3.0]


def test_many_at_once_use_nearly_all_of_the_rate() -> None:
    begun = moments([100.0] * 10_000)
    assert 9_999 / (begun[-1] - begun[0]) == pytest.approx(PER_SECOND, rel=0.01)


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 3000)), max_size=4))
def test_no_second_has_more_than_line_takes(crowds: list[tuple[float, int]]) -> None:
    when = accumulate(later for later, _count in crowds)
    asked = [
        now for now, (_later, count) in zip(when, crowds, strict=True) for _each in range(count)
    ]
    begun = moments(asked)
    assert begun == sorted(begun)
    assert all(
        later - first >= 1 for first, later in zip(begun, begun[ALLOWED + 1 :], strict=False)
    )


async def test_pushes_keep_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pacing, "PER_SECOND", 20)
    monkeypatch.setattr(pacing, "BURST", 0)
    channel = LineChannel(desk.client, desk.budget, desk.clock)
    loop = asyncio.get_running_loop()
    begun = loop.time()
    for _each in range(3):
        assert await channel.send(desk.letter(worth=Worth.REMINDER)) == Sent()
    assert loop.time() - begun >= 2 / 20
