"""Write into transcripts what the bot says now: `python -m tests.transcripts.rewrite FILE…`.

The lines of people and the directives stay; read the difference before you keep it. Lines of
the bot that have "…" in them stay as they are where they still hold.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.db import open_database
from storage.schema import migrate
from tests.transcripts.players import Player, PurePlayer, StoredPlayer
from tests.transcripts.script import BOT, Directive, Heard, Said, matches, read_script
from tests.transcripts.test_transcripts import CHECKS, START, Performance


def rewrite(path: Path) -> None:
    items = read_script(path)
    stored = any(isinstance(item, Directive) and item.name == "only" for item in items)
    with TemporaryDirectory() as folder:
        player = _stored_player(Path(folder)) if stored else PurePlayer()
        rewrite_with(path, Performance(path, player))


def _stored_player(folder: Path) -> Player:
    url = f"sqlite:///{folder / 'transcript.db'}"
    migrate(open_database(url))
    return StoredPlayer(lambda: open_database(url), START)


def rewrite_with(path: Path, performance: Performance) -> None:
    """Write what is said in a performance of a transcript into it."""
    written = {item.line: item for item in read_script(path)}
    out: list[str] = []
    heard: list[Heard] = []
    pending: list[str] = []

    def flush() -> None:
        kept = [one.pattern for one in heard]
        for position, lines in enumerate(pending):
            before = kept[position] if position < len(kept) else ""
            told = before if "…" in before and matches(before, lines) else lines
            first, *rest = re.sub(r"(\d{4})-\d{6}", r"\1-…", told).split("\n")
            out.append(f"{BOT}: {first}")
            out.extend(f"     {line}" for line in rest if line)
        pending.clear()
        heard.clear()

    for number, raw in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        item = written.get(number)
        if isinstance(item, Heard):
            heard.append(item)
        elif not raw.startswith(" "):
            flush()
            out.append(raw)
        if isinstance(item, Said | Directive) and not (
            isinstance(item, Directive) and item.name in CHECKS
        ):
            performance.play_item(item)
            pending += [lines for lines, _buttons in performance.waiting]
            performance.waiting.clear()
    flush()
    path.write_text("\n".join(out).rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        rewrite(Path(name))
