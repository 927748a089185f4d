"""One thing to a file: what grows past a screen or three is usually two things."""

from __future__ import annotations

import pytest

from tests.house.sources import ROOMS, Source, sources

LIMIT = 200

# Files that may be longer, and why.
LONGER = {
    "handlers/dialogue/state.py": "everything that a conversation can stand at, in one place",
    "bot/settings.py": "every variable of the environment, checked in one place",
    "handlers/messages.py": "all that passes between chats and the conversation, in one place",
    "handlers/thai/numbers.py": "one reading; the dictionary may be known to this file alone",
    "storage/migrations/versions/0001_first.py": "a migration is one step",
}


def too_long(source: Source) -> bool:
    return source.room in ROOMS and len(source.text.splitlines()) > LIMIT


def test_files_are_short_or_say_why_not() -> None:
    long = [source.path for source in sources() if too_long(source)]
    unexplained = sorted(set(long) - set(LONGER))
    if unexplained:
        pytest.fail(
            f"over {LIMIT} lines; split them, or say why in LONGER:\n" + "\n".join(unexplained)
        )


def test_every_explanation_is_of_a_long_file() -> None:
    long = {source.path for source in sources() if too_long(source)}
    assert set(LONGER) <= long


def test_length_is_counted_in_lines_of_our_rooms() -> None:
    assert not too_long(Source("storage/example.py", "x = 1\n" * 200))
    assert too_long(Source("storage/example.py", "x = 1\n" * 201))
    assert not too_long(Source("tests/storage/test_example.py", "x = 1\n" * 201))
