"""Sorting what a profiler saw by the part of the service that it was done for."""

from __future__ import annotations

import cProfile
import sysconfig
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import CodeType

from bench.machine import ROOT

COMMIT = "commits, to the disk"
SQL = "SQL, in the database"
IDLE = "nothing to do"
OTHER = "other"

BUILTINS = {
    "<method 'commit' of 'sqlite3.Connection' objects>": COMMIT,
    "<method 'execute' of 'sqlite3.Connection' objects>": SQL,
    "<method 'execute' of 'sqlite3.Cursor' objects>": SQL,
    "<method 'executemany' of 'sqlite3.Cursor' objects>": SQL,
    "<method 'fetchone' of 'sqlite3.Cursor' objects>": SQL,
    "<method 'fetchall' of 'sqlite3.Cursor' objects>": SQL,
    "<method 'poll' of 'select.epoll' objects>": IDLE,
}

# The functions in which psycopg waits for the server, and those that call them to commit.
WAITS = {"wait", "_send_query_prepared", "_execute_send", "_exec_command"}
COMMITS = {"commit", "_commit_gen"}

# Where a file lies says which group its functions are of; the first of these that fits counts.
FILES = {
    "psycopg/": "psycopg, beside the waiting",
    "sqlalchemy/sql/": "SQLAlchemy: putting statements together",
    "sqlalchemy/util/": "SQLAlchemy: putting statements together",
    "sqlalchemy/": "SQLAlchemy: running them, reading rows",
    "json/": "JSON",
    "handlers/thai/": "reading Thai",
    "handlers/": "conversation and wording",
    "bot/channels/": "drawing messages",
    "storage/": "storage/, its own lines",
    "bot/": "loops, threads, metrics",
    "asyncio/": "loops, threads, metrics",
    "prometheus_client/": "loops, threads, metrics",
    "structlog/": "loops, threads, metrics",
    "bench/": "the benchmark itself",
}

# The packages may lie within our own folder, so it comes last.
ROOTS = (*(Path(sysconfig.get_path(kind)) for kind in ("purelib", "platlib", "stdlib")), ROOT)

Shares = Mapping[str, float]
Function = CodeType | str


def sort(profiler: cProfile.Profile) -> dict[str, float]:
    """Give the seconds of each group. What has none of its own counts as whoever called it."""
    entries = profiler.getstats()
    callers: dict[Function, dict[Function, float]] = {}
    for entry in entries:
        for call in entry.calls or ():
            callers.setdefault(call.code, {})[entry.code] = call.inlinetime
    sorter = _Sorter(callers)
    return add_up(
        (group, share * entry.inlinetime)
        for entry in entries
        for group, share in sorter.shares(entry.code).items()
    )


class _Sorter:
    def __init__(self, callers: Mapping[Function, Mapping[Function, float]]) -> None:
        self._callers = callers
        self._known: dict[Function, Shares] = {}

    def shares(self, function: Function) -> Shares:
        """Give what part of a function's own time belongs to which group."""
        if function not in self._known:
            self._known[function] = {}  # while it is looked for, so that a circle ends
            self._known[function] = self._look(function)
        return self._known[function]

    def _look(self, function: Function) -> Shares:
        callers = self._callers.get(function, {})
        if waits_for_server(function):
            named = [(COMMIT if is_commit(caller) else SQL, callers[caller]) for caller in callers]
            return _parts(named)
        if own := group_of(function):
            return {own: 1.0}
        return _parts(
            (group, share * spent)
            for caller, spent in callers.items()
            for group, share in self.shares(caller).items()
        )


def _parts(weighed: Iterable[tuple[str, float]]) -> Shares:
    """Give the groups as parts of one."""
    weights = add_up(weighed)
    total = sum(weights.values())
    return {group: weight / total for group, weight in weights.items()} if total else {OTHER: 1.0}


def add_up(weighed: Iterable[tuple[str, float]]) -> dict[str, float]:
    sums: defaultdict[str, float] = defaultdict(float)
    for group, weight in weighed:
        sums[group] += weight
    return dict(sums)


def waits_for_server(function: Function) -> bool:
    return (
        isinstance(function, CodeType)
        and function.co_name in WAITS
        and place_of(function).startswith("psycopg/")
    )


def is_commit(function: Function) -> bool:
    return isinstance(function, CodeType) and function.co_name in COMMITS


def group_of(function: Function) -> str | None:
    """Give the group of a function, None for one that works for whoever calls it."""
    if isinstance(function, str):
        return BUILTINS.get(function)
    place = place_of(function)
    return next((group for start, group in FILES.items() if place.startswith(start)), None)


def place_of(function: CodeType) -> str:
    """Give where a function is written, from the folder of its packages on."""
    path = Path(function.co_filename)
    root = next((root for root in ROOTS if path.is_relative_to(root)), path.anchor)
    return path.relative_to(root).as_posix()
