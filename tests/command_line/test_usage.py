from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Engine

from tests.command_line.shell import Shell, refusal

COMMANDS = {
    "all",
    "clock",
    "summary",
    "tick",
    "web",
    "worker",
    "migrate",
    "import",
    "invite",
    "policy",
    "chat",
    "check",
    "export",
    "backup",
    "restore",
    "sample",
}


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["dance"],
        ["invite", "--role", "dancer", "--unit", "50990000"],
        ["invite", "--role", "officer"],
        ["import"],
        ["import", "--code", "50990900-7101", "one.txt", "two.txt"],
        ["import", "one.txt", "--template", "empty.xlsx"],
        ["export", "2570"],
        ["export", "2570", "--format", "scroll"],
        ["chat"],
        ["backup"],
        ["all", "--faster"],
    ],
)
def test_wrong_usage_ends_with_status_2_and_says_how_it_is_used(
    laptop: Shell, arguments: list[str]
) -> None:
    finished = laptop.run(*arguments)
    assert finished.status == 2
    assert finished.out == ""
    assert finished.err.startswith("usage: python -m bot")
    assert list(laptop.folder.iterdir()) == []


def test_a_process_ends_with_the_status_of_its_command(laptop: Shell) -> None:
    assert laptop.spawn("dance").status == 2
    assert laptop.spawn("invite", "--role", "officer", "--unit", "1").status == 1
    assert laptop.spawn("migrate").status == 0


def test_help_lists_every_command_there_is(laptop: Shell) -> None:
    helped = laptop.done("--help").out
    assert set(re.findall(r"^    (\w+)  ", helped, re.MULTILINE)) == COMMANDS


def test_all_that_is_wrong_with_the_environment_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "khuepna.db").write_text("this is no database")
    shell = Shell(
        tmp_path,
        f"sqlite:///{tmp_path / 'khuepna.db'}",
        {"PORT": "eighty", "LOCALE": "fr", "LINE_CHANNEL_SECRET": "hunter2"},
    )
    for command in (["all"], ["migrate"], ["invite", "--role", "admin", "--unit", "1"]):
        said = shell.refused(*command)
        for name in ("PORT", "LOCALE", "LINE_CHANNEL_SECRET", "DATABASE_URL"):
            assert name in said
        assert len(said.splitlines()) == 4
        assert "hunter2" not in said
    assert refusal(shell.spawn("all")) == shell.refused("all")


def test_a_mistake_of_the_program_is_a_sentence_and_one_line_of_the_log(
    laptop: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_engine: Engine) -> None:
        raise ValueError("มาลี ใจงาม")

    monkeypatch.setattr("bot.commands.migrate.migrate_or_refuse", fail)
    finished = laptop.run("migrate")
    assert finished.status == 1
    logged, said, *more = finished.err.splitlines()
    assert more == []
    assert "by a mistake of the program" in said
    assert '"error": "ValueError", "at": "bot/commands/migrate.py:' in logged
    assert "มาลี" not in finished.err


def test_ctrl_c_ends_a_command_quietly(laptop: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_engine: Engine) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("bot.commands.migrate.migrate_or_refuse", interrupt)
    finished = laptop.run("migrate")
    assert (finished.status, finished.out, finished.err) == (130, "", "")


def test_an_answer_nobody_reads_is_no_mistake(laptop: Shell) -> None:
    with laptop.running("sample") as process:
        assert process.stdout is not None
        process.stdout.close()
        process.wait(60)
        assert process.stderr is not None
        assert process.stderr.read() == ""
        assert process.returncode == 0


def test_an_answer_that_cannot_be_written_is_said(laptop: Shell) -> None:
    with Path("/dev/full").open("wb") as full:
        finished = laptop.spawn("sample", stdout=full)
    assert finished.status == 1
    assert finished.sentences == [
        "The command could not read or write what it had to: No space left on device."
    ]


def test_what_no_terminal_in_utf_8_types_is_refused_in_a_sentence(sampled: Shell) -> None:
    said = refusal(sampled.spawn("summary", "2566Q4", "--unit", "\udca1\udca2"))
    assert said == "What was typed is no UTF-8: set the terminal to UTF-8, and type it again."


def test_a_file_may_have_any_name(sampled: Shell) -> None:
    name = "\udca1\udca2.txt"
    said = refusal(sampled.spawn("import", name))
    assert "cannot be read" in said
    (sampled.folder / name).write_text("nothing")
    assert "\\udca1" in refusal(sampled.spawn("import", name))
