"""A process is killed whenever it writes; a successor finishes, and nothing shows of it."""

from __future__ import annotations

import asyncio
import os
import signal
from datetime import timedelta
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from bot.evidence.sweeping import sweep
from tests.evidence.dying import serve
from tests.evidence.office import Office, office_at
from tests.evidence.test_fetching import hash_of
from tests.faults.processes import run, run_together

ALBUM = ("a.jpg", "a.jpg", "b.exe")
BLOCKS = 3


def check(office: Office, said_before: int) -> None:
    """Each is kept once, and one message tells of all."""
    kept, doubled, refused, *more = office.answers[said_before].split("\n\n")
    assert kept == "แนบแล้ว 1 รูป แนบได้อีก 9"
    assert doubled == "a.jpg แนบไว้แล้ว จึงเก็บไว้เพียงชุดเดียว"
    assert refused.startswith("ไม่ได้แนบ b.exe")
    assert len(more) == 1, "the question, once"
    assert len(office.answers) == said_before + 1
    assert office.rows("state") == [("kept",), ("kept",), ("refused",)]
    for leftover in office.folder.glob("*.part"):
        os.utime(leftover, (0, 0))  # the clock of the disk is not the test's
    asyncio.run(sweep(office.ground, office.store))
    assert office.files == [hash_of("a.jpg")]


@pytest.mark.parametrize("block", range(1, BLOCKS + 1))
def test_a_process_may_be_killed_whenever_it_writes(
    database_url: str, block: int, tmp_path: Path
) -> None:
    """Before and after each commit, and before and after each change to the disk."""
    with office_at(database_url, tmp_path / "evidence") as office:
        office.tell("รายงาน", "45")
        for last_moment in count(block, BLOCKS):
            office.tell("ยกเลิก", "เริ่มรายงานใหม่", "45")
            said = len(office.answers)
            for reference in ALBUM:
                office.keep({"sent": reference}, message=None)
            begun = partial(serve, database_url, office.folder)
            start = office.clock.now
            status = run(begun, start=start, last_moment=last_moment)
            assert status in (0, -signal.SIGKILL)
            # Its leases have run out by then, and what it left unfinished is old.
            office.clock.pass_time(timedelta(minutes=5))
            assert run(begun, start=office.clock.now) == 0
            office.clock.pass_time(timedelta(days=30))
            check(office, said)
            if status == 0:
                assert last_moment > 15, "turns, claims, files and records are moments"
                return
            _forget_all(office)


def _forget_all(office: Office) -> None:
    office.tell("ยกเลิก", "เริ่มรายงานใหม่")
    office.clock.pass_time(timedelta(days=30))
    asyncio.run(sweep(office.ground, office.store))
    assert office.rows("id") == []
    assert office.files == []


def test_several_processes_keep_and_tell_it_once(postgresql_url: str, tmp_path: Path) -> None:
    with office_at(postgresql_url, tmp_path / "evidence") as office:
        office.tell("รายงาน", "45")
        said = len(office.answers)
        for reference in ALBUM:
            office.keep({"sent": reference}, message=None)
        step = timedelta(milliseconds=20)  # so that nobody's lease runs out for another's clock
        one = partial(serve, postgresql_url, office.folder, start=office.clock.now, step=step)
        assert run_together([one, one, one]) == [0, 0, 0]
        check(office, said)
