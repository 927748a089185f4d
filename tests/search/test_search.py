"""Words and what they find: the tables `words.txt` and `group.txt`, over `register.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.search.distance import distance_between, distance_within
from handlers.search.finding import find
from handlers.search.found import Allowed, Found, NothingFound, ProjectsFound, UnitsFound
from handlers.search.index import Index, build_index
from handlers.thai.folding import fold, short_name, spoken_names
from handlers.thai.pages import split_page
from handlers.thai.telephones import hide_telephones
from storage.records import NamedInRegister, Unit

HERE = Path(__file__).parent


def lines_of(name: str) -> list[str]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def read_register() -> Index:
    units, projects = [], []
    for line in lines_of("register.txt"):
        kind, rest = line.split(" ", 1)
        code, name, *more = [part.strip() for part in rest.split("|")]
        if kind == "unit":
            units.append(Unit(code, name, more[0] if more else None))
        else:
            projects.append((code, name, int(more[0])))
    projects.sort(key=lambda one: (-one[2], one[0]))
    named = [
        NamedInRegister(number, code, name, code[:8], year)
        for number, (code, name, year) in enumerate(projects, start=1)
    ]
    return build_index(named, units)


INDEX = read_register()
CODES = {one.id: one.code for one in INDEX.projects}
THONBURI = Allowed(
    frozenset({"50160000", "50160100", "50160900"}),
    frozenset(number for number, code in CODES.items() if code == "50250000-3340"),
)


def written(found: Found) -> str:
    match found:
        case UnitsFound(units, exact):
            return f"{'' if exact else '~'}unit {' '.join(sorted(units))}"
        case ProjectsFound(numbers, _total, exact):
            projects = sorted(CODES[number] for number in numbers)
            return f"{'' if exact else '~'}{' '.join(projects)}"
        case NothingFound(units, numbers):
            near = [*units, *(CODES[number] for number in numbers)]
            return " ".join(["?", *near])


def rows(name: str) -> list[tuple[str, str]]:
    return [
        (words.strip(), found.strip())
        for words, found in (row.split("=>") for row in lines_of(name))
    ]


@pytest.mark.parametrize(("words", "found"), rows("words.txt"))
def test_words_find(words: str, found: str) -> None:
    assert written(find(INDEX, words, Allowed(None))) == found


@pytest.mark.parametrize(("words", "found"), rows("group.txt"))
def test_words_find_in_a_district(words: str, found: str) -> None:
    assert written(find(INDEX, words, THONBURI)) == found


def test_of_hundreds_all_are_counted_and_the_first_are_given() -> None:
    projects = [
        NamedInRegister(number, f"50160000-{number:04d}", f"โครงการที่ {number}", "50160000", 2570)
        for number in range(1, 801)
    ]
    index = build_index(projects, [Unit("50160000", "สำนักงานเขตธนบุรี")])
    found = find(index, "โครงการที่", Allowed(None))
    assert isinstance(found, ProjectsFound)
    assert (found.total, len(found.numbers)) == (800, 500)


def test_many_words_are_compared_no_more_often_than_few(monkeypatch: pytest.MonkeyPatch) -> None:
    projects = [
        NamedInRegister(number, f"50160000-{number:04d}", f"โครงการที่ {number}", "50160000", 2570)
        for number in range(1, 801)
    ]
    index = build_index(projects, [Unit("50160000", "สำนักงานเขตธนบุรี")])
    compared: list[str] = []

    def comparing(words: str, text: str) -> int:
        compared.append(words)
        return distance_within(words, text)

    monkeypatch.setattr("handlers.search.mistyped.distance_within", comparing)
    few, many = "โครงกาน", " ".join(["โครง การ ที่ โครงกาน"] * 200)
    costs = []
    for words in (few, many):
        compared.clear()
        assert not isinstance(find(index, words, Allowed(None)), UnitsFound)
        costs.append(len(compared))
    assert costs[0] == 250
    assert 500 < costs[1] <= 750


LETTERS = st.text("กขคงรลน ใไ่้ำ1", max_size=12)


@given(st.text(), LETTERS)
def test_nothing_that_is_typed_breaks_the_search(words: str, others: str) -> None:
    for typed in (words, others, f"{others} {words}"):
        found = find(INDEX, typed, THONBURI)
        if isinstance(found, ProjectsFound):
            assert all(
                CODES[one].startswith("5016") or one in THONBURI.others for one in found.numbers
            )
        else:
            assert all(code in (THONBURI.units or ()) for code in found.codes)


def by_table(words: str, text: str, *, anywhere: bool) -> int:
    before = [0] * (len(text) + 1) if anywhere else list(range(len(text) + 1))
    for row, one in enumerate(words, start=1):
        line = [row]
        for column, other in enumerate(text, start=1):
            change = before[column - 1] + (one != other)
            line.append(min(before[column] + 1, line[-1] + 1, change))
        before = line
    return min(before) if anywhere else before[-1]


@given(st.text("abc", min_size=1, max_size=9), st.text("abc", max_size=14))
def test_distances_are_those_of_the_textbook(words: str, text: str) -> None:
    assert distance_within(words, text) == by_table(words, text, anywhere=True)
    assert distance_between(words, text) == by_table(words, text, anywhere=False)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_the_kind_of_a_unit_may_be_left_out() -> None:
    assert short_name(fold("สำนักงานเขตบางรัก")) == fold("บางรัก")
    assert short_name(fold("เขต")) == fold("เขต")
    assert spoken_names(fold("สำนักงานเขตบางรัก"))[1:] == (fold("เขตบางรัก"), fold("บางรัก"))


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", ("", 1)),
        ("2", ("", 2)),
        ("๑๒", ("", 12)),
        ("หน้า 3", ("", 3)),
        ("หน้า๓", ("", 3)),
        ("page 4", ("", 4)),
        ("0", ("", 1)),
        ("บางรัก หน้า 2", ("บางรัก", 2)),
        ("3303", ("3303", 1)),
        ("สมมติ 5", ("สมมติ 5", 1)),
        ("หน้าบ้าน 5", ("หน้าบ้าน 5", 1)),
    ],
)
def test_a_page_is_read_behind_words(typed: str, read: tuple[str, int]) -> None:
    assert split_page(typed) == read


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ติดต่อ โทร. 6822-3 ได้", "ติดต่อ โทร. xxxx ได้"),
        ("โทร 0812345678", "โทร xxxx"),
        ("๐๘๑-๒๓๔-๕๖๗๘ คุณสมมติ", "xxxx คุณสมมติ"),
        ("0 2035 1861 ต่อ 3", "xxxx ต่อ 3"),
        ("โทร.5884,5885", "โทร.xxxx"),
        ("ฝ่ายโยธา (0 2282 4196)", "ฝ่ายโยธา (xxxx)"),
        ("โทร (02) 245 4743-7", "โทร xxxx"),
        ("(081) 234-5678", "xxxx"),
        ("081.234.5678", "xxxx"),
        ("081\u00a0234\u00a05678", "xxxx"),
        ("+66 81 234 5678", "xxxx"),
        ("081\u200b234\u200b5678", "xxxx"),
        ("081\u2212234\u22125678", "xxxx"),
        ("โทร 081_234_5678", "โทร xxxx"),
        ("โทร. ภายใน 6969", "โทร. ภายใน xxxx"),
        ("โทร.7231 และ 7232", "โทร.xxxx"),
        ("05-12-2566 ประชุม 120 คน", "05-12-2566 ประชุม 120 คน"),
        ("รหัส 04160200-0001", "รหัส 04160200-0001"),
        ("โทรทัศน์ 1000 เครื่อง", "โทรทัศน์ 1000 เครื่อง"),
        ("ดำเนินการ 45% ใช้งบ 135,655,720.- บาท", "ดำเนินการ 45% ใช้งบ 135,655,720.- บาท"),
        ("23/01/2566 : ประชุม 120 คน", "23/01/2566 : ประชุม 120 คน"),
        ("รหัส 50160000-3303", "รหัส 50160000-3303"),
    ],
)
def test_telephone_numbers_are_not_shown(text: str, shown: str) -> None:
    assert hide_telephones(text) == shown
