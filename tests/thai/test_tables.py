"""The tables beside this file, one test for each line."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest

from handlers.thai.dates import leading_date, read_date
from handlers.thai.figures import is_percent, read_figure, read_score, read_target
from handlers.thai.numbers import read_percent
from handlers.thai.reading import Bad, Doubt, Doubtful, Good, Reading, Reason
from handlers.thai.text import Fault, clean, comparable, digits, repair, without_particles
from handlers.thai.words import (
    is_none,
    says_done,
    says_no,
    says_same,
    says_unfinished,
    says_yes,
)

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    where: str
    raw: str
    settings: dict[str, str] = field(default_factory=dict)

    def parts(self) -> tuple[str, str]:
        """The input, unescaped, and the reading, as written."""
        found = re.fullmatch(r"(?:(?P<input>\S.*) )?=> (?P<reading>\S.*)", self.raw)
        assert found, f"{self.where}: not 'input => reading': {self.raw!r}"
        return unescape(found["input"] or ""), found["reading"]


def unescape(text: str) -> str:
    named = {"n": "\n", "r": "\r", "t": "\t", "s": " ", "e": "", "\\": "\\"}

    def character(found: re.Match[str]) -> str:
        code = found["hex4"] or found["hex8"]
        return chr(int(code, 16)) if code else named[found["name"]]

    pattern = r"\\(?:u(?P<hex4>[0-9a-fA-F]{4})|U(?P<hex8>[0-9a-fA-F]{8})|(?P<name>[nrtse\\]))"
    assert "\\" not in re.sub(pattern, "", text), f"unknown escape in {text!r}"
    return re.sub(pattern, character, text)


def lines(name: str) -> Iterator[Line]:
    settings: dict[str, str] = {}
    for number, raw in enumerate((HERE / name).read_text("utf-8").splitlines(), 1):
        if raw.startswith("@ "):
            key, _, value = raw.removeprefix("@ ").partition(" ")
            settings = {**settings, key: value}
        elif raw.strip() and not raw.startswith("#"):
            yield Line(f"{name}:{number}", raw, settings)


def each(name: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("line", [pytest.param(x, id=x.where) for x in lines(name)])


T = TypeVar("T")


def reading_in_words(text: str, value: Callable[[str], T]) -> Reading[T]:
    if text.startswith("! "):
        return Bad(Reason(text.removeprefix("! ")))
    if "? " in text:
        readable, doubt = text.split("? ")
        return Doubtful(value(readable), Doubt(doubt))
    return Good(value(text))


@each("percent.txt")
def test_percent(line: Line) -> None:
    said, reading = line.parts()
    last = line.settings["last"]
    result = read_percent(said, last=None if last == "none" else Decimal(last))
    assert result == reading_in_words(reading, Decimal)


@each("figures.txt")
def test_figure(line: Line) -> None:
    said, reading = line.parts()
    result = read_figure(said, measure=line.settings["measure"])
    assert result == reading_in_words(reading, Decimal)


@each("scores.txt")
def test_score(line: Line) -> None:
    said, reading = line.parts()
    assert read_score(said) == reading_in_words(reading, Decimal)


@pytest.mark.parametrize(
    ("target", "measure", "number"),
    [
        ("1", "ฉบับ", "1"),
        ("1,200 ชุมชน", "", "1200"),
        ("", "1,200 ชุมชน", "1200"),
        ("", "ร้อยละ 30", "30"),
        ("๘๐.๕", "ร้อยละ", "80.5"),
        ("ผลลัพธ์", "ร้อยละ", None),
        ("2 - 3", "ระดับ", None),
        ("-5", "ร้อยละ", "-5"),
        ("- 5 แห่ง", "", "5"),
        ("", "", None),
    ],
)
def test_a_target_is_found_in_what_pages_print(
    target: str, measure: str, number: str | None
) -> None:
    assert read_target(target, measure) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("measure", ["ร้อยละ", "ร้อยละ 30", "ร้อยละ : 20 ของประชาชน", "%", "เปอร์เซ็นต์"])
def test_percent_is_a_measure_in_every_spelling(measure: str) -> None:
    assert is_percent(measure)
    assert not is_percent("ชุมชน")


@each("dates.txt")
def test_date(line: Line) -> None:
    said, reading = line.parts()
    today = date.fromisoformat(line.settings["today"])
    assert read_date(said, today=today) == reading_in_words(reading, date.fromisoformat)


@each("none.txt")
def test_none(line: Line) -> None:
    said, reading = line.parts()
    assert reading in {"none", "kept"}
    assert is_none(said) == (reading == "none")


@each("words.txt")
def test_small_answers(line: Line) -> None:
    said, reading = line.parts()
    predicates = {
        "same": says_same,
        "yes": says_yes,
        "no": says_no,
        "done": says_done,
        "unfinished": says_unfinished,
    }
    true = [name for name, is_true in predicates.items() if is_true(said)]
    assert ", ".join(true) == reading.replace("nothing", "")


@each("text.txt")
def test_text(line: Line) -> None:
    said, output = line.parts()
    result, separator, note = output.partition(" | ")
    match line.settings["function"]:
        case "repair" | "repair_cut" as function:
            text, repairs = repair(said, may_be_cut=function == "repair_cut")
            assert text == unescape(result)
            assert [made.kind for made in repairs] == [
                Fault(kind) for kind in note.replace("nothing", "").split(", ") if kind
            ]
        case "leading_date" if separator:
            assert leading_date(said) == (date.fromisoformat(result), unescape(note))
        case "leading_date":
            assert result == "no date"
            assert leading_date(said) is None
        case function:
            plain = {
                "clean": clean,
                "comparable": comparable,
                "digits": digits,
                "without_particles": without_particles,
            }
            assert plain[function](said) == unescape(output)


TABLES = sorted(path.name for path in HERE.glob("*.txt"))


@pytest.mark.parametrize("name", TABLES)
def test_no_input_stands_twice_in_a_table(name: str) -> None:
    inputs = Counter((line.parts()[0], *line.settings.items()) for line in lines(name))
    assert not [said for said, times in inputs.items() if times > 1]


def test_every_doubt_and_reason_has_a_line_that_shows_it() -> None:
    readings = " ".join(
        line.parts()[1]
        for name in ("percent.txt", "figures.txt", "dates.txt")
        for line in lines(name)
    )
    assert not [doubt for doubt in Doubt if f"? {doubt}" not in readings]
    assert not [reason for reason in Reason if f"! {reason}" not in readings]


def test_every_fault_has_a_line_that_shows_it() -> None:
    readings = " ".join(line.parts()[1] for line in lines("text.txt"))
    assert not [fault for fault in Fault if fault not in readings]


@pytest.mark.parametrize("raw", ["45 = 45", "45=>45", "45 =>", "45 => ", "=> ", "45\\x => 45"])
def test_a_malformed_line_fails(raw: str) -> None:
    with pytest.raises(AssertionError):
        Line("table:1", raw).parts()
