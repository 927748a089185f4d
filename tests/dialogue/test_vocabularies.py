"""Every doubt and refusal that reading a percent can give has its words."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from handlers.dialogue.state import Doubted
from handlers.texts import LOCALES, phrases
from handlers.thai import reading
from handlers.thai.reading import Doubt, Reason

NUMBERS = Path(reading.__file__).parent


def _named(enum: str) -> set[str]:
    """Give the members of an enum that the readers of a percent name."""
    return {
        node.attr
        for name in ("numbers", "refusals", "percent_words")
        for node in ast.walk(ast.parse((NUMBERS / f"{name}.py").read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == enum
    }


@pytest.mark.parametrize("locale", LOCALES)
def test_every_refusal_of_a_percent_says_what_was_wrong(locale: str) -> None:
    reasons = _named("Reason")
    assert len(reasons) > 10
    assert all(phrases("dialogue", locale).get(f"bad.{Reason[name]}") for name in reasons)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_doubt_about_a_percent_is_put_into_words(locale: str) -> None:
    doubts = _named("Doubt")
    assert len(doubts) == 5
    assert {Doubt[name].value for name in doubts} < {doubted.value for doubted in Doubted}
    assert all(phrases("dialogue", locale).get(f"doubt.{doubted}") for doubted in Doubted)
