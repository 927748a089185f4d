"""Who signs the links to pages, and where these are served."""

from __future__ import annotations

from socket import socket

from bot.loopback import local_address
from bot.settings import Settings
from handlers.passes import Issuer


def issuer_of(settings: Settings, listener: socket | None = None) -> Issuer:
    """Give who signs links: to PUBLIC_URL, else to where `web` listens on this machine.

    Where any port that is free was asked for, only the listener knows it.
    """
    assert settings.secret_key is not None  # load_settings sees to it
    port = listener.getsockname()[1] if listener else settings.port
    base = settings.public_url or local_address(settings.host, port)
    return Issuer(base, settings.secret_key.get_secret_value())
