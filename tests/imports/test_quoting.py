from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.imports.page_text import read_lines
from handlers.imports.quoting import quote, segments, unquote

# Neither database takes half a character or a NUL.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(TEXTS)
def test_a_quoted_text_is_the_text_again_on_one_line_without_a_colon(text: str) -> None:
    quoted = quote(text)
    assert unquote(quoted) == text
    assert "\n" not in quoted
    assert "\r" not in quoted
    assert ":" not in quoted


@given(TEXTS)
def test_a_quoted_line_is_neither_cleaned_nor_mended(text: str) -> None:
    (line,) = read_lines([(7, f"  {quote(text)} ")])
    assert (line.number, line.text, line.quoted, line.repairs) == (7, text, True, ())


@given(TEXTS, TEXTS)
def test_quoted_texts_are_found_among_plain_ones(first: str, second: str) -> None:
    line = f"ก {quote(first)} : {quote(second)}ข"
    assert [said for said, _ in segments(line)] == [None, first, None, second, None]


@pytest.mark.parametrize(
    "text", ["", "ก", '"ก"', "\\", '\\"', '\\"ก', '\\"\\ud800"', '\\"ก\\u0000"', '\\"ก"ข', "\\[1]"]
)
def test_what_nobody_quoted_stays_as_it_is(text: str) -> None:
    assert unquote(text) is None
    assert [line.text for line in read_lines([(1, text)])] == ([text] if text else [])
