from __future__ import annotations

import pytest

from tests.house.rules import RULES
from tests.house.sources import Source, sources

# Where a rule's examples are tried: a place that the rule applies to.
PLACES = {"migrations": "storage/migrations/versions/0007_example.py"}

BAD = [(name, code) for name, rule in RULES.items() for code in rule.bad]
GOOD = [(name, code) for name, rule in RULES.items() for code in rule.good]


def example(name: str, code: str) -> Source:
    return Source(PLACES.get(name, "handlers/example.py"), code)


@pytest.mark.parametrize("name", RULES)
def test_the_house_keeps_its_rule_of(name: str) -> None:
    rule = RULES[name]
    kept = [source for source in sources() if rule.applies(source)]
    assert kept, "the rule is to apply to something"
    broken = [f"{source.path}:{line}" for source in kept for line in rule.find(source)]
    if broken:
        pytest.fail("\n".join([rule.reason, *broken]))


@pytest.mark.parametrize(("name", "code"), BAD)
def test_a_rule_finds(name: str, code: str) -> None:
    source = example(name, code)
    assert RULES[name].applies(source)
    assert list(RULES[name].find(source)), RULES[name].reason


@pytest.mark.parametrize(("name", "code"), GOOD)
def test_a_rule_lets_pass(name: str, code: str) -> None:
    assert list(RULES[name].find(example(name, code))) == []


def test_the_rule_of_names_is_for_files_too() -> None:
    assert list(RULES["names"].find(Source("storage/utils.py", "")))
    assert list(RULES["names"].find(Source("bot/helpers/lines.py", "")))
    assert not list(RULES["names"].find(Source("bot/deliver.py", "")))


@pytest.mark.parametrize(
    ("name", "free"),
    [
        ("clock", "bot/clock.py"),
        ("clock", "tests/storage/test_db.py"),
        ("thai", "handlers/thai/words.py"),
        ("thai", "tests/thai/test_tables.py"),
        ("docstrings", "tests/conftest.py"),
    ],
)
def test_a_rule_does_not_apply_to(name: str, free: str) -> None:
    assert not RULES[name].applies(Source(free, ""))
