from __future__ import annotations

import asyncio
from collections import Counter

from bot.bell import Bell

WORKERS = 8


class Workers:
    """Workers who look for events, and go home when the bell is closed."""

    def __init__(self, bell: Bell, waiting: int = 0) -> None:
        self.bell = bell
        self.waiting = waiting
        self.taken = 0
        self.all_taken = asyncio.Event()
        self.looks: Counter[int] = Counter()

    async def work(self, number: int) -> None:
        while not self.bell.closed:
            self.looks[number] += 1
            await asyncio.sleep(0)  # the look takes a while, and others come to their turn
            if self.waiting:
                self.waiting -= 1
                self.taken += 1
                if not self.waiting:
                    self.all_taken.set()
            else:
                await self.bell.wait_for_event(seconds=30)


async def settle() -> None:
    for _each in range(50):
        await asyncio.sleep(0)


async def test_one_event_wakes_one_worker() -> None:
    bell = Bell(WORKERS)
    workers = Workers(bell)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        for number in range(4):
            tasks.create_task(workers.work(number))
        await settle()
        assert workers.looks.total() == 4
        workers.waiting = 1
        bell.ring()
        await settle()
        assert (workers.taken, workers.looks.total()) == (1, 6)
        workers.waiting = 3
        bell.ring(3)
        await settle()
        assert (workers.taken, workers.looks.total()) == (4, 12)
        bell.close()


async def test_what_rings_while_nobody_waits_is_taken_up_later() -> None:
    bell = Bell(WORKERS)
    bell.ring()
    taken_up = asyncio.create_task(bell.wait_for_event(seconds=30))
    await settle()
    assert taken_up.done()


async def test_events_beyond_those_that_are_remembered_are_taken_up_too() -> None:
    bell = Bell(WORKERS)
    workers = Workers(bell, waiting=3 * WORKERS)
    bell.ring(3 * WORKERS)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        for number in range(4):
            tasks.create_task(workers.work(number))
        await workers.all_taken.wait()
        bell.close()
    assert (workers.taken, workers.waiting) == (3 * WORKERS, 0)


async def test_what_comes_in_does_not_wake_whoever_delivers_and_an_answer_does() -> None:
    bell = Bell(WORKERS)
    answer, ring = bell.next_answer, bell.next_ring
    bell.ring()
    assert ring.is_set()
    assert not answer.is_set()
    ring = bell.next_ring
    bell.answer()
    assert answer.is_set()
    assert ring.is_set()
    answer = bell.next_answer
    bell.close()
    assert answer.is_set()


async def test_who_hears_of_another_process_looks_for_answers_of_it_too() -> None:
    bell = Bell(WORKERS)
    answer = bell.next_answer
    bell.hear(0)
    assert answer.is_set()


async def test_an_echo_wakes_whoever_watches_and_no_worker() -> None:
    bell = Bell(WORKERS)
    workers = Workers(bell)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        tasks.create_task(workers.work(1))
        await settle()
        ring = bell.next_ring
        bell.echo()
        await ring.wait()
        await settle()
        assert workers.looks.total() == 1
        bell.close()


async def test_what_other_processes_rang_for_is_not_told_to_them() -> None:
    bell = Bell(WORKERS)
    bell.hear(5)
    bell.ring(2)
    bell.ring(3)
    async with asyncio.timeout(20):
        assert await bell.wait_for_news() == 5
    news = asyncio.create_task(bell.wait_for_news())
    bell.hear(7)
    await settle()
    assert not news.done()
    bell.ring()
    async with asyncio.timeout(20):
        assert await news == 1


async def test_a_closed_bell_sends_all_workers_home() -> None:
    bell = Bell(WORKERS)
    workers = Workers(bell)
    async with asyncio.timeout(20), asyncio.TaskGroup() as tasks:
        sent_home = [tasks.create_task(workers.work(number)) for number in range(8)]
        await settle()
        assert not any(worker.done() for worker in sent_home)
        bell.close()
    assert all(worker.done() for worker in sent_home)
