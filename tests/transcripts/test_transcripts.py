"""Every transcript, played pure, through SQLite and through PostgreSQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Engine

from handlers.messages import (
    Attachment,
    Event,
    Incident,
    Press,
    Text,
    Unread,
    Unreadable,
    Unsent,
    parse_button_data,
)
from storage.db import open_database
from storage.periods import BANGKOK
from storage.records import Content
from tests.transcripts.players import ONLY_STORED, Bubble, Player, PurePlayer, StoredPlayer
from tests.transcripts.script import Directive, Heard, Item, Said, matches, read_script

SCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))
CHECKS = ("filed", "reports", "status")
"""The directives that look at what came of it, and do nothing."""

START = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


class Performance:
    """One transcript on one stage; whatever differs from it fails with the line's number."""

    def __init__(self, path: Path, player: Player) -> None:
        self.path = path
        self.player = player
        self.now = START
        self.events = 0
        self.waiting: list[Bubble] = []
        self.seen: dict[str, list[Bubble]] = {}
        self.messages: dict[tuple[str, str], list[int]] = {}
        self.last: tuple[Said, Event | Incident, int] | None = None

    def play(self, items: list[Item]) -> None:
        for item in items:
            self.play_item(item)
        self._all_heard(f"{self.path.name}: end")

    def play_item(self, item: Item) -> None:
        where = f"{self.path.name}:{item.line}"
        match item:
            case Heard(_, pattern):
                assert self.waiting, f"{where}: the bot said nothing"
                lines, _buttons = self.waiting.pop(0)
                assert lines == ONLY_STORED or matches(pattern, lines), (
                    f"{where}: the bot said\n{lines}"
                )
            case Said():
                self._all_heard(where)
                self.events += 1
                if words := item.sent.reference if item.sent else item.text:
                    self.messages.setdefault((item.who, words), []).append(self.events)
                self.last = (item, self._event(item, where), self.events)
                self._deliver()
            case Directive():
                if item.name not in CHECKS:
                    self._all_heard(where)
                self._direct(item, where)

    def _deliver(self) -> None:
        assert self.last is not None
        said, event, number = self.last
        told = self.player.tell(said, event, number, self.now)
        self._hear(told)

    def _hear(self, told: list[Bubble]) -> None:
        assert self.last is not None
        self.waiting += told
        self.seen.setdefault(self.last[0].who, []).extend(told)

    def _all_heard(self, where: str) -> None:
        assert not self.waiting, f"{where}: before this the bot also said\n{self.waiting[0][0]}"

    def _event(self, said: Said, where: str) -> Event | Incident:
        if said.sent is not None:
            sent = said.sent
            return Attachment(sent.reference, sent.name, size=sent.size, caption=said.text or "")
        if said.unsent is not None:
            messages = self.messages.get((said.who, said.unsent), [0])
            assert len(messages) > said.back, f"{where}: that was said less often"
            return Unsent(str(messages[-1 - said.back]))
        if said.standing is not None:
            choice, _, code = said.standing.partition(" ")
            return Press(0, f"{choice}.{self.player.number_of(code)}" if code else choice)
        if said.text is not None:
            return Text(said.text)
        if said.kind is not None:
            return Unreadable(Unread(said.kind))
        pressable = [
            data
            for _lines, buttons in reversed(self.seen.get(said.who, []))
            for data, label in buttons
            if label == said.label
        ]
        assert len(pressable) > said.back, f"{where}: no such button was shown"
        press = parse_button_data(pressable[said.back])
        assert press is not None
        return press

    def _direct(self, directive: Directive, where: str) -> None:
        words = directive.words
        match directive.name:
            case "now":
                self.now = datetime.fromisoformat(" ".join(words)).replace(tzinfo=BANGKOK)
            case "project":
                self.player.add_project(words[0], words[1])
            case "person":
                self.player.add_person(words[0], words[1:])
            case "supervisor":
                self.player.add_supervisor(words[0])
            case "last":
                content = _content(words[1], *words[3:])
                self.player.add_report(words[0], content, date.fromisoformat(words[2]))
            case "again":
                self._deliver()
                self._all_heard(where)
            case "fetched":
                self.now += timedelta(seconds=2)
                self._hear(self.player.fetch(self.now))
            case "restart":
                self.player.restart()
            case "filed":
                newest = self.player.newest(words[0])
                assert newest == _content(*words[1:]), where
            case "reports":
                assert self.player.count(words[0]) == int(words[1]), where
            case "status":
                assert self.player.status(words[0]) == words[1], where
            case "only":
                pass
            case unknown:
                raise AssertionError(f"{where}: no directive {unknown}")


def _content(
    percent: str,
    narrative: str = "ดำเนินการตามแผน",
    problems: str | None = None,
    obstacles: str | None = None,
) -> Content:
    text = narrative.replace("\\n", "\n")
    return Content(Decimal(percent), text, problems or None, obstacles or None)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written(path: Path) -> None:
    items = read_script(path)
    if any(isinstance(one, Directive) and one.name == "only" for one in items):
        items = []
    Performance(path, PurePlayer()).play(items)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_the_conversation_goes_as_written_through_a_database(path: Path, database_url: str) -> None:
    opened: list[Engine] = []

    def reopen() -> Engine:
        opened.append(open_database(database_url))
        return opened[-1]

    try:
        Performance(path, StoredPlayer(reopen, START)).play(read_script(path))
    finally:
        for engine in opened:
            engine.dispose()
