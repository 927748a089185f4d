"""The database of a benchmark: people who each have one project with half a year of entries.

The queues hold what was said before, as they do in a service that has been used for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import Connection, Engine, insert, text

from bench.inside import webchat_account
from bench.platforms import line_account, telegram_account
from bot.channels.webchat import event_payload
from storage.db import transaction
from storage.inbox import DONE
from storage.outbox import SENT
from storage.periods import local_date, period_of
from storage.records import Worth
from storage.tables import (
    address,
    inbox,
    outbox,
    person,
    policy,
    project,
    project_reporter,
    report,
    unit,
)

UNIT = "04160200"
ENTRIES = 6
LAST_PERCENT = Decimal(60)
NARRATIVE = "สำรวจพื้นที่และประชุมร่วมกับชุมชนแล้ว อยู่ระหว่างจัดทำแบบรูปรายการและประมาณราคา"


# What the platforms call a person; their chat with the bot is called the same.
ACCOUNTS: Mapping[str, Callable[[int], str]] = {
    "webchat": webchat_account,
    "telegram": telegram_account,
    "line": line_account,
}
SAID = event_payload({"text": NARRATIVE}, account=webchat_account(1), group=False)


def settle(engine: Engine, people: int, *, history: int, now: datetime) -> None:
    """Fill an empty database with people who all owe this month's report, numbered from 1.

    `history` is the number of events answered before. The rows are written in bulk: filling is
    not what is measured.
    """
    with transaction(engine) as tx:
        _settle_people(tx, range(1, people + 1), now=now)
        _be_silent(tx, now=now)
        for channel, account in ACCOUNTS.items():
            lanes = [account(number % people + 1) for number in range(history // len(ACCOUNTS))]
            _fill_queue(tx, channel, lanes, now=now)
    with engine.connect() as connection:
        # PostgreSQL does this by itself within a minute, longer than a benchmark lasts.
        if engine.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
            connection.commit()


def _settle_people(tx: Connection, numbers: range, *, now: datetime) -> None:
    month = this_month = period_of(local_date(now))
    months = [month := month.previous for _each in range(ENTRIES)]
    tx.execute(insert(unit).values(code=UNIT, name="กองทดลองใช้"))
    tx.execute(
        insert(person),
        [
            {
                "id": number,
                "name": f"ผู้รายงาน {number}",
                "unit_code": UNIT,
                "locale": "th",
                "created_at": now,
            }
            for number in numbers
        ],
    )
    tx.execute(
        insert(address),
        [
            {
                "channel": channel,
                "account": account(number),
                "person_id": number,
                "lane": account(number),
                "linked_at": now,
            }
            for channel, account in ACCOUNTS.items()
            for number in numbers
        ],
    )
    tx.execute(
        insert(project),
        [
            {
                "id": number,
                "code": f"{int(UNIT) + number // 10_000:08d}-{number % 10_000:04d}",
                "name": f"โครงการปรับปรุงสวนริมคลองสายที่ {number}",
                "unit_code": UNIT,
                "fiscal_year": this_month.fiscal_year,
                "responsible": "กลุ่มงานทดลองใช้",
                "rationale": NARRATIVE,
                "objectives": NARRATIVE,
                "targets": NARRATIVE,
                "status": "in_progress",
            }
            for number in numbers
        ],
    )
    tx.execute(
        insert(project_reporter),
        [{"project_id": number, "person_id": number} for number in numbers],
    )
    tx.execute(
        insert(report),
        [
            {
                "project_id": number,
                "period": month,
                "entry": 1,
                "revision": 1,
                "percent": LAST_PERCENT - 5 * ago,
                "narrative": NARRATIVE,
                "reported_on": month.last_day,
            }
            for number in numbers
            for ago, month in enumerate(months)
        ],
    )


def _be_silent(tx: Connection, *, now: datetime) -> None:
    """Let the clock remind nobody: in its hours, a reminder would be taken for an answer."""
    year = period_of(local_date(now)).fiscal_year
    silent = {"settings": '{"reminders": []}', "set_at": now}
    tx.execute(insert(policy), [{"fiscal_year": one, **silent} for one in (year - 1, year)])


def _fill_queue(tx: Connection, channel: str, lanes: Sequence[str], *, now: datetime) -> None:
    before = now - timedelta(days=1)
    if lanes:
        tx.execute(
            insert(inbox),
            [
                {
                    "channel": channel,
                    "event_id": f"before-{number}",
                    "lane": lane,
                    "payload": SAID,
                    "occurred_at": before,
                    "received_at": before,
                    "state": DONE,
                    "attempts": 0,
                    "not_before": before,
                    "news": False,
                    "finished_at": before,
                }
                for number, lane in enumerate(lanes)
            ],
        )
        tx.execute(
            insert(outbox),
            [
                {
                    "channel": channel,
                    "lane": lane,
                    "payload": NARRATIVE,
                    "retry_key": f"before-{number}",
                    "created_at": before,
                    "state": SENT,
                    "attempts": 1,
                    "not_before": before,
                    "sent_at": before,
                    "worth": Worth.FREE,
                }
                for number, lane in enumerate(lanes)
            ],
        )
