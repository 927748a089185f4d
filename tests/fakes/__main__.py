"""A fake in a process of its own, for benchmarks and for tests that kill processes.

    python -m tests.fakes line [--port 0] [--data-port 0] [--no-rates] [--no-quota]
    python -m tests.fakes telegram [--port 0] [--no-rates]

The first line of its standard output is a JSON object with its `ports`. It ends when its
standard input is closed, and so with whoever started it.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys

from tests.fakes.host import Host
from tests.fakes.line.server import LinePlatform
from tests.fakes.line.state import Channel
from tests.fakes.platform import Platform
from tests.fakes.telegram.server import TelegramPlatform
from tests.fakes.telegram.state import Bot


async def serve(platform: Platform, ports: list[int]) -> None:
    """Until the standard input ends."""
    host = Host(platform)
    await host.start(*ports)
    sys.stdout.write(json.dumps({"ports": platform.ports}) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    await host.stop()


def main() -> None:
    """Read the command line, and serve."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes", description=__doc__)
    parser.add_argument("platform", choices=["line", "telegram"])
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--data-port", type=int, default=0)
    parser.add_argument("--no-rates", action="store_true", help="let the bot be as fast as it can")
    parser.add_argument("--no-quota", action="store_true", help="let LINE push without a limit")
    asked = parser.parse_args()
    if asked.platform == "line":
        quota = None if asked.no_quota else 300
        line = LinePlatform(Channel(quota=quota, rates=not asked.no_rates))
        asyncio.run(serve(line, [asked.port, asked.data_port]))
    else:
        telegram = TelegramPlatform(Bot(rates=not asked.no_rates))
        asyncio.run(serve(telegram, [asked.port]))


if __name__ == "__main__":
    main()
