"""Pictures on LINE are fetched when somebody looks, and have to be there, and small, then."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest

from tests.fakes.conftest import LineCall
from tests.fakes.line.fake import LineFake, LinePhone

FILES = {
    "/a.png": ("image/png", b"picture"),
    "/large.png": ("image/png", bytes(10 * 1024 * 1024 + 1)),
    "/preview.png": ("image/png", bytes(1024 * 1024 + 1)),
    "/a.svg": ("image/svg+xml", b"<svg/>"),
}


class Shop(http.server.BaseHTTPRequestHandler):
    """Serves what is in FILES."""

    def do_GET(self) -> None:
        kind, content = FILES.get(self.path, ("text/html", b""))
        self.send_response(200 if content else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_words: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def phone(line: LineFake) -> Iterator[LinePhone]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Shop) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        line.route("https://bot.example", f"http://127.0.0.1:{server.server_port}")
        yield line.phone("มาลี")
        server.shutdown()
        thread.join()


def show(post: LineCall, phone: LinePhone, file: str, preview: str) -> None:
    urls = [f"https://bot.example/{name}" for name in (file, preview)]
    image = {"type": "image", "originalContentUrl": urls[0], "previewImageUrl": urls[1]}
    body = {"to": phone.person, "messages": [image]}
    assert post("/v2/bot/message/push", body).status_code == 200


def test_a_picture_is_fetched_where_it_is(line: LineFake, post: LineCall, phone: LinePhone) -> None:
    show(post, phone, "a.png", "a.png")
    assert phone.look_at(phone.seen[-1]).content == b"picture"
    assert phone.open("https://bot.example/a.svg").media_type == "image/svg+xml"
    assert line.violations == []


@pytest.mark.parametrize(
    ("files", "sin"),
    [
        (("large.png", "a.png"), "10485760 is the most"),
        (("a.png", "preview.png"), "1048576 is the most"),
        (("a.svg", "a.png"), "image/svg+xml"),
        (("gone.png", "a.png"), "404"),
    ],
)
def test_a_picture_that_nobody_can_see_is_a_broken_rule(
    line: LineFake, post: LineCall, phone: LinePhone, files: tuple[str, str], sin: str
) -> None:
    show(post, phone, *files)
    phone.look_at(phone.seen[-1])
    assert [one for one in line.violations if sin in one], line.violations
