"""Long texts are cut as a reader would cut them, and nothing is lost in between."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.cutting import beginning, clusters, cut, is_between, label, utf16_units, width
from tests.fakes.writing import graphemes

LETTERS = "กำลังก่อสร้างถนนที่ตำบลน้ำริน เสร็จแล้ว 😀👍🏽👨‍👩‍👧🇹🇭\r\n abc é"
ASCII_AND_THAI = "".join(map(chr, [*range(0x20, 0x7F), *range(0xE01, 0xE5C)]))
TEXT = st.one_of(st.text(), st.text(LETTERS, max_size=300))


@given(text=TEXT, limit=st.integers(4, 60))
@example("👨‍👩‍👧" * 40, 20)
@example("ก" + "่" * 60, 10)
@example("\n" * 50, 10)
def test_the_parts_of_a_text_are_the_text_and_none_is_too_long(text: str, limit: int) -> None:
    parts = cut(text, limit)
    assert "".join(parts) == text
    assert all(utf16_units(part) <= limit for part in parts)
    assert all(parts) or text == ""
    # No two in a row would fit into one.
    for one, next_one in pairwise(parts):
        assert utf16_units(one + next_one) > limit - 2


@given(text=st.text(ASCII_AND_THAI, max_size=60))
@example("".join(f"ก{letter}" for letter in ASCII_AND_THAI))
@example("".join(f"{letter}่" for letter in ASCII_AND_THAI))
def test_letters_of_thai_end_where_those_of_any_text_do(text: str) -> None:
    ends = [place for place in range(1, len(text)) if is_between(text, place)]
    bounds = pairwise([0, *ends, len(text)])
    assert [*clusters(text)] == [text[begin:end] for begin, end in bounds if text]


@given(text=st.one_of(st.text(ASCII_AND_THAI, max_size=60), TEXT))
@example(ASCII_AND_THAI)
def test_marks_above_and_below_take_up_no_room(text: str) -> None:
    assert width(text) == sum(unicodedata.category(letter) != "Mn" for letter in text)


@given(text=st.text(LETTERS, min_size=1, max_size=300))
def test_no_cut_goes_through_what_a_reader_takes_for_one_character(text: str) -> None:
    letters = list(clusters(text))
    assert "".join(letters) == text
    ends = {0}
    for letter in letters:
        ends.add(max(ends) + len(letter))
    place = 0
    for part in cut(text, 40):
        place += len(part)
        assert place in ends


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ย่อหน้าแรก\n\nย่อหน้า ที่สอง", ["ย่อหน้าแรก\n\n", "ย่อหน้า ที่สอง"]),
        ("บรรทัดแรกยาว\nบรรทัดสอง", ["บรรทัดแรกยาว\n", "บรรทัดสอง"]),
        ("คำแรกยาวหน่อย คำที่สอง", ["คำแรกยาวหน่อย ", "คำที่สอง"]),
        ("กกกกกกกกกกกกกกกกก้กก", ["กกกกกกกกกกกกกกกก", "ก้กก"]),
        ("กกกกกกกกกกกกกกกกกำก", ["กกกกกกกกกกกกกกกก", "กำก"]),
        ("กกกกกกกกกกกกกกกกเกก", ["กกกกกกกกกกกกกกกก", "เกก"]),
    ],
)
def test_a_text_is_cut_at_its_paragraph_else_its_line_else_its_space(
    text: str, parts: list[str]
) -> None:
    assert cut(text, 17) == parts


def test_a_part_is_never_nearly_empty_for_the_sake_of_a_paragraph() -> None:
    assert cut("ก\n\n" + "ข" * 20, 10)[0] == "ก\n\n" + "ข" * 7


def test_lengths_are_those_of_utf_16() -> None:
    assert utf16_units("ก่😀") == 4


@given(text=TEXT, limit=st.integers(2, 60))
def test_a_beginning_fits_and_says_that_it_is_one(text: str, limit: int) -> None:
    short = beginning(text, limit)
    assert utf16_units(short) <= limit
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(text=st.text(LETTERS, min_size=1, max_size=60))
def test_a_label_fits_as_the_platform_counts_it(text: str) -> None:
    short = label(text, 20)
    assert graphemes(short) <= 20
    assert short == text or (short.endswith("…") and text.startswith(short[:-1].rstrip()))


def test_marks_take_no_place_in_a_label() -> None:
    assert label("ที่นี่มีน้ำที่ดี" * 2, 20) == "ที่นี่มีน้ำที่ดี" * 2


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("aaaa aa\nb\n\ncc dd", "aaaa aa\nb\n\n"),
        ("aaaaaaa\ncc dddddd", "aaaaaaa\n"),
        ("aa\n\naaaaaa bbbbbb", "aa\n\naaaaaa "),
        ("aaaaaaaaaaaabbbb", "aaaaaaaaaaaa"),
    ],
    ids=["a paragraph", "a line", "a sentence, where the paragraph is short", "nowhere"],
)
def test_a_cut_is_where_a_reader_takes_a_breath(text: str, first: str) -> None:
    assert cut(text, 12)[0] == first


@pytest.mark.parametrize("letters", ["น้ำ", "กี่", "เก่", "แก้", "ไก่", "👍🏽", "🇹🇭", "👩‍👧", "é", "ก็"])
@pytest.mark.parametrize("before", range(4))
def test_no_letter_is_cut_into_pieces(letters: str, before: int) -> None:
    for part in cut("x" * before + letters * 20, 30):
        assert part[-1] not in "เแโใไ"
        assert not unicodedata.category(part[0]).startswith("M")
        assert part[0] not in "ำ\u200d" + "🏽"
        assert part.count("🇹") == part.count("🇭")
        assert not part.endswith("\u200d")


def test_a_text_without_any_place_to_cut_is_cut_all_the_same() -> None:
    parts = cut("ก" + "่" * 3 * 4096, 4096)
    assert "".join(parts) == "ก" + "่" * 3 * 4096
    assert all(utf16_units(part) <= 4096 for part in parts)


def test_a_text_that_just_fits_stays_whole() -> None:
    whole = "😀" * (4096 // 2)
    assert cut(whole, 4096) == [whole]
    assert len(cut(whole + "a", 4096)) == 2
