"""A small office whose officers talk to the bot, and looking at all that this leaves behind."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import Connection, Engine, select

from bot.channels.terminal import TerminalCodec
from bot.channels.webchat import WebchatCodec
from handlers.messages import Codec
from handlers.passes import Issuer
from handlers.texts import phrases
from handlers.turns import Failed, Outcome, Quiet, take_one_turn
from storage.db import reading, transaction
from storage.inbox import receive
from storage.people import find_or_add_person, link_address
from storage.projects import save_project
from storage.records import Arrival, ProjectFacts, Unit
from storage.reporters import add_reporter
from storage.tables import inbox, metadata, outbox, report
from storage.units import save_unit

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
UNIT = Unit("04160200", "กองทดลองใช้")
CHANNEL = "webchat"
ISSUER = Issuer("https://khuepna.example", "a key of the tests alone")
CODECS: Mapping[str, Codec] = {one.name: one for one in (WebchatCodec(), TerminalCodec())}

_events = count(1)


@dataclass(frozen=True, slots=True)
class Officer:
    """`chat` is both the account and the private chat with it."""

    person_id: int
    name: str
    project_id: int
    chat: str


def open_office(engine: Engine, officers: int = 1) -> list[Officer]:
    """Make a unit and officers, each of them with a project of their own to report on."""
    with transaction(engine) as tx:
        save_unit(tx, UNIT)
        return [hire(tx, number) for number in range(1, officers + 1)]


def hire(tx: Connection, number: int, *, project: int | None = None, locale: str = "th") -> Officer:
    """Add an officer, who reports on `project` or on a new one."""
    name = f"เจ้าหน้าที่ {number}"
    person = find_or_add_person(tx, name=name, unit_code=UNIT.code, locale=locale, now=NOW)
    if project is None:
        facts = ProjectFacts(f"04160200-{number:04d}", f"โครงการที่ {number}", UNIT.code, 2570)
        project = save_project(tx, facts).id
    add_reporter(tx, project_id=project, person_id=person.id)
    officer = Officer(person.id, name, project, f"officer-{number}")
    link(tx, officer, officer.chat)
    return officer


def link(tx: Connection, officer: Officer, chat: str) -> None:
    """Let somebody write from one more chat."""
    link_address(tx, person_id=officer.person_id, channel=CHANNEL, account=chat, lane=chat, now=NOW)


# --- telling --------------------------------------------------------------------------------


def arrival(
    chat: str,
    content: Mapping[str, Any] | str,
    *,
    channel: str = CHANNEL,
    event_id: str | None = None,
    at: datetime = NOW,
    account: str | None = None,
    group: bool = False,
) -> Arrival:
    """An event of a chat: a text, or what else a phone can send."""
    said = {"text": content} if isinstance(content, str) else content
    payload = {"account": account or chat, "group": group, **said}
    text = json.dumps(payload, ensure_ascii=False)
    return Arrival(channel, event_id or f"event-{next(_events)}", chat, at, text)


def keep(engine: Engine, *arrivals: Arrival) -> None:
    with transaction(engine) as tx:
        receive(tx, arrivals, now=NOW)


def tell(engine: Engine, chat: str, *said: Mapping[str, Any] | str) -> str:
    """Say things in a chat, one after another; gives the last text that comes back."""
    for content in said:
        keep(engine, arrival(chat, content))
        for outcome in take_turns(engine):
            if isinstance(outcome, Failed):
                raise outcome.cause
    return answers(engine, chat)[-1]


def take_turn(
    engine: Engine, codecs: Mapping[str, Codec] = CODECS, *, locale: str = "th"
) -> Outcome:
    return take_one_turn(engine, codecs, locale=locale, issuer=ISSUER, now=NOW)


def take_turns(
    engine: Engine, codecs: Mapping[str, Codec] = CODECS, *, locale: str = "th"
) -> list[Outcome]:
    """Take turns until nothing waits."""
    outcomes: list[Outcome] = []
    while not isinstance(outcome := take_turn(engine, codecs, locale=locale), Quiet):
        outcomes.append(outcome)
        assert len(outcomes) < 500, "it never ends"
    return outcomes


def press_of(engine: Engine, chat: str, choice: str) -> dict[str, str]:
    """The press of a button of the newest question in a chat."""
    newest = shown(engine, chat)[-1]
    [data] = [one["data"] for one in newest["choices"] if one["data"].endswith(f".{choice}")]
    return {"press": data}


# --- looking --------------------------------------------------------------------------------


def shown(engine: Engine, chat: str, *, channel: str = CHANNEL) -> list[dict[str, Any]]:
    """Everything that was put in the queue for a chat, as its screen will draw it."""
    wanted = select(outbox.c.payload).where(outbox.c.channel == channel, outbox.c.lane == chat)
    with reading(engine) as tx:
        return [json.loads(row) for row in tx.execute(wanted.order_by(outbox.c.id)).scalars()]


def answers(engine: Engine, chat: str) -> list[str]:
    return [bubble["text"] for bubble in shown(engine, chat)]


def states(engine: Engine) -> list[tuple[str, int]]:
    """State and attempts of every event, in the order of arrival."""
    with reading(engine) as tx:
        rows = tx.execute(select(inbox.c.state, inbox.c.attempts).order_by(inbox.c.id))
        return [(state, attempts) for state, attempts in rows]


def everything(engine: Engine, *, without: Collection[str] = ()) -> dict[str, list[Any]]:
    """Every row of every table, but for columns named as "inbox.attempts"."""
    found = {}
    with reading(engine) as tx:
        for table in metadata.sorted_tables:
            columns = [one for one in table.c if f"{table.name}.{one.name}" not in without]
            rows = tx.execute(select(*columns).order_by(*table.primary_key))
            found[table.name] = [tuple(row) for row in rows]
    return found


def filed(engine: Engine) -> list[dict[str, Any]]:
    """Every revision of every report, by the names of its columns, in the order of filing."""
    with reading(engine) as tx:
        rows = tx.execute(select(report).order_by(report.c.id)).mappings()
        return [dict(row) for row in rows]


def phrase(key: str, locale: str = "th", **fields: object) -> str:
    return phrases("dialogue", locale)(key, **fields)
