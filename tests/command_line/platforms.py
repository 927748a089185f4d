"""A shell whose environment names both platforms, as they are on loopback."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace

from tests.command_line.shell import Shell
from tests.fakes.line.fake import LineFake, fake_line
from tests.fakes.telegram.fake import TelegramFake, fake_telegram

PUBLIC_URL = "https://khuepna.example"


@dataclass(frozen=True, slots=True)
class Platforms:
    """Both platforms, and what an operator would set for them."""

    line: LineFake
    telegram: TelegramFake

    @property
    def telegram_settings(self) -> Mapping[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": self.telegram.bot.token,
            "TELEGRAM_API_URL": self.telegram.url,
        }

    @property
    def line_settings(self) -> Mapping[str, str]:
        return {
            "LINE_CHANNEL_SECRET": self.line.channel.secret,
            "LINE_CHANNEL_ID": self.line.channel.channel_id,
            "LINE_API_URL": self.line.url,
            "LINE_DATA_API_URL": self.line.data_url,
        }

    def at(self, shell: Shell, *, telegram: bool = True, **more: str) -> Shell:
        """The shell with everything set that an operator sets, and `more`."""
        settings = {
            **(self.telegram_settings if telegram else {}),
            **self.line_settings,
            "PUBLIC_URL": PUBLIC_URL,
            "EVIDENCE_URL": (shell.folder / "evidence").as_uri(),
        }
        return replace(shell, environment={**settings, **more})

    @property
    def violations(self) -> list[str]:
        return [*self.line.violations, *self.telegram.violations]


@contextmanager
def running_platforms() -> Iterator[Platforms]:
    """Both, until the block ends."""
    with fake_line() as line, fake_telegram() as telegram:
        yield Platforms(line, telegram)


@contextmanager
def answering(status: int) -> Iterator[str]:
    """A server that answers every call with the same status; gives its address."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Nobody reads it."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
