from __future__ import annotations

import asyncio
from collections.abc import Mapping
from itertools import count
from time import perf_counter

from bench.ears import Ears, Heard
from bench.load import FEWEST, run
from bench.walk import Crowd

LATE_NOTED = 30  # answers that went out before the warm-up ended and are heard of after it


async def test_answers_from_before_the_warm_up_ended_do_not_count_as_enough() -> None:
    ears = Ears()
    heard = count()

    async def tell(person: int, _step: Mapping[str, str], _shown: str) -> None:
        await asyncio.sleep(0.001)
        sent = 0.0 if next(heard) < LATE_NOTED else perf_counter()
        ears.hear(str(person), Heard(sent, ""))

    crowd = Crowd(iter(range(100)), str, tell, ears)
    load = await run(crowd, persons=1, seconds=0.001, cpu=lambda: 0.0)
    assert load.answers >= FEWEST
