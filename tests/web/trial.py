"""The try-out page with time that can be moved, and the whole bot behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry
from sqlalchemy import Engine

from bot.app import CODECS
from bot.channels.local import WebchatChannel
from bot.deliver import deliver
from bot.ground import Ground
from bot.health import complaints
from bot.metrics import Metrics
from bot.tryout.journey import Journeys
from bot.tryout.trial import TrialClock, begin_trial
from bot.worker import work
from storage.db import transaction
from storage.people import link_address
from storage.periods import BANGKOK
from storage.records import Person
from tests.turns.office import ISSUER
from tests.web.desk import WEBCHAT, Desk, running

MONDAY = datetime(2026, 11, 16, 12, 0, tzinfo=BANGKOK)  # November is due on Wednesday the 25th


@contextmanager
def trial_desk(
    url: str, *, real: Callable[[], datetime] = lambda: MONDAY, tryout: bool = True
) -> Iterator[Desk]:
    """Serve the page as `all` does, while the block lasts."""
    trial = TrialClock(real)
    ground = Ground(url, clock=trial.now, metrics=Metrics(CollectorRegistry()))
    begin_trial(ground.engine, now=trial.now())
    with running(
        ground.engine,
        bell=ground.bell,
        in_thread=ground.in_thread,
        clock=ground.clock,
        tryout=tryout,
        journeys=Journeys(ground, trial, CODECS),
        complaints=lambda tx: complaints(tx, channels=[WEBCHAT], now=ground.clock()),
        beside=[
            lambda: work(ground, CODECS, locale="th", issuer=ISSUER),
            lambda: deliver(ground, {WEBCHAT: WebchatChannel()}),
        ],
    ) as served:
        yield served
    ground.close()


def hold(engine: Engine, phone: str, person: Person) -> None:
    """Let a person hold a phone since some days."""
    before = MONDAY - timedelta(days=7)
    with transaction(engine) as tx:
        link_address(
            tx, person_id=person.id, channel=WEBCHAT, account=phone, lane=phone, now=before
        )
