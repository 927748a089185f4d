"""Every transcript of a group, as it is on Telegram and on LINE."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from storage.db import open_database
from tests.groups.platforms import PLATFORMS
from tests.groups.stage import GroupPerformance, GroupPlayer
from tests.transcripts.script import Directive, read_script
from tests.transcripts.test_transcripts import START

SCRIPTS = sorted(Path(__file__).parent.glob("*.txt"))


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_a_group_is_answered_as_written(path: Path, platform: str, database_url: str) -> None:
    items = read_script(path)
    only = [one.words for one in items if isinstance(one, Directive) and one.name == "only"]
    if only and platform not in only[0]:
        return
    opened: list[Engine] = []

    def reopen() -> Engine:
        opened.append(open_database(database_url))
        return opened[-1]

    player = GroupPlayer(reopen, START, platform=PLATFORMS[platform])
    try:
        GroupPerformance(path, player).play(items)
    finally:
        for engine in opened:
            engine.dispose()
