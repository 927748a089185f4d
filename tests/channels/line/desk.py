"""The bot's side of one chat, with a fake LINE at the other end and clocks that go together."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count

from prometheus_client import CollectorRegistry
from sqlalchemy import select

from bot.channels.base import Result
from bot.channels.line.budget import Budget
from bot.channels.line.channel import LineChannel
from bot.channels.line.client import LineClient
from bot.channels.line.codec import LineCodec
from bot.channels.line.intake import LineIntake
from bot.ground import Ground
from bot.metrics import Metrics
from handlers.messages import Occasion, Outgoing
from storage.db import reading
from storage.records import Arrival, Dispatch, Worth
from storage.tables import push
from tests.fakes.line.fake import LineFake, LinePhone
from tests.fakes.receiver import Receiver

_numbers = count(1)


@dataclass
class Desk:
    """What the bot does is done by hand here, step by step."""

    line: LineFake
    phone: LinePhone
    client: LineClient
    webhook: Receiver
    url: str
    """Of the database that the pushes are counted in."""
    ahead: timedelta = field(default_factory=timedelta)
    sins: list[str] = field(default_factory=list)
    """Words of the broken rules that this test is about."""

    def __post_init__(self) -> None:
        self.ground = Ground(self.url, clock=self.clock, metrics=Metrics(CollectorRegistry()))
        self.budget = Budget(self.ground, self.client, lambda _tx, _now: 20)

    def clock(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, seconds: float) -> None:
        """Let time go by on both sides."""
        self.ahead += timedelta(seconds=seconds)
        self.line.forward(seconds)

    def hear(self, text: str = "รายงาน") -> Arrival:
        """Let the person say something, and take it in."""
        before = len(self.webhook.received)
        self.phone.say(text)
        received = self.webhook.wait(before + 1)[-1]
        intake = LineIntake(self.line.channel.secret)
        assert intake.is_genuine(received.headers, received.body)
        (arrival,) = intake.read(received.body).arrivals
        return arrival

    def answer(
        self, arrival: Arrival, text: str = "คำตอบ", *, worth: Worth = Worth.FREE, unsaid: str = ""
    ) -> Dispatch:
        """The row of what is said upon an event."""
        occasion = Occasion(arrival.payload, self.clock(), (unsaid,) if unsaid else ())
        (payload,) = LineCodec().write(arrival.lane, [Outgoing(text)], occasion)
        return self._row(payload, arrival.lane, worth=worth)

    def letter(
        self, text: str = "จดหมาย", *, to: str = "", worth: Worth = Worth.URGENT
    ) -> Dispatch:
        """The row of what the bot says of its own."""
        lane = to or self.phone.chat
        (payload,) = LineCodec().write(lane, [Outgoing(text)])
        return self._row(payload, lane, worth=worth)

    def _row(self, payload: str, lane: str, *, worth: Worth) -> Dispatch:
        number = next(_numbers)
        key = f"123e4567-e89b-12d3-a456-{number:012d}"
        return Dispatch(number, "line", lane, payload, key, 1, self.clock(), worth)

    async def send(self, row: Dispatch, *, attempt: int = 1) -> Result:
        channel = LineChannel(self.client, self.budget, self.clock)
        return await channel.send(replace(row, attempts=attempt))

    @property
    def seen(self) -> list[str]:
        """What the person was told."""
        return [bubble.text for bubble in self.phone.seen]

    @property
    def sounds(self) -> list[str]:
        """By which of LINE's ways each of it came."""
        return [bubble.sound for bubble in self.phone.seen]

    @property
    def counted(self) -> list[int]:
        """The numbers of the rows that stand in the ledger of pushes."""
        with reading(self.ground.engine) as tx:
            return list(tx.scalars(select(push.c.outbox_id).order_by(push.c.outbox_id)))
