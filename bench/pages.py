"""Measures the pages behind a link in a city of many projects.

`python -m bench.pages` does so on SQLite and on PostgreSQL, with so many `--projects` in each of
`--years` fiscal years, as a browser asks for them: from the address to the last byte.
"""

from __future__ import annotations

import asyncio
import os
from argparse import ArgumentParser
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

import httpx
from sqlalchemy import Engine
from starlette.applications import Starlette

from bench.city import YEARS, fill
from bot.evidence.store import Store
from bot.linked_pages.routes import Looking
from bot.log import configure_logging
from handlers.passes import Issuer, issue_pass
from storage.db import open_database, transaction
from storage.passes import UnitPages
from storage.people import find_or_add_person, grant_role
from storage.records import Role
from storage.schema import migrate
from storage.tables import project
from tests.ground.databases import postgresql_database
from tests.ground.server import find_server

ISSUER = Issuer("http://127.0.0.1", "a key of the bench alone")
NOW = datetime(2023, 8, 21, 3, tzinfo=UTC)
CITY = "50000000"
TIMES = 9


def main() -> None:
    """Measure and say the figures, on databases that are gone afterwards."""
    parser = ArgumentParser("python -m bench.pages", description=__doc__)
    parser.add_argument("--projects", type=int, default=20_000, help="of each fiscal year")
    parser.add_argument("--years", type=int, default=1)
    given = parser.parse_args()
    configure_logging()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="khuepna-bench-")))
        server = find_server(durable=True)
        stack.callback(server.stop)
        databases = {
            "SQLite": f"sqlite:///{folder / 'khuepna.db'}",
            "PostgreSQL": stack.enter_context(postgresql_database(server.url)),
        }
        for name, url in databases.items():
            engine = open_database(url)
            link = _settle(engine, given.projects, YEARS[-given.years :])
            print(f"{name}, {given.projects} projects in each of {given.years} fiscal years")
            asyncio.run(_measure(engine, link))
            engine.dispose()


def _settle(engine: Engine, projects: int, years: tuple[int, ...]) -> str:
    """Fill a database with a city, and give a link to its overview."""
    migrate(engine)
    fill(engine, projects, years)
    with transaction(engine) as tx:
        chief = find_or_add_person(tx, name="วิภา รักงาน", unit_code=CITY, locale="th", now=NOW)
        grant_role(tx, person_id=chief.id, role=Role.SUPERVISOR, unit_code=CITY)
        opens = UnitPages(CITY)
        return issue_pass(tx, ISSUER, opens, holder=chief.id, now=NOW)


async def _measure(engine: Engine, link: str) -> None:
    nowhere = Store(Path(os.devnull))
    looking = Looking(engine, asyncio.to_thread, lambda: NOW, ISSUER.key, "th", nowhere)
    app = httpx.ASGITransport(Starlette(routes=looking.routes()))
    with engine.connect() as tx:
        code = tx.scalars(project.select().with_only_columns(project.c.code).limit(1)).one()
    async with httpx.AsyncClient(transport=app) as browser:
        for what, path in (
            ("overview of the city", ""),
            ("overview of the city, page 500", "?page=500"),
            ("overview of the city on paper", "?print=1"),
            ("overview of a district", "/unit/50010000"),
            ("page of a project", f"/project/{code}"),
            ("curve of a project", f"/project/{code}/curve.svg"),
            ("quarter of the city", "/quarter/2566Q4"),
            ("quarter of a district", "/quarter/2566Q4?unit=50010000"),
            ("a link that is over", "x"),
        ):
            took, busy = [], []
            for _each in range(TIMES):
                begun, before = perf_counter(), process_time()
                answer = await browser.get(link + path)
                took.append(1000 * (perf_counter() - begun))
                busy.append(1000 * (process_time() - before))
            print(
                f"  {what}: {median(took):.0f} ms, at most {max(took):.0f} ms,"
                f" {median(busy):.0f} ms of them at work here"
                f" ({answer.status_code}, {len(answer.content) // 1024} kB)",
                flush=True,
            )


if __name__ == "__main__":
    main()
