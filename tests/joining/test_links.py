from __future__ import annotations

from urllib.parse import parse_qs, unquote, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from bot.links import Doors, Link, links_for
from handlers.joining import SYMBOLS, find_certain_code, write_code

CODES = st.lists(st.sampled_from(SYMBOLS), min_size=8, max_size=8).map(write_code)


def test_the_links_of_a_code() -> None:
    assert links_for(Doors("khuepna_bot", "@123abcde"), "7K3M-Q9XD") == (
        Link("Telegram", "https://t.me/khuepna_bot?start=7K3M-Q9XD"),
        Link("LINE", "https://line.me/R/oaMessage/%40123abcde/?7K3M-Q9XD"),
    )


def test_a_platform_that_is_not_set_up_has_no_link() -> None:
    assert links_for(Doors(), "7K3M-Q9XD") == ()
    assert [link.platform for link in links_for(Doors(line="@a"), "7K3M-Q9XD")] == ["LINE"]


@given(CODES)
def test_what_a_link_makes_a_person_send_is_understood_as_the_code(code: str) -> None:
    telegram, line = links_for(Doors("khuepna_bot", "@123abcde"), code)
    (payload,) = parse_qs(urlsplit(telegram.url).query)["start"]
    assert find_certain_code(f"/start {payload}") == code
    assert find_certain_code(unquote(urlsplit(line.url).query)) == code
