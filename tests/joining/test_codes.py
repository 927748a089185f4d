from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.joining import SYMBOLS, find_certain_code, find_code, write_code

CODES = st.lists(st.sampled_from(SYMBOLS), min_size=8, max_size=8).map(write_code)


@pytest.mark.parametrize(
    "typed",
    [
        "7K3M-Q9XD",
        "  7k3m-q9xd ",
        "7K3MQ9XD",
        "7k3m q9xd",
        "7 K 3 M – Q 9 X D",
        "๗K๓M-Q๙XD",
        "７Ｋ３Ｍ－Ｑ９ＸＤ",
        "/start 7K3M-Q9XD",
        "/START 7k3mq9xd",
        "/link 7K3M Q9XD",
        "/start@khuepna_bot 7K3M-Q9XD",
        "รหัส 7K3M-Q9XD ค่ะ",
        "รหัสคือ7k3m-q9xdครับ",
        "7K3M-Q9XD\n",
    ],
)
def test_a_code_is_found_however_it_is_typed(typed: str) -> None:
    assert find_code(typed) == "7K3M-Q9XD"


@pytest.mark.parametrize("typed", ["O123-45IL", "o123-45li", "0123-4511"])
def test_letters_that_look_like_digits_are_taken_for_digits(typed: str) -> None:
    assert find_code(typed) == "0123-4511"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "สวัสดี",
        "/start",
        "/link",
        "/report 7K3M-Q9XD-0000",
        "7K3M-Q9X",
        "7K3M-Q9XDA",
        "7K3M-Q9XU",
        "A7K3M-Q9XD",
        "0416-0200-7001",
        "7K3M-Q9XD หรือ 8K3M-Q9XD",
    ],
)
def test_what_is_no_code_is_not_taken_for_one(text: str) -> None:
    assert find_code(text) is None


@given(CODES, st.sampled_from([str.lower, str.upper]), st.sampled_from(["", " ", "-", " - "]))
def test_every_code_written_is_found_again(code: str, case: Callable[[str], str], gap: str) -> None:
    assert find_code(case(code).replace("-", gap)) == code
    assert find_certain_code(f"/start {case(code)}") == code


@given(st.text())
def test_any_text_is_either_no_code_or_one_in_its_written_form(text: str) -> None:
    found = find_code(text)
    assert found is None or write_code(found.replace("-", "")) == found


@given(CODES)
def test_a_code_fits_a_deep_link(code: str) -> None:
    assert len(code) <= 64
    assert set(code) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")


@pytest.mark.parametrize("text", ["/link 7k3m q9xd", "7K3M-Q9XD", " 7k3m-q9xd "])
def test_somebody_who_has_joined_sends_another_code_by_command_or_as_printed(text: str) -> None:
    assert find_certain_code(text) == "7K3M-Q9XD"


@pytest.mark.parametrize("text", ["12000000", "complete", "7K3MQ9XD", "รหัส 7K3M-Q9XD", "100"])
def test_an_answer_of_somebody_who_has_joined_is_not_taken_for_a_code(text: str) -> None:
    assert find_certain_code(text) is None


@pytest.mark.parametrize("symbols", ["7K3MQ9X", "7K3MQ9XDA", "7K3MQ9XU", "7k3mq9xd", ""])
def test_only_eight_symbols_make_a_code(symbols: str) -> None:
    with pytest.raises(ValueError, match="8 symbols"):
        write_code(symbols)
