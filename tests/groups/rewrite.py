"""Write into transcripts of groups what the bot says now: `python -m tests.groups.rewrite FILE…`.

It is played on Telegram; read the difference before you keep it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.db import open_database
from storage.schema import migrate
from tests.groups.platforms import PLATFORMS
from tests.groups.stage import GroupPerformance, GroupPlayer
from tests.transcripts.rewrite import rewrite_with
from tests.transcripts.script import Directive, read_script
from tests.transcripts.test_transcripts import START


def rewrite(path: Path) -> None:
    named = [
        one.words[0]
        for one in read_script(path)
        if isinstance(one, Directive) and one.name == "only"
    ]
    platform = PLATFORMS[named[0] if named else "telegram"]
    with TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/transcript.db"
        migrate(open_database(url))
        player = GroupPlayer(lambda: open_database(url), START, platform=platform)
        rewrite_with(path, GroupPerformance(path, player))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(Path(name))
