"""The data of a button, which every platform has to carry as it is."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.messages import MAX_BUTTON_DATA, Press, button_data, parse_button_data

CHOICES = st.text(string.ascii_lowercase + string.digits + "._", min_size=1, max_size=40)
ASKS = st.integers(0, 10**12)


@given(ask=ASKS, choice=CHOICES)
def test_what_a_button_carries_leads_back_to_its_question(ask: int, choice: str) -> None:
    data = button_data(ask, choice)
    assert len(data.encode("ascii")) <= MAX_BUTTON_DATA
    assert parse_button_data(data) == Press(ask, choice)


@given(st.from_regex(r"\A[0-9๐-๙+-]{0,3}\.?(?s:.){0,9}\Z"))
def test_what_is_read_could_have_been_written(data: str) -> None:
    press = parse_button_data(data)
    if press is not None:
        assert button_data(press.ask, press.choice) == data or data.startswith("0")


@pytest.mark.parametrize(
    "data",
    [
        *("", ".", "12", "12.", ".none", "none.12", "-1.none", "+1.none", "1e3.none", " 1.none"),
        *("๑๒.none", "１２.none", "²1.none", "12.ไม่มี", "12.\ud800", "12.é", "12,none"),
        "1." + "x" * 63,
        "9" * 65 + ".x",
    ],
)
def test_what_no_button_carries_is_no_press(data: str) -> None:
    assert parse_button_data(data) is None


@pytest.mark.parametrize("choice", ["ไม่มี", "x" * 64, "\ud800"])
def test_what_no_platform_could_carry_is_not_written(choice: str) -> None:
    with pytest.raises(ValueError, match="cannot be a button's data"):
        button_data(12, choice)
