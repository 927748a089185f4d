"""`python -m bench.unhurried PART`: the service, without the pace that Telegram asks of a bot.

A bot may say some 30 things a second there. To wait for that would be to measure Telegram.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial

from bot.__main__ import main
from bot.channels import starting
from bot.channels.telegram.pace import Rate, Rates
from bot.channels.telegram.start import start

AT_ONCE = Rate(timedelta(), 1)

if __name__ == "__main__":
    rates = Rates(private=AT_ONCE, group=AT_ONCE, overall=AT_ONCE, in_any_second=5_000)
    vars(starting)["start_telegram"] = partial(start, rates=rates)
    sys.exit(main())
