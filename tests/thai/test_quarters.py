"""The table `quarters.txt`: quarters as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest

from handlers.thai.quarters import split_quarter
from storage.periods import Quarter

PRESENT = Quarter(2570, 1)


def rows() -> list[tuple[str, str, str]]:
    text = (Path(__file__).parent / "quarters.txt").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    split = [(typed, *read.split("|")) for typed, read in (line.split("=>") for line in lines)]
    return [(typed.strip(), quarter.strip(), rest.strip()) for typed, quarter, rest in split]


@pytest.mark.parametrize(("typed", "quarter", "rest"), rows())
def test_a_quarter_is_read(typed: str, quarter: str, rest: str) -> None:
    assert split_quarter(typed, PRESENT) == (None if quarter == "-" else quarter, rest)
