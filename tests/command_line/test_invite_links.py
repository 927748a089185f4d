from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.sheets import Misprint
from bot.sheets import invitations as sheets
from handlers.joining import find_code
from storage.invitations import Redeemed, redeem
from storage.people import find_or_add_person, grant_role, link_address, people_named
from storage.records import Role, Unit
from storage.tables import invitation, person
from storage.units import save_unit
from tests.command_line.platforms import Platforms
from tests.command_line.shell import Shell
from tests.command_line.test_invite import DISTRICT, NOW
from tests.fakes.faults import At, ClosedConnection, Script

DIVISION = Unit("50990900", "ฝ่ายเทศกิจ", parent_code=DISTRICT.code)
OFFICER = ("invite", "--role", "officer", "--unit", DISTRICT.code)


@pytest.fixture
def staffed(office: Shell) -> Shell:
    """A district and a division of it with officers, one of whom has a chat."""
    with office.database() as tx:
        for unit in (DISTRICT, DIVISION):
            save_unit(tx, unit)
        for name, unit_code in (
            ("มาลี ใจงาม", DISTRICT.code),
            ("วิชัย ใจดี", DIVISION.code),
            ("สมหญิง มีแชต", DIVISION.code),
        ):
            one = find_or_add_person(tx, name=name, unit_code=unit_code, locale="th", now=NOW)
            grant_role(tx, person_id=one.id, role=Role.OFFICER, unit_code=unit_code)
        link_address(tx, person_id=one.id, channel="line", account="U1", lane="U1", now=NOW)
    return office


def count(shell: Shell) -> tuple[int, int]:
    """How many codes and people there are."""
    with shell.database() as tx:
        codes, people = (
            tx.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (invitation, person)
        )
    return codes, people


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[sheets.Card]:
    """The cards of every sheet that is set."""
    seen: list[sheets.Card] = []
    real = sheets.invitation_sheet

    def noted(cards: list[sheets.Card], **words: object) -> bytes:
        seen.extend(cards)
        return real(cards, **words)  # type: ignore[arg-type]  # as they were given

    monkeypatch.setattr(sheets, "invitation_sheet", noted)
    return seen


# --- links ----------------------------------------------------------------------------------


def test_a_code_comes_with_the_links_that_bring_it_along(
    staffed: Shell, platforms: Platforms
) -> None:
    said = platforms.at(staffed).done(*OFFICER, "--name", "มาลี ใจงาม")
    code, telegram, line, *_ = said.lines
    assert find_code(code) == code
    assert telegram == f"https://t.me/khuepna_bot?start={code}"
    assert line == f"https://line.me/R/oaMessage/%40123abcde/?{code}"
    assert said.err == ""
    assert platforms.violations == []


def test_a_platform_that_is_not_set_up_is_left_out_with_a_word(
    staffed: Shell, platforms: Platforms
) -> None:
    said = platforms.at(staffed, telegram=False).done(*OFFICER).out
    assert "https://line.me/" in said
    assert "https://t.me/" not in said
    assert "Telegram is not set up, so there is no link for it." in said


def test_a_platform_that_cannot_be_reached_costs_its_link_only(
    staffed: Shell, platforms: Platforms
) -> None:
    platforms.line.play(Script(listed=(At("", ClosedConnection(), times=9),)))
    said = platforms.at(staffed).done(*OFFICER)
    assert find_code(said.lines[0])
    assert "https://t.me/" in said.out
    assert "https://line.me/" not in said.out
    (sentence,) = said.sentences
    assert "LINE could not be reached" in sentence


def test_a_token_that_is_not_taken_is_said_and_not_quoted(
    staffed: Shell, platforms: Platforms
) -> None:
    token = "7000000009:" + "B" * 35
    shell = platforms.at(staffed, TELEGRAM_BOT_TOKEN=token)
    said = shell.done(*OFFICER)
    assert "TELEGRAM_BOT_TOKEN" in said.err
    assert "B" * 35 not in said.out + said.err


# --- sheets ---------------------------------------------------------------------------------


def test_a_sheet_is_for_everybody_of_the_role_without_a_chat(
    staffed: Shell, platforms: Platforms, printed: list[sheets.Card]
) -> None:
    said = platforms.at(staffed).done(*OFFICER, "--sheet", "cards.pdf")
    sheet = staffed.folder / "cards.pdf"
    assert sheet.read_bytes().startswith(b"%PDF")
    assert sheet.stat().st_mode & 0o077 == 0
    assert "holds 2 codes" in said.out
    assert [(card.name, card.unit) for card in printed] == [
        ("มาลี ใจงาม", DISTRICT.name),
        ("วิชัย ใจดี", DIVISION.name),
    ]
    with staffed.database() as tx:
        for card in printed:
            (known,) = people_named(tx, card.name)
            used = redeem(tx, code=card.code, now=NOW)
            assert used == Redeemed(known.id, Role.OFFICER, known.unit_code)
    assert not any(card.code in said.out for card in printed)


def test_a_sheet_is_for_those_who_are_named(staffed: Shell, printed: list[sheets.Card]) -> None:
    (staffed.folder / "names.txt").write_text("วิชัย  ใหม่เอี่ยม\n\nมาลี ใจงาม\n", encoding="utf-8-sig")
    staffed.done(*OFFICER, "--sheet", "cards.pdf", "--name", "มาลี ใจงาม", "--names", "names.txt")
    assert [card.name for card in printed] == ["มาลี ใจงาม", "วิชัย ใหม่เอี่ยม"]
    assert count(staffed) == (2, 4)


@pytest.mark.parametrize("where", ["there.pdf", "no/such/folder/cards.pdf", "."])
def test_no_code_is_issued_where_the_sheet_cannot_be_written(staffed: Shell, where: str) -> None:
    (staffed.folder / "there.pdf").write_text("something else")
    said = staffed.refused(*OFFICER, "--sheet", where)
    assert re.search("is there already|cannot be written", said)
    assert count(staffed) == (0, 3)
    assert (staffed.folder / "there.pdf").read_text() == "something else"


def test_no_code_is_issued_where_the_disk_is_full(staffed: Shell) -> None:
    # What Python keeps beside its modules would be cut off as well, for every later process.
    shell = replace(staffed, environment={"PYTHONDONTWRITEBYTECODE": "1"})
    finished = shell.spawn(
        *(*OFFICER, "--sheet", "cards.pdf"),
        *(word for number in range(200) for word in ("--name", f"ผู้ดูแล คนที่ {number}")),
        largest_file=64 * 1024,
    )
    assert finished.status == 1
    assert finished.sentences == [
        "cards.pdf cannot be written (File too large): name another file."
    ]
    assert count(staffed) == (0, 3)
    assert not (staffed.folder / "cards.pdf").exists()


def test_no_code_is_issued_where_the_sheet_cannot_be_set(
    staffed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object, **_more: object) -> bytes:
        raise Misprint("unknown font family")

    monkeypatch.setattr(sheets, "invitation_sheet", fail)
    assert "no code was issued" in staffed.refused(*OFFICER, "--sheet", "cards.pdf")
    assert count(staffed) == (0, 3)


def test_no_sheet_is_left_where_the_codes_cannot_be_kept(
    staffed: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_words: object, **_more: object) -> None:
        return None

    monkeypatch.setattr("bot.inviting.person_by_id", gone)
    assert "try again" in staffed.refused(*OFFICER, "--sheet", "cards.pdf")
    assert count(staffed) == (0, 3)
    assert not (staffed.folder / "cards.pdf").exists()


def test_no_sheet_is_made_without_the_codes_to_scan(staffed: Shell, platforms: Platforms) -> None:
    platforms.telegram.play(Script(listed=(At("", ClosedConnection(), times=9),)))
    said = platforms.at(staffed).refused(*OFFICER, "--sheet", "cards.pdf")
    assert "Telegram could not be reached" in said
    assert count(staffed) == (0, 3)


def test_a_sheet_for_nobody_is_refused(staffed: Shell) -> None:
    said = staffed.refused("invite", "--role", "evaluator", "--unit", DISTRICT.code, "--sheet", "x")
    assert "--name" in said
    assert not (staffed.folder / "x").exists()


def test_names_that_cannot_be_read_are_said(staffed: Shell) -> None:
    Path(staffed.folder / "names.txt").write_bytes("มาลี".encode("tis-620"))
    said = staffed.refused(*OFFICER, "--sheet", "cards.pdf", "--names", "names.txt")
    assert "UTF-8" in said


@pytest.mark.parametrize(
    "more",
    [
        ["--name", "ก", "--name", "ข"],
        ["--names", "names.txt"],
        ["--sheet", "cards.pdf", "--project", "50990000-7101"],
    ],
)
def test_wrong_usage_is_refused_before_anything_happens(staffed: Shell, more: list[str]) -> None:
    assert staffed.run(*OFFICER, *more).status == 2
    assert count(staffed) == (0, 3)
