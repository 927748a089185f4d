"""The loop as a process runs it, beside the loop that answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.evidence import fetching
from bot.evidence.fetching import fetch
from bot.evidence.source import Content, Fetched
from bot.evidence.store import Store
from bot.evidence.sweeping import sweep
from bot.ground import Ground
from bot.worker import work
from tests.evidence.contents import content_of
from tests.evidence.office import CODECS, Clock, Office, Platform
from tests.evidence.test_fetching import hash_of
from tests.faults.loops import until
from tests.turns.grounds import grounded
from tests.turns.office import ISSUER


class WallClock(Clock):
    """The clock on the wall, which the loop waits by."""

    def __call__(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    clock = WallClock()
    with grounded(database_url, clock=clock) as ground:
        yield Office(ground, clock, tmp_path / "evidence")


async def test_pictures_are_fetched_and_told_beside_everything_else(office: Office) -> None:
    ground = office.ground
    office.tell("รายงาน", "45")
    said = office.answers
    for name in ("a.jpg", "b.jpg"):
        office.keep({"sent": name}, message=name)
    sources = {"webchat": office.platform}
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(work(ground, CODECS, locale="th", issuer=ISSUER))
        tasks.create_task(fetch(ground, sources, office.store))
        await until(lambda: len(office.answers) > len(said))
        ground.bell.close()
    assert office.answers[len(said)].startswith("แนบแล้ว 2 รูป")
    assert office.files == sorted(map(hash_of, ["a.jpg", "b.jpg"]))


class Endless(Platform):
    """A platform that never answers for one of them."""

    async def fetch(self, reference: str, limit: int) -> Fetched:
        self.asked.append(reference)
        if reference == "slow.jpg":
            await asyncio.Event().wait()
        return Content(content_of(reference))


async def test_a_slow_file_holds_up_neither_others_nor_the_end(office: Office) -> None:
    office.tell("รายงาน")
    office.send("slow.jpg", "b.jpg")
    endless = Endless()
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(fetch(office.ground, {"webchat": endless}, office.store))
        await until(lambda: office.rows("state") == [("fetching",), ("kept",)])
        office.ground.bell.close()
    assert office.files == [hash_of("b.jpg")]


async def test_the_loop_outlives_a_database_that_is_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "OUTAGE_PAUSE", 0.01)
    failures = iter([OperationalError("x", None, Exception("away"))] * 3)

    async def sweep_after_outage(ground: Ground, store: Store) -> None:
        if failure := next(failures, None):
            raise failure
        await sweep(ground, store)

    monkeypatch.setattr(fetching, "sweep", sweep_after_outage)
    office.tell("รายงาน")
    office.send("a.jpg")
    with capture_logs() as lines:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(fetch(office.ground, {"webchat": office.platform}, office.store))
            await until(lambda: office.rows("state") == [("kept",)])
            office.ground.bell.close()
    assert [line["event"] for line in lines] == ["database_out_of_reach"] * 3
