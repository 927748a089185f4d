"""Work for many, some at a time: what fails for one keeps nobody else from theirs."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from typing import TypeVar

from storage.outages import is_outage

T = TypeVar("T")

BATCH = 500
"""People in one transaction: few enough that nobody else waits long for theirs."""

GIVEN_UP = 5
"""So many who fail one by one are no accident of theirs: the others would fail as well."""


def in_batches(
    listed: Sequence[T], work: Callable[[Sequence[T]], int], *, batch: int = BATCH
) -> Generator[int, None, list[Exception]]:
    """Do `work`, which is all or nothing, for some at a time; where it fails, for each alone.

    Gives what it gives, each time, and in the end what it failed with. Raises what is an outage.
    """
    failed: list[Exception] = []
    for start in range(0, len(listed), batch):
        some = listed[start : start + batch]
        try:
            done = work(some)
        except Exception as cause:
            if is_outage(cause):
                raise
            failed += [cause] if batch == 1 else (yield from in_batches(some, work, batch=1))
        else:
            yield done
        if len(failed) >= GIVEN_UP:
            break
    return failed
