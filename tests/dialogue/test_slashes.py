"""Commands as they are typed: a slash before any of their words, with marks that nobody sees."""

from __future__ import annotations

import pytest

from handlers.commands import Command, Name, leading_command, slash_command, unknown_command


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/status", Command(Name.STATUS)),
        ("/Status@khuepna_bot บางรัก", Command(Name.STATUS, "บางรัก")),
        ("/status\nบางรัก", Command(Name.STATUS, "บางรัก")),
        ("/สถานะ", Command(Name.STATUS)),
        ("/สถานะ บางรัก", Command(Name.STATUS, "บางรัก")),
        ("/สรุป 2569Q4", Command(Name.SUMMARY, "2569Q4")),
        ("/รายงาน", Command(Name.REPORT)),
        ("/ผูก 50990000", Command(Name.BIND, "50990000")),
        ("/missing", Command(Name.LATE)),
        ("/link 7K3M-Q9XD", Command(Name.START, "7K3M-Q9XD")),
        ("/status\u200b", Command(Name.STATUS)),
        ("\ufeff/late\u200b บางรัก", Command(Name.LATE, "บางรัก")),
        ("/ สถานะ", None),
        ("/สถานะบางรัก", None),
        ("/45", None),
        ("สถานะ", None),
    ],
)
def test_a_slash_makes_a_command_of_any_of_its_words(text: str, command: Command | None) -> None:
    assert slash_command(text) == command


@pytest.mark.parametrize(
    ("text", "unknown"),
    [("/stats\u200b ก", "/stats"), ("/สถานะ", None), ("/สถาณะ", None), ("/45", None)],
)
def test_only_what_is_written_as_a_command_is_an_unknown_one(
    text: str, unknown: str | None
) -> None:
    assert unknown_command(text) == unknown


@pytest.mark.parametrize("gap", [" ", "  ", "\n", "\t", "\u00a0"])
def test_any_gap_parts_a_word_from_those_behind_it(gap: str) -> None:
    assert leading_command(f"สถานะ{gap}บางรัก") == Command(Name.STATUS, "บางรัก")
    assert leading_command("") is None
