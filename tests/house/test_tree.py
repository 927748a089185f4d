"""What may be in no file of the project, of whatever kind."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT, files

# The hosts that this project speaks of. Where packages come from is the installer's business.
HOSTS = (
    *("127.0.0.1", "localhost", "example.org", "example.com"),
    *("api.telegram.org", "t.me", "core.telegram.org"),
    *("api.line.me", "api-data.line.me", "line.me", "developers.line.biz"),
    *("www.w3.org", "peps.python.org"),
)
KNOWN_HOST = "|".join(re.escape(host) for host in HOSTS)
RESERVED = r"(?:[\w-]+\.)+(?:example|test|invalid)"  # names that nobody can have
OTHER_HOST = rf"https?://(?!(?:{KNOWN_HOST}|{RESERVED})(?![\w-]|\.\w))[\w.-]+\w"

FORBIDDEN = {
    "a path of one machine": rf"(?<![\w.])(?:{re.escape(str(ROOT))}|/home/\w|/Users/\w|/root/\w)",
    "the address of a host that is not in HOSTS": OTHER_HOST,
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    # That of bot 123456789 is the invented one.
    "a token": r"\b(?!123456789:)\d{8,10}:[A-Za-z0-9_-]{35}\b",
    "a conflict that was not resolved": r"(?m)^(?:<{7}|>{7}) ",
    "a word that sells": r"(?i)\b(?:blazing|seamless|cutting[- ]edge|effortless|world[- ]class)",
}


def texts() -> list[tuple[str, str]]:
    """Every text file of the project; pictures, sheets and fonts hold no words to look at."""
    found = []
    for path in files():
        content = (ROOT / path).read_bytes()
        if b"\0" not in content and path != "tests/house/test_tree.py":  # it spells them out
            found.append((path, content.decode("utf-8", errors="replace")))
    return found


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_has(what: str) -> None:
    found = [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for path, text in texts()
        for match in re.finditer(FORBIDDEN[what], text)
    ]
    if found:
        pytest.fail(f"{what}:\n" + "\n".join(found))


@pytest.mark.parametrize(
    ("what", "text"),
    [
        ("a path of one machine", "see /home/malee/khuepna"),
        ("a path of one machine", f"cd {ROOT}"),
        ("the address of a host that is not in HOSTS", "https://packages.somewhere.net/simple"),
        ("the address of a host that is not in HOSTS", "http://example.org.somewhere.net/"),
        ("a private key", "-----BEGIN RSA PRIVATE KEY-----"),
        ("a token", "987654321:" + "A" * 35),
        ("a conflict that was not resolved", "<<<<<<< ours\n"),
        ("a word that sells", "a seamless experience"),
    ],
)
def test_it_is_found_in(what: str, text: str) -> None:
    assert re.search(FORBIDDEN[what], text)


@pytest.mark.parametrize(
    "text",
    [
        "https://api.telegram.org/bot",
        "http://127.0.0.1:8080",
        "https://example.org",
        "such as https://khuepna.example.",
        "pages/home/title",
        "A title\n=======",
        "f'http://{host}:{port}/'",
    ],
)
def test_nothing_is_found_in(text: str) -> None:
    assert not any(re.search(pattern, text) for pattern in FORBIDDEN.values())
