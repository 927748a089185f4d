from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.line.fake import LineFake, fake_line
from tests.fakes.telegram.fake import TelegramFake, fake_telegram


@pytest.fixture
def line() -> Iterator[LineFake]:
    """A LINE on loopback; at the end it must have seen no rule broken."""
    with fake_line() as running:
        yield running
        assert running.violations == []


@pytest.fixture
def telegram() -> Iterator[TelegramFake]:
    """A Telegram on loopback; at the end it must have seen no rule broken."""
    with fake_telegram() as running:
        yield running
        assert running.violations == []
