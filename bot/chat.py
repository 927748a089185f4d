"""A conversation in the terminal, in the form of the tests' transcripts."""

from __future__ import annotations

import asyncio
import json
import sys
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from bot.channels.local import TerminalChannel
from bot.channels.terminal import label_in_brackets
from bot.deliver import deliver_some
from bot.ground import Ground
from bot.worker import take_turn
from handlers.messages import Codec
from handlers.texts import phrases
from handlers.turns import Quiet
from storage import inbox, people
from storage.db import reading, transaction
from storage.records import Arrival, Person

ELSEWHERE = 0.05  # seconds until a turn that another process is taking is looked for again


async def chat(ground: Ground, person: Person, codecs: Mapping[str, Codec], *, locale: str) -> None:
    """Let `person` talk with the bot on standard input and output until the input ends.

    What is typed in brackets, such as "[Send]", presses the newest button of that label. The
    person's account in the terminal is made by itself: who can start this can read the
    database anyway.
    """
    bot = phrases("terminal", person.locale)("bot")
    talk = _Talk(
        ground, codecs, TerminalChannel(partial(_print, bot)), f"person-{person.id}", locale
    )
    await ground.in_thread(partial(talk.link, person))
    await talk.tell({"hello": True})
    while (line := await asyncio.to_thread(_read_line, person.name)) is not None:
        if line.strip():
            await talk.tell(talk.content_of(line))


@dataclass(frozen=True, slots=True)
class _Talk:
    ground: Ground
    codecs: Mapping[str, Codec]
    screen: TerminalChannel
    lane: str
    locale: str

    def link(self, person: Person) -> None:
        with transaction(self.ground.engine) as tx:
            people.link_address(
                tx,
                person_id=person.id,
                channel="terminal",
                account=self.lane,
                lane=self.lane,
                now=self.ground.clock(),
            )

    def content_of(self, line: str) -> dict[str, str | bool]:
        label = label_in_brackets(line)
        data = self.screen.buttons.get(label) if label else None
        return {"press": data} if data else {"text": line}

    async def tell(self, content: dict[str, str | bool]) -> None:
        """Send one event and wait until the answer stands on the screen."""
        event_id = str(uuid.uuid4())
        await self.ground.in_thread(partial(self._receive, event_id, content))
        while await self.ground.in_thread(partial(self._is_waiting, event_id)):
            outcome = await take_turn(self.ground, self.codecs, locale=self.locale)
            if isinstance(outcome, Quiet):
                await asyncio.sleep(ELSEWHERE)
        while await deliver_some(self.ground, {"terminal": self.screen}, lane=self.lane):
            continue

    def _receive(self, event_id: str, content: dict[str, str | bool]) -> None:
        now = self.ground.clock()
        payload = {"account": self.lane, "group": False, **content}
        text = json.dumps(payload, ensure_ascii=False)
        with transaction(self.ground.engine) as tx:
            inbox.receive(tx, [Arrival("terminal", event_id, self.lane, now, text)], now=now)

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
        print(prompt + line, flush=True)  # noqa: T201 - the terminal is this channel's screen
    return line


def _typed(read: Callable[[], str]) -> str | None:
    try:
        return read()
    except EOFError:
        return None
