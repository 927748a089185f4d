"""What is sent before midnight in Bangkok, and answered after it, is of the day before."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from handlers.turns import Answered, take_one_turn
from storage.db import transaction
from storage.inbox import receive
from storage.periods import BANGKOK, Period
from tests.turns.office import CODECS, ISSUER, arrival, filed, open_office, press_of, tell

MOMENTS = timedelta(seconds=20)


@pytest.mark.parametrize(
    ("day", "timeliness"),
    [(date(2026, 11, 25), "on_time"), (date(2026, 12, 10), "late")],  # the due day, the lock day
)
def test_a_report_is_in_time_when_it_was_sent_in_time(
    sqlite: Engine, day: date, timeliness: str
) -> None:
    [officer] = open_office(sqlite)
    tell(sqlite, officer.chat, "รายงาน", "45", "ขุดลอกคลอง", "ครบแล้ว", "ไม่มี", "ไม่มี")
    sent_at = datetime(day.year, day.month, day.day, 23, 59, 50, tzinfo=BANGKOK)
    with transaction(sqlite) as tx:
        receive(tx, [arrival(officer.chat, press_of(sqlite, officer.chat, "send"))], now=sent_at)
    answered_at = sent_at + MOMENTS
    outcome = take_one_turn(sqlite, CODECS, locale="th", issuer=ISSUER, now=answered_at)
    assert isinstance(outcome, Answered)
    [report] = filed(sqlite)
    assert (report["period"], report["timeliness"]) == (Period(2026, 11), timeliness)
    # The record changed when it changed: a digest that was said in between did not have it.
    assert (report["reported_on"], report["filed_at"]) == (day, answered_at)
