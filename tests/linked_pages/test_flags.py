"""The age of a problem, as a page and the card of a project say it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from bot.linked_pages.wording import Words
from handlers.status.asker import Asker
from handlers.status.reading import look_at, tell_of
from handlers.status.showing import show_project
from handlers.texts import phrases
from storage.db import transaction
from storage.last_reports import keep_last_reports
from tests.oversight.city import CITY, NORTH, NOVEMBER, SOUTH, found_city


@pytest.mark.parametrize(
    ("day", "locale", "said"),
    [
        (24, "th", "แจ้งปัญหาใหม่วันนี้"),
        (24, "en", "A problem was reported today"),
        (26, "th", "มีปัญหาค้างอยู่ 2 วัน"),
    ],
)
def test_a_problem_of_today_is_new(sqlite: Engine, day: int, locale: str, said: str) -> None:
    today = date(2026, 11, day)
    with transaction(sqlite) as tx:
        number = found_city(tx)["ช้ากว่าแผน"]
        keep_last_reports(tx)
        [told] = tell_of(tx, look_at(tx, NOVEMBER, today=today, ids=[number]), [number])
    assert Words(locale).flags(told, NOVEMBER, today)[-1] == said


@pytest.mark.parametrize(("day", "said"), [(24, "แจ้งใหม่วันนี้"), (26, "ยังมีอยู่ 2 วัน")])
def test_the_card_of_a_project_says_so_too(sqlite: Engine, day: int, said: str) -> None:
    now = datetime(2026, 11, day, 3, tzinfo=UTC)
    with transaction(sqlite) as tx:
        number = found_city(tx)["ช้ากว่าแผน"]
        keep_last_reports(tx)
        units = frozenset({SOUTH.code, NORTH.code, CITY.code})
        asker = Asker(tx, now, phrases("status", "th"), (CITY,), units, in_group=True)
        [shown] = show_project(asker, number)
    assert shown.card is not None
    assert shown.card.rows[-1].value == said
