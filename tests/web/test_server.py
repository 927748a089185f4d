"""How long a connection that nobody uses is kept."""

from __future__ import annotations

from starlette.applications import Starlette

from bot.server import Server

PROXIES_KEEP_ONE = 60  # seconds, mostly


def test_whoever_keeps_a_connection_closes_it_before_the_bot_does() -> None:
    assert Server(Starlette()).config.timeout_keep_alive > PROXIES_KEEP_ONE
