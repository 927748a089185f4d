"""What is typed line by line, and what the screen shows of it."""

from __future__ import annotations

import io
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from bot.channels.webchat import MAX_TEXT
from bot.chat import chat
from handlers.texts import phrases
from storage.db import reading, transaction
from storage.outbox import enqueue
from storage.people import person_by_id
from tests.transcripts.players import PurePlayer
from tests.transcripts.script import Heard, Said, read_script
from tests.transcripts.test_transcripts import Performance
from tests.turns.grounds import grounded
from tests.turns.office import (
    CODECS,
    ISSUER,
    NOW,
    Officer,
    arrival,
    everything,
    filed,
    hire,
    keep,
    open_office,
    phrase,
    states,
)

Talk = Callable[[Officer, str | bytes], Awaitable[str]]

REPORT = """รายงาน
45
ขุดลอกคลองแล้ว "2 แห่ง" 👩🏽‍🌾
[ครบแล้ว]
ฝนตก
ไม่มี
[แก้ร้อยละ]
[ใช้ตามเดิม]
[ส่งรายงาน]
"""


@pytest.fixture
def office(sqlite: Engine) -> list[Officer]:
    return open_office(sqlite, 2)


@pytest.fixture
def typed(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Talk:
    """Types lines in the terminal of somebody, and gives all that then stands on the screen."""

    async def type_in(officer: Officer, lines: str | bytes) -> str:
        keys = lines.encode() if isinstance(lines, str) else lines
        screen = io.StringIO()
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(keys), encoding="ascii"))
        monkeypatch.setattr("sys.stdout", screen)
        with capture_logs(), grounded(sqlite_url) as ground:
            with reading(ground.engine) as tx:
                person = person_by_id(tx, officer.person_id)
            assert person is not None
            await chat(ground, person, CODECS, locale="th", issuer=ISSUER)
        return screen.getvalue()

    return type_in


async def test_what_stands_on_the_screen_is_a_transcript_and_plays_as_one(
    office: list[Officer], typed: Talk, tmp_path: Path, sqlite: Engine
) -> None:
    officer, _ = office
    screen = await typed(officer, REPORT)
    path = tmp_path / "screen.txt"
    _greeting, _, rest = screen.partition(f"{officer.name}: รายงาน\n")
    lines = re.sub(r"(\d{4})-\d{6}", r"\1-…", f"{officer.name}: รายงาน\n{rest}")
    path.write_text(
        f'@ project 04160200-0001 "โครงการที่ 1"\n'
        f'@ person "{officer.name}" 04160200-0001\n'
        f"{lines}"
        '@ filed 04160200-0001 45 "ขุดลอกคลองแล้ว \\"2 แห่ง\\" 👩🏽‍🌾" ฝนตก\n',
        encoding="utf-8",
    )
    items = read_script(path)
    assert sum(isinstance(one, Said) for one in items) == REPORT.count("\n")
    assert sum(isinstance(one, Heard) for one in items) == REPORT.count("\n")
    Performance(path, PurePlayer()).play(items)
    [row] = filed(sqlite)
    assert (row["narrative"], row["problems"]) == ('ขุดลอกคลองแล้ว "2 แห่ง" 👩🏽‍🌾', "ฝนตก")


async def test_an_input_that_ends_at_once_ends_the_conversation(
    office: list[Officer], typed: Talk
) -> None:
    screen = await typed(office[0], "")
    assert screen.startswith("บอต: สิ่งที่พิมพ์ได้\n     • ")
    assert screen.count("บอต:") == 1


async def test_empty_lines_say_nothing(office: list[Officer], typed: Talk, sqlite: Engine) -> None:
    assert (await typed(office[0], "\n   \n\t\n")).count("บอต:") == 1
    assert len(states(sqlite)) == 1


async def test_a_label_presses_the_newest_button_of_that_name_and_other_brackets_are_words(
    office: list[Officer], typed: Talk, sqlite: Engine
) -> None:
    await typed(office[0], "รายงาน\n45\n[แปลงที่ 2]\n[ครบแล้ว]\n[ไม่มี]\n[ ไม่มี ]\n[ส่งรายงาน]\n")
    [row] = filed(sqlite)
    assert (row["narrative"], row["problems"], row["obstacles"]) == ("[แปลงที่ 2]", None, None)
    payloads = [row[4] for row in everything(sqlite)["inbox"]]
    assert [bool(re.search(r'"press": "\d+\.\w+"', one)) for one in payloads] == [
        *[False] * 4,
        *[True] * 4,
    ]


# --- what cannot be sent --------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    ["ก" * (MAX_TEXT + 1), "แปลง \0 ที่ 2", "แปลงที่ 2".encode("cp874")],
    ids=["too long", "a null", "another encoding"],
)
async def test_a_line_that_cannot_be_sent_is_told_and_what_came_before_it_stays(
    office: list[Officer], typed: Talk, sqlite: Engine, line: str | bytes
) -> None:
    bad = line.encode() if isinstance(line, str) else line
    rest = "[ครบแล้ว]\nไม่มี\nไม่มี\n[ส่งรายงาน]\n".encode()
    screen = await typed(office[0], "รายงาน\n45\nขุดลอก\n".encode() + bad + b"\n" + rest)
    assert screen.count(phrases("terminal", "th")("unsent", limit=f"{MAX_TEXT:,}")) == 1
    assert {state for state, _attempts in states(sqlite)} == {"done"}
    [row] = filed(sqlite)
    assert row["narrative"] == "ขุดลอก"


async def test_a_long_line_that_can_be_sent_is_answered_with_the_limit(
    office: list[Officer], typed: Talk
) -> None:
    screen = await typed(office[0], "รายงาน\n45\n" + "ก" * MAX_TEXT + "\n")
    assert phrase("say.too_long", length=MAX_TEXT, limit=10_000) in screen


# --- several --------------------------------------------------------------------------------


async def test_a_terminal_answers_what_else_waits_and_shows_only_its_own(
    office: list[Officer], typed: Talk, sqlite: Engine
) -> None:
    mine, other = office
    keep(sqlite, arrival(other.chat, "/lang en"))
    with transaction(sqlite) as tx:
        for_other = '{"text": "ของคนอื่น", "buttons": []}'
        lane = f"person-{other.person_id}"
        enqueue(tx, [for_other], channel="terminal", lane=lane, now=NOW)
    screen = await typed(mine, "/lang th\n")
    assert {state for state, _attempts in states(sqlite)} == {"done"}
    assert "ของคนอื่น" not in screen
    assert screen.count("บอต:") == 2


async def test_the_bot_speaks_the_language_of_the_person(sqlite: Engine, typed: Talk) -> None:
    open_office(sqlite, 0)
    with transaction(sqlite) as tx:
        officer = hire(tx, 1, locale="en")
    assert (await typed(officer, "/report\n")).count("Bot: ") == 2
