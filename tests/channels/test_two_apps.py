"""One person, two apps: a report begun in LINE is finished in Telegram."""

from __future__ import annotations

from itertools import count

import pytest
from sqlalchemy import Engine, select

from bot.channels.line.codec import LineCodec
from bot.channels.telegram.codec import TelegramCodec
from handlers.messages import Codec, Event, Text
from handlers.turns import Answered, take_one_turn
from storage.db import reading, transaction
from storage.inbox import receive
from storage.people import link_address
from storage.records import Arrival
from storage.tables import outbox
from tests.channels.line.contract import LINE_ACCOUNT, of_the_account
from tests.channels.telegram.contract import ACCOUNT, as_telegram_writes
from tests.turns.office import ISSUER, NOW, filed, open_office, phrase

CODECS: dict[str, Codec] = {"line": LineCodec(), "telegram": TelegramCodec()}
ACCOUNTS = {"line": LINE_ACCOUNT, "telegram": ACCOUNT}
WRITTEN = {"line": of_the_account, "telegram": as_telegram_writes}
_numbers = count(1)


def tell(engine: Engine, channel: str, event: Event) -> str:
    """Say something in an app; gives the request that answers it there."""
    lane = ACCOUNTS[channel]
    arrival = Arrival(channel, f"e{next(_numbers)}", lane, NOW, WRITTEN[channel](event))
    with transaction(engine) as tx:
        receive(tx, [arrival], now=NOW)
    assert isinstance(take_one_turn(engine, CODECS, locale="th", issuer=ISSUER, now=NOW), Answered)
    said = select(outbox.c.payload).where(outbox.c.channel == channel, outbox.c.lane == lane)
    with reading(engine) as tx:
        answer: str = tx.execute(said.order_by(outbox.c.id)).scalars().all()[-1]
    return answer


@pytest.mark.parametrize(("first", "second"), [("line", "telegram"), ("telegram", "line")])
def test_a_draft_begun_in_one_app_is_finished_in_the_other(
    database: Engine, first: str, second: str
) -> None:
    [officer] = open_office(database)
    with transaction(database) as tx:
        for channel, account in ACCOUNTS.items():
            link_address(
                tx,
                person_id=officer.person_id,
                channel=channel,
                account=account,
                lane=account,
                now=NOW,
            )
    for text in ("รายงาน", "45"):
        tell(database, first, Text(text))
    tell(database, second, Text("ขุดลอกคลองแล้ว"))
    tell(database, first, Text(phrase("choice.done")))
    for text in ("ไม่มี", "ไม่มี", phrase("choice.send")):
        tell(database, second, Text(text))
    [report] = filed(database)
    assert (report["narrative"], report["channel"]) == ("ขุดลอกคลองแล้ว", second)
    assert (report["problems"], report["obstacles"]) == (None, None)
