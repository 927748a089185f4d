"""How platforms count and read a text."""

from __future__ import annotations

import pytest

from tests.fakes.telegram.markup import CannotParse, parse_html
from tests.fakes.writing import graphemes, utf16_units


@pytest.mark.parametrize(
    ("text", "units", "characters"),
    [
        ("", 0, 0),
        ("abc", 3, 3),
        ("ก่", 2, 1),
        ("น้ำ", 3, 1),
        ("ที่นี่", 6, 2),
        ("😀", 2, 1),
        ("👍🏽", 4, 1),
        ("👩‍👧", 5, 1),
        ("🇹🇭🇯🇵", 8, 2),
        ("e\u0301", 2, 1),
        ("\r\n", 2, 1),
    ],
)
def test_units_and_characters(text: str, units: int, characters: int) -> None:
    assert (utf16_units(text), graphemes(text)) == (units, characters)


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("ก", "ก", []),
        ("<b>ก</b>ข", "กข", [("bold", 0, 1)]),
        ("😀<i>a</i>", "😀a", [("italic", 2, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<B>a</>", "a", [("bold", 0, 1)]),
        ("&lt;b&gt; &amp; &quot; &#3585; &#x0e01;", '<b> & " ก ก', []),
        ("&nbsp;", "&nbsp;", []),
        ("  <b> a </b>  ", "a", [("bold", 0, 1)]),
        ('<a href="https://a">b</a>', "b", [("text_link", 0, 1)]),
        ("<a>b</a>", "b", []),
        ('<span class="tg-spoiler">b</span>', "b", [("spoiler", 0, 1)]),
        ("<blockquote expandable>b</blockquote>", "b", [("blockquote", 0, 1)]),
        ('<pre><code class="language-x">b</code></pre>', "b", [("pre", 0, 1), ("code", 0, 1)]),
        ("a > b", "a > b", []),
    ],
)
def test_html_that_telegram_reads(
    source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    shown, found = parse_html(source)
    assert shown == text
    assert [(e["type"], e["offset"], e["length"]) for e in found] == entities


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("ก<p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a<br/>", 'Unsupported start tag "br" at byte offset 1'),
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>a</b>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_html_that_telegram_refuses(source: str, sentence: str) -> None:
    with pytest.raises(CannotParse) as refused:
        parse_html(source)
    assert str(refused.value) == sentence
