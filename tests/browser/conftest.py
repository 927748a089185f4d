from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from prometheus_client import CollectorRegistry

from bot import clock
from bot.app import CODECS
from bot.channels.local import WebchatChannel
from bot.deliver import deliver
from bot.evidence.fetching import fetch
from bot.evidence.store import Store
from bot.ground import Ground
from bot.metrics import Metrics
from bot.tryout.uploads import Uploads
from bot.worker import work
from tests.browser.chromium import MISSING, chromium, find_chromium
from tests.turns.office import ISSUER
from tests.web.desk import Desk, running
from tests.web.office import Office, open_office


# For one file of tests at a time: while it runs, its thread can run no other event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        pytest.skip(MISSING)
    with chromium(path) as running_browser:
        yield running_browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page, in which no script may fail and nothing may be blocked."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="th-TH")
    context.set_default_timeout(10_000)
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "console",
        lambda message: faults.append(message.text) if "Content Security" in message.text else None,
    )
    yield context.new_page()
    context.close()
    assert faults == []


@pytest.fixture
def ground(sqlite_url: str) -> Iterator[Ground]:
    opened = Ground(sqlite_url, clock=clock.now, metrics=Metrics(CollectorRegistry()))
    yield opened
    opened.close()


@pytest.fixture
def office(ground: Ground) -> Office:
    return open_office(ground.engine)


@pytest.fixture
def desk(ground: Ground, office: Office, tmp_path: Path) -> Iterator[Desk]:
    """The page with the real bot behind it, on a fresh SQLite database."""
    uploads, store = Uploads(tmp_path / "uploads"), Store(tmp_path / "evidence")
    with running(
        ground.engine,
        bell=ground.bell,
        in_thread=ground.in_thread,
        clock=ground.clock,
        uploads=uploads,
        beside=[
            lambda: work(ground, CODECS, locale="th", issuer=ISSUER),
            lambda: deliver(ground, {"webchat": WebchatChannel()}),
            lambda: fetch(ground, {"webchat": uploads}, store),
        ],
    ) as served:
        yield served
