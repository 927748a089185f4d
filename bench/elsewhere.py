"""A worker process of a benchmark: `python -m bench.elsewhere URL` until its input is closed.

It does what `python -m bot worker` does, but tells of each request it makes on standard output,
and of the CPU seconds it has spent: alone when it is ready, then with every request.
"""

from __future__ import annotations

import asyncio
import json
import sys
from time import process_time

from bench.ears import Ears, Heard
from bench.load import answering, open_ground
from bot.log import configure_logging
from bot.warmth import warm_up
from storage.periods import local_date, period_of


class Teller(Ears):
    """Tells another process what it hears. All processes of a machine share `perf_counter`."""

    def hear(self, lane: str, heard: Heard) -> None:
        print(json.dumps([lane, heard.at, heard.payload, process_time()]), flush=True)


async def answer_until_closed(url: str) -> None:
    ground = open_ground(url)
    try:
        warm_up(period_of(local_date(ground.clock())))
        async with answering(ground, Teller()):
            print(process_time(), flush=True)
            await asyncio.to_thread(sys.stdin.read)
    finally:
        ground.close()


if __name__ == "__main__":
    configure_logging()
    asyncio.run(answer_until_closed(sys.argv[1]))
