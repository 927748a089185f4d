"""Whatever happens to a file, it is read or refused, and a refused one changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from handlers.imports.page_options import PageOptions
from handlers.imports.wording import tell_outcome
from handlers.thai import page_words
from tests.imports.desk import OPTIONS, everything, page_text, take, take_page
from tests.imports.office import TABLES, csv, xlsx

WORDS = [word for key, word in vars(page_words).items() if key.isupper() and isinstance(word, str)]
LINES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from([line for name in OPTIONS for line in page_text(name).split("\n")]),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.builds("** {} :{}".format, st.sampled_from(WORDS), st.text(max_size=5)),
    st.builds(
        "({}) {} {} (2023-09-{})".format,
        *[st.integers(0, 40)],
        st.just(page_words.ENTRY),
        *[st.integers(0, 200)] * 2,
    ),
    st.builds("{} {} : {}".format, *[st.sampled_from([*WORDS, "1", "50990000-0001", "100"])] * 3),
)

# One database for all examples of a test: a refused file must leave it as it was, and every
# file that is read is taken away again.
in_one_database = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def check(database: Engine, content: str | bytes, options: PageOptions, *, name: str) -> None:
    before = everything(database)
    outcome = take(database, content, options, name=name)
    assert all(tell_outcome(outcome, "th"))
    if outcome.refused:
        assert outcome.tallies == ()
        assert everything(database) == before
    else:
        read = everything(database)
        again = take(database, content, options, name=name)
        assert not any(tally.new or tally.changed for tally in again.tallies)
        assert everything(database) == read


def damage(draw: st.DrawFn, text: str) -> str:
    lines = text.split("\n")
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(lines)))
        match draw(st.sampled_from(["drop", "repeat", "replace", "insert", "cut", "join"])):
            case "drop":
                del lines[at : at + 1]
            case "repeat":
                lines[at:at] = lines[at : at + draw(st.integers(1, 5))]
            case "replace":
                lines[at : at + 1] = [draw(LINES)]
            case "insert":
                lines.insert(at, draw(LINES))
            case "cut":
                lines[at : at + 1] = [
                    line[: draw(st.integers(0, 20))] for line in lines[at : at + 1]
                ]
            case "join":
                lines[at : at + 2] = [" ".join(lines[at : at + 2])]
    return "\n".join(lines)


damaged: Callable[..., st.SearchStrategy[str]] = st.composite(damage)


@pytest.mark.parametrize("name", OPTIONS)
@in_one_database
@given(data=st.data())
def test_a_damaged_page_is_read_or_refused(sqlite: Engine, name: str, data: st.DataObject) -> None:
    take_page(sqlite, "stripped.txt")
    text = data.draw(damaged(page_text(name)))
    check(sqlite, text.encode(errors="replace"), OPTIONS[name], name=name)


@in_one_database
@given(lines=st.lists(LINES, max_size=30))
def test_lines_in_any_order_are_read_or_refused(sqlite: Engine, lines: list[str]) -> None:
    options = PageOptions(code="50990000-3700", year="2566")
    check(sqlite, "\n".join(lines), options, name="page.txt")


@in_one_database
@given(
    content=st.binary(max_size=200),
    name=st.sampled_from(["a.txt", "a.html", "a.csv", "a.xlsx"]),
)
def test_any_bytes_are_read_or_refused(sqlite: Engine, content: bytes, name: str) -> None:
    check(sqlite, content, PageOptions(), name=name)


@in_one_database
@given(data=st.data(), table=st.sampled_from(sorted(TABLES)))
def test_a_damaged_table_is_read_or_refused(
    sqlite: Engine, data: st.DataObject, table: str
) -> None:
    take(sqlite, xlsx(**TABLES), name="office.xlsx")
    text = data.draw(damaged(csv(TABLES[table])))
    check(sqlite, text.encode(errors="replace"), PageOptions(), name="table.csv")


@in_one_database
@given(at=st.integers(0, 10_000), byte=st.integers(0, 255), cut=st.integers(0, 3))
def test_a_damaged_workbook_is_read_or_refused(
    sqlite: Engine, at: int, byte: int, cut: int
) -> None:
    content = bytearray(xlsx(**TABLES))
    content[at % len(content)] = byte
    check(sqlite, bytes(content[: len(content) - cut * 100]), PageOptions(), name="office.xlsx")
