"""How long questions about projects take in a group and in private, from the event to the rows.

`python -m bench.asking` fills databases of both kinds, as `bench.quarters` does, and says for each
question what 95 of 100 took at most. Another benchmark calls `measure_asking` on what it filled.
"""

from __future__ import annotations

from argparse import ArgumentParser
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, text, update

from bench.city import YEARS, fill
from bench.inside import ISSUER
from bot.channels.webchat import WebchatCodec, event_payload
from bot.log import configure_logging
from handlers.search.keeping import renew_index
from handlers.turns import Answered, take_one_turn
from storage import inbox, people
from storage.db import open_database, transaction
from storage.group_bindings import bind_group
from storage.last_reports import keep_last_reports
from storage.periods import BANGKOK
from storage.records import Arrival, Role, Unit
from storage.schema import migrate
from storage.tables import unit
from storage.units import save_unit
from tests.ground.databases import postgresql_database
from tests.ground.server import find_server

NOW = datetime(2023, 9, 20, 10, 0, tzinfo=BANGKOK)
CITY, DISTRICT = Unit("90000000", "ทั้งเมืองสมมติ"), "50010000"
CODECS = {"webchat": WebchatCodec()}
MOST_DISTANT_PAGE = "status.all.all.3000"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, where it is asked, and what 50 and 95 of 100 answers took, in milliseconds."""

    chat: str
    said: str
    median: float
    p95: float


QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("status", {"text": "/status"}),
    ("late", {"text": "/late"}),
    ("risk", {"text": "/risk"}),
    ("page", {"press": f"0.{MOST_DISTANT_PAGE}"}),
    ("name of a unit", {"text": "/status เขตสมมติ 1"}),
    ("part of a name", {"text": "/status สวนริมคลอง"}),
    ("a name and a unit", {"text": "/status ปรับปรุงสวนริมคลองเขตสมมติ 1"}),
    ("mistyped", {"text": "/status สวนลิมครองสายที่"}),
    ("nothing", {"text": "/status กระเช้าลอยฟ้า"}),
    ("late of a part of a name", {"text": "/late สวนริมคลอง"}),
    ("code", {"text": "/status 50010008-0040"}),
)
SUMMARY = ("summary", {"text": "/summary 2566Q3"})


def prepare_asking(engine: Engine) -> None:
    """Let groups be bound to the whole city and to a district, and somebody look after the city."""
    with transaction(engine) as tx:
        save_unit(tx, CITY)
        tx.execute(update(unit).where(unit.c.code != CITY.code).values(parent_code=CITY.code))
        boss = people.find_or_add_person(tx, name="ผู้ดูแล", unit_code=CITY.code, locale="th", now=NOW)
        people.grant_role(tx, person_id=boss.id, role=Role.EVALUATOR, unit_code=CITY.code)
        people.link_address(
            tx, person_id=boss.id, channel="webchat", account="boss", lane="boss", now=NOW
        )
        for lane, code in (("group-city", CITY.code), ("group-district", DISTRICT)):
            bind_group(
                tx,
                channel="webchat",
                lane=lane,
                unit_code=code,
                full=False,
                bound_by=boss.id,
                now=NOW,
            )
        keep_last_reports(tx)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    renew_index(engine)


def measure_asking(engine: Engine, *, rounds: int) -> tuple[Asked, ...]:
    """Ask everything so many times, after once that is not counted; `prepare_asking` comes before.

    Summaries of a whole city take longer than all else and are asked a tenth as often.
    """
    measured = []
    for chat in ("group-city", "group-district", "boss"):
        for said, content in (*QUESTIONS, SUMMARY):
            times = max(rounds // 10, 3) if said == SUMMARY[0] else rounds
            seconds = sorted(_ask(engine, chat, content) for _each in range(times + 1))
            counted = seconds[: times if times > 3 else None]
            median, p95 = (counted[int(len(counted) * share)] for share in (0.5, 0.95))
            measured.append(Asked(chat, said, 1000 * median, 1000 * p95))
    return tuple(measured)


_NUMBERS = iter(range(1, 10**9))


def _ask(engine: Engine, chat: str, content: dict[str, Any]) -> float:
    in_group = chat.startswith("group-")
    payload = event_payload(content, account=None if in_group else chat, group=in_group)
    event = Arrival("webchat", f"asked-{next(_NUMBERS)}-{id(engine)}", chat, NOW, payload)
    with transaction(engine) as tx:
        inbox.receive(tx, [event], now=NOW)
    begun = perf_counter()
    outcome = take_one_turn(engine, CODECS, locale="th", issuer=ISSUER, now=NOW)
    seconds = perf_counter() - begun
    if not isinstance(outcome, Answered):
        raise SystemExit(f"{chat} was not answered: {outcome}")
    return seconds


def main() -> None:
    """Measure and say the figures, on databases that are gone afterwards."""
    parser = ArgumentParser("python -m bench.asking", description=__doc__)
    parser.add_argument("--projects", type=int, default=20_000, help="of each fiscal year")
    parser.add_argument("--rounds", type=int, default=100, help="how often each is asked")
    given = parser.parse_args()
    configure_logging()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="khuepna-bench-")))
        server = find_server(durable=True)
        stack.callback(server.stop)
        urls = (
            f"sqlite:///{folder / 'asking.db'}",
            stack.enter_context(postgresql_database(server.url)),
        )
        for url in urls:
            engine = open_database(url)
            migrate(engine)
            fill(engine, given.projects, YEARS)
            prepare_asking(engine)
            tell(engine, measure_asking(engine, rounds=given.rounds))
            engine.dispose()


def tell(engine: Engine, measured: tuple[Asked, ...]) -> None:
    """Say the figures of one database."""
    print(engine.dialect.name)
    for one in measured:
        print(f"  {one.chat}, {one.said}: median {one.median:.0f} ms, p95 {one.p95:.0f} ms")


if __name__ == "__main__":
    main()
