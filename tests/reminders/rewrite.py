"""Write into the story of the year what the clock says now: `python -m tests.reminders.rewrite`."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from storage.db import open_database
from storage.schema import migrate
from tests.reminders.office import Office
from tests.reminders.year import FIRST, LAST, STORY, play, settle


def main() -> None:
    with TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/year.db")
        migrate(engine)
        office = Office(engine)
        settle(office)
        story = STORY.read_text(encoding="utf-8")
        STORY.write_text(play(story, office, first=FIRST, last=LAST), encoding="utf-8")
        engine.dispose()


if __name__ == "__main__":
    main()
