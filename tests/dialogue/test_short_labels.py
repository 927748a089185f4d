"""A label may be typed as a narrow button shows it, with an ellipsis for what is left out."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from storage.db import transaction
from tests.turns.office import hire, open_office, tell


@pytest.mark.parametrize("typed", ["1. โคร…", "1. โครงการ …", "๑. โครงการที่ 1"])
def test_the_beginning_of_a_label_presses_its_button(sqlite: Engine, typed: str) -> None:
    [officer] = open_office(sqlite)
    with transaction(sqlite) as tx:
        other = hire(tx, 2)
        hire(tx, 1, project=other.project_id)
    tell(sqlite, officer.chat, "/report")
    assert tell(sqlite, officer.chat, typed).startswith("โครงการที่ 1 ")


@pytest.mark.parametrize("typed", ["…", "2. โคร", "9. โคร…"])
def test_what_begins_no_label_presses_none(sqlite: Engine, typed: str) -> None:
    [officer] = open_office(sqlite)
    with transaction(sqlite) as tx:
        other = hire(tx, 2)
        hire(tx, 1, project=other.project_id)
    tell(sqlite, officer.chat, "/report")
    assert not tell(sqlite, officer.chat, typed).startswith("โครงการที่ ")
