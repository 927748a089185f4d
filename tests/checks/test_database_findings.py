"""What a check says of the database and of what lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.checks.database import check_database
from bot.checks.findings import Level
from bot.settings import load_settings


@pytest.fixture
def environment(
    monkeypatch: pytest.MonkeyPatch, database_url: str, tmp_path: Path
) -> pytest.MonkeyPatch:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SECRET_KEY", "k" * 40)
    monkeypatch.chdir(tmp_path)  # where the data folder is made
    return monkeypatch


def levels() -> dict[str, Level]:
    found = check_database(load_settings(check_database=False))
    return {finding.subject: finding.level for finding in found}


def test_where_several_machines_are_possible_a_folder_of_one_is_noted(
    environment: pytest.MonkeyPatch, kind: str, tmp_path: Path
) -> None:
    assert levels()["Evidence"] is (Level.GOOD if kind == "sqlite" else Level.NOTE)
    environment.setenv("EVIDENCE_URL", (tmp_path / "shared").as_uri())
    assert levels()["Evidence"] is Level.GOOD
    environment.setenv("EVIDENCE_URL", "file:///proc/nowhere")
    assert levels()["Evidence"] is Level.WRONG


def test_a_key_that_is_easily_guessed_is_noted(environment: pytest.MonkeyPatch) -> None:
    assert levels() | {"Evidence": Level.GOOD} == dict.fromkeys(
        ("Database", "SECRET_KEY", "Evidence"), Level.GOOD
    )
    environment.setenv("SECRET_KEY", "short")
    assert levels()["SECRET_KEY"] is Level.NOTE
