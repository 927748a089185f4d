"""A conversation in the terminal, in the form of the tests' transcripts."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from io import TextIOWrapper

from sqlalchemy import Connection

from bot.channels.local import TerminalChannel
from bot.channels.terminal import label_in_brackets
from bot.channels.webchat import MAX_TEXT, event_payload
from bot.clock import present
from bot.deliver import deliver_some
from bot.ground import Ground
from bot.tryout.trial import TrialClock
from bot.worker import take_turn
from handlers.messages import Codec, UnreadablePayload
from handlers.passes import Issuer
from handlers.texts import phrases
from handlers.turns import Quiet
from storage import inbox, people
from storage.db import reading, transaction
from storage.records import Arrival, Person

ELSEWHERE = 0.05  # seconds until a turn that another process is taking is looked for again


async def chat(
    ground: Ground,
    person: Person,
    codecs: Mapping[str, Codec],
    *,
    locale: str,
    issuer: Issuer,
    trial: TrialClock | None = None,
) -> None:
    """Let `person` talk with the bot on standard input and output until the input ends.

    What is typed in brackets, such as "[Send]", presses the newest button of that label. The
    person's account in the terminal is made by itself: who can start this can read the
    database anyway. `trial` is the ground's clock where that is to follow a trial of another
    process: what was put off until a time of that is due by it.
    """
    if isinstance(sys.stdin, TextIOWrapper):
        # What is no UTF-8 is found with the line that it is in, and does not end the reading.
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    say = phrases("terminal", person.locale)
    show = partial(_print, say("bot"))
    talk = _Talk(
        ground, codecs, TerminalChannel(show), f"person-{person.id}", locale, issuer, trial
    )
    await ground.in_thread(partial(talk.link, person))
    await talk.tell({"hello": True})
    while (line := await asyncio.to_thread(_read_line, person.name)) is not None:
        if line.strip():
            try:
                await talk.tell(talk.content_of(line))
            except UnreadablePayload:
                show(say("unsent", limit=f"{MAX_TEXT:,}"))


@dataclass(frozen=True, slots=True)
class _Talk:
    ground: Ground
    codecs: Mapping[str, Codec]
    screen: TerminalChannel
    lane: str
    locale: str
    issuer: Issuer
    trial: TrialClock | None

    def link(self, person: Person) -> None:
        with transaction(self.ground.engine) as tx:
            people.link_address(
                tx,
                person_id=person.id,
                channel="terminal",
                account=self.lane,
                lane=self.lane,
                now=self._now(tx),
            )

    def content_of(self, line: str) -> dict[str, str | bool]:
        label = label_in_brackets(line)
        data = self.screen.buttons.get(label) if label else None
        return {"press": data} if data else {"text": line}

    async def tell(self, content: dict[str, str | bool]) -> None:
        """Send one event and wait until the answer stands on the screen.

        Raises UnreadablePayload for what cannot be sent.
        """
        event_id = str(uuid.uuid4())
        payload = event_payload(content, account=self.lane, group=False)
        await self.ground.in_thread(partial(self._receive, event_id, payload))
        while await self.ground.in_thread(partial(self._is_waiting, event_id)):
            outcome = await take_turn(
                self.ground, self.codecs, locale=self.locale, issuer=self.issuer
            )
            if isinstance(outcome, Quiet):
                await asyncio.sleep(ELSEWHERE)
        while await deliver_some(self.ground, {"terminal": self.screen}, lane=self.lane):
            continue

    def _receive(self, event_id: str, payload: str) -> None:
        with transaction(self.ground.engine) as tx:
            now = self._now(tx)
            inbox.receive(tx, [Arrival("terminal", event_id, self.lane, now, payload)], now=now)

    def _now(self, tx: Connection) -> datetime:
        if self.trial:
            self.trial.move_to(present(tx, real=self.trial.now()))
        return self.ground.clock()

    def _is_waiting(self, event_id: str) -> bool:
        with reading(self.ground.engine) as tx:
            return inbox.is_waiting(tx, event_id, channel="terminal")


def _print(bot: str, lines: str) -> None:
    first, *rest = lines.split("\n")
    print(f"{bot}: {first}", *(f"     {line}" for line in rest), sep="\n", flush=True)  # noqa: T201 - the terminal is this channel's screen


def _read_line(name: str) -> str | None:
    """Read one line; what comes from a file is shown too, so that the screen is a transcript."""
    prompt = f"{name}: "
    if sys.stdin.isatty():
        return _typed(partial(input, prompt))
    line = _typed(input)
    if line is not None:
        shown = (prompt + line).encode("utf-8", "replace").decode("utf-8")
        print(shown, flush=True)  # noqa: T201 - the terminal is this channel's screen
    return line


def _typed(read: Callable[[], str]) -> str | None:
    try:
        return read()
    except EOFError:
        return None
