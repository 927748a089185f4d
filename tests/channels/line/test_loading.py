"""The loading animation: for whoever waits too long, in private chats, and never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from prometheus_client import CollectorRegistry

from bot.channels.line.loading import Loading
from bot.ground import Ground
from storage.db import transaction
from storage.evidence import Parcel, keep_parcel
from storage.inbox import claim_next, receive
from storage.people import find_or_add_person
from storage.records import Arrival, Claimed
from storage.units import save_unit
from tests.channels.line.desk import Desk
from tests.fakes.faults import At, RateLimited, Script, ServerError
from tests.turns.grounds import grounded
from tests.turns.office import UNIT

LOADING = "showLoadingAnimation"


@pytest.fixture
def ground(desk: Desk, database_url: str) -> Iterator[Ground]:
    with grounded(database_url, clock=desk.clock) as ground:
        yield ground


@pytest.fixture
def loading(desk: Desk) -> Loading:
    return Loading(desk.client, CollectorRegistry())


def keep(ground: Ground, arrival: Arrival) -> None:
    with transaction(ground.engine) as tx:
        receive(tx, [arrival], now=ground.clock())


def answer(ground: Ground) -> Claimed:
    with transaction(ground.engine) as tx:
        claimed = claim_next(tx, now=ground.clock())
        assert claimed is not None
    return claimed


async def test_who_waits_for_an_answer_sees_that_it_is_coming(
    desk: Desk, ground: Ground, loading: Loading
) -> None:
    keep(ground, desk.hear())
    await loading.look(ground)
    assert desk.line.loading == []
    desk.forward(2)
    await loading.look(ground)
    assert desk.line.loading == [desk.phone.chat]
    desk.forward(5)
    await loading.look(ground)
    assert desk.line.loading == [desk.phone.chat]
    desk.forward(16)
    await loading.look(ground)
    assert desk.line.loading == [desk.phone.chat] * 2


async def test_who_is_answered_at_once_causes_no_call(
    desk: Desk, ground: Ground, loading: Loading
) -> None:
    keep(ground, desk.hear())
    answer(ground)
    desk.forward(2)
    await loading.look(ground)
    assert desk.line.calls == {}


async def test_who_waits_for_a_file_sees_it_too(
    desk: Desk, ground: Ground, loading: Loading
) -> None:
    keep(ground, desk.hear())
    claimed = answer(ground)
    with transaction(ground.engine) as tx:
        save_unit(tx, UNIT)
        person = find_or_add_person(
            tx, name="มาลี", unit_code=UNIT.code, locale="th", now=ground.clock()
        )
        parcel = Parcel("468", "")
        keep_parcel(tx, parcel, claimed=claimed, person_id=person.id, now=ground.clock())
    desk.forward(2)
    await loading.look(ground)
    assert desk.line.loading == [desk.phone.chat]


async def test_whoever_waited_for_minutes_looks_elsewhere(
    desk: Desk, ground: Ground, loading: Loading
) -> None:
    keep(ground, desk.hear())
    desk.forward(61)
    await loading.look(ground)
    assert desk.line.calls == {}


async def test_other_channels_and_groups_have_no_animation(
    desk: Desk, ground: Ground, loading: Loading
) -> None:
    before = len(desk.webhook.received)
    group = desk.line.group("กองช่าง", desk.phone)
    desk.webhook.wait(before + 1)
    private = desk.phone
    desk.phone = group.phone(private)
    keep(ground, desk.hear("/help"))
    keep(ground, Arrival("telegram", "1", private.chat, desk.clock(), "{}"))
    desk.forward(2)
    await loading.look(ground)
    assert desk.line.calls == {}


@pytest.mark.parametrize("fault", [ServerError(), RateLimited()])
async def test_a_failure_is_counted_and_hurts_nobody(
    desk: Desk, fault: ServerError | RateLimited
) -> None:
    registry = CollectorRegistry()
    loading = Loading(desk.client, registry)
    desk.line.play(Script(listed=(At(LOADING, fault),)))
    await loading.show([desk.phone.chat], now=desk.clock())
    await loading.show([desk.phone.chat], now=desk.clock() + timedelta(seconds=21))
    name = "khuepna_line_loading_animations_total"
    assert registry.get_sample_value(name, {"result": "failed"}) == 1
    assert registry.get_sample_value(name, {"result": "shown"}) == 1
