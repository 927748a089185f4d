"""Which quarter a project is asked about."""

from __future__ import annotations

import pytest

from handlers.status.quarter_words import in_year
from storage.periods import Quarter


@pytest.mark.parametrize(
    ("meant", "nearest"),
    [
        (Quarter(2569, 4), Quarter(2570, 1)),
        (Quarter(2570, 2), Quarter(2570, 2)),
        (Quarter(2571, 1), Quarter(2570, 4)),
    ],
)
def test_a_project_is_asked_about_a_quarter_of_its_year(meant: Quarter, nearest: Quarter) -> None:
    assert in_year(meant, 2570) == nearest
