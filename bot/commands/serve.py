"""`all`, `web`, `worker`, `clock`: the service, whole or in parts."""

from __future__ import annotations

import asyncio
import os
import sys
from argparse import Namespace

import uvloop

from bot.commands import Commands
from bot.commands.start import start_with_database
from bot.commands.voice import tell
from bot.refusals import Refused

SWITCH_EVERY = 0.0005  # seconds; ten times as often as Python does by itself

PARTS = {
    "all": ("web, worker and clock in one process", frozenset({"web", "worker", "clock"})),
    "web": ("take in what people send, and show the pages", frozenset({"web"})),
    "worker": ("answer and deliver", frozenset({"worker"})),
    "clock": ("do what is due, every minute", frozenset({"clock"})),
}


def add_to(commands: Commands) -> None:
    for name, (does, parts) in PARTS.items():
        commands.add_parser(name, help=does).set_defaults(run=run, parts=parts)


def run(arguments: Namespace) -> None:
    """Serve until the process is told to stop."""
    # Only here, for it takes a second that no other command should wait for.
    from bot.app import serve  # noqa: PLC0415

    with start_with_database() as (settings, _engine):
        pass  # it is in its current schema now; the service opens it anew, and wider
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    opens, variable = "Khuepna opens", "PORT"
    if "web" not in arguments.parts:
        opens, variable = "/metrics and /healthz open", "METRICS_PORT"

    def tell_where(port: int) -> None:
        tell(f"{opens} at http://{host}:{port} (Ctrl-C ends it)")

    # The loop waits for the database's threads many times an event: it must not wait for its
    # share of the interpreter as well.
    sys.setswitchinterval(SWITCH_EVERY)
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(serve(settings, arguments.parts, listening=tell_where))
    except OSError as error:
        # The error itself may say more than its number, and would say it twice.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise Refused(
            f"Nothing can listen at {host}:{settings.port_of(arguments.parts)} ({reason}): "
            f"set HOST and {variable} to an address of this machine that is free."
        ) from error
