"""Many rows in one statement: as they were given, in their order, on both databases."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from storage.db import transaction
from storage.outbox import enqueue_many
from storage.records import Worth
from storage.tables import outbox

NOW = datetime(2026, 11, 20, 2, 0, 0, 123456, UTC)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)


@given(payloads=st.lists(TEXT, min_size=1, max_size=30))
@example(payloads=["\\\"'%(rows)s:rows", "\\u0e01", "ก\r\n\tข\x1f\x7f\u2028😀", "", "null"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
def test_what_is_written_is_what_was_given_in_its_order(
    database: Engine, payloads: list[str]
) -> None:
    requests = [("line", f"ห้อง{at % 2}", one, Worth.REMINDER) for at, one in enumerate(payloads)]
    shown = (outbox.c.channel, outbox.c.lane, outbox.c.payload, outbox.c.worth)
    with transaction(database) as tx:
        before = tx.scalars(select(outbox.c.id).order_by(outbox.c.id.desc())).first() or 0
        enqueue_many(tx, requests, now=NOW)
        new = outbox.c.id > before
        rows = tx.execute(select(*shown).where(new).order_by(outbox.c.id)).all()
        assert [tuple(row) for row in rows] == requests
        moments = select(outbox.c.created_at, outbox.c.not_before, outbox.c.inbox_id).where(new)
        assert {*tx.execute(moments)} == {(NOW, NOW, None)}


def test_no_row_is_none_at_all(database: Engine) -> None:
    with transaction(database) as tx:
        enqueue_many(tx, [], now=NOW + timedelta(days=1))
        assert tx.scalars(select(outbox.c.id)).all() == []
