from __future__ import annotations

import cProfile
import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bench import document, quarters, sorting

ROOT = Path(__file__).parents[2]
MOST_SECONDS = 300  # to end a run that hangs; it says nothing of how long one should take


def rows_below(heading: str, figures: str) -> list[list[str]]:
    """The rows of the table below a heading, without its head."""
    table = figures.partition(f"### {heading}\n\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return rows[2:]


def test_a_quick_run_gives_every_figure(postgresql_server: str, tmp_path: Path) -> None:
    output = tmp_path / "benchmarks.md"
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--output", output],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = output.read_text(encoding="utf-8")
    assert figures.startswith(document.BEGIN)

    loads = rows_below("Reports", figures)
    assert [row[0].rpartition(", ")[2] for row in loads] == ["Telegram", "Line"] * 2
    loads += rows_below("Beside others", figures)
    further = figures.partition("### With a platform that is further away\n\n")[2]
    away = "It answers after 5 ms:"
    loads += rows_below(away, "### " + further.partition(away)[1] + further.partition(away)[2])
    assert len(loads) == 4 + 2 + 3
    for _kind, persons, rate, *latencies, cpu, answers in loads:
        assert persons == "10"
        assert float(rate) > 0
        assert [float(one) for one in latencies] == sorted(float(one) for one in latencies)
        assert float(cpu) > 0
        assert int(answers) > 0

    starts = rows_below("A process", figures)
    assert len(starts) == 4
    for _what, least, middle, most in starts:
        assert 0 < float(least) <= float(middle) <= float(most)

    mailings = rows_below("Many messages at once", figures)
    assert [row[0] for row in mailings] == ["telegram", "line"]
    telegram, line = (float(row[-1]) for row in mailings)
    assert 0 < telegram < 1  # this rate is kept by us
    assert line > 0  # and this one by nobody: two thousand a second

    profile = rows_below("Where the time goes", figures)
    for column in (1, 2):
        shares = [row[column] for row in profile if row[column].endswith("%")]
        assert sum(float(share.rstrip("%")) for share in shares) == pytest.approx(100, abs=1)

    machine = figures.partition("### Reports")[0]
    for fact in ("cores", "GiB", "synchronous=FULL", "fsync=", "commit"):
        assert fact in machine


def test_looking_at_a_city_is_measured_on_both_databases(
    postgresql_server: str, tmp_path: Path
) -> None:
    output = tmp_path / "benchmarks.md"
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--city", "--quick", "--output", output],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=2 * MOST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    figures = output.read_text(encoding="utf-8")
    assert figures.startswith(document.CITY)
    tables = [
        [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
        for table in figures.split("\n\n")
        if " / " in table
    ]
    for (head, _line, *rows), expected, measured in zip(
        tables,
        (quarters.READS, quarters.EXPORTS),
        (["SQLite, 5 years", "PostgreSQL, 5 years"], ["SQLite, 5 years"]),
        strict=True,
    ):
        assert [one.partition(":")[0] for one in head[2:]] == measured
        assert [row[0] for row in rows] == [*expected]
        for row in rows:
            assert len(row) == len(head)
            for first, _, second in (cell.partition(" / ") for cell in row[2:]):
                assert float(first) > 0
                assert float(second) > 0


def test_a_long_run_tells_the_memory_on_the_way(tmp_path: Path) -> None:
    output = tmp_path / "benchmarks.md"
    output.write_text(
        f"{document.BEGIN}\nkept\n{document.END}\n{document.MEMORY}\nold\n{document.END}\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--long", "--messages", "400", "--output", output],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=MOST_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    written = output.read_text(encoding="utf-8")
    assert "kept" in written
    assert "old" not in written
    rows = [line.strip("|").split("|") for line in written.splitlines() if line.startswith("| ")][
        2:
    ]
    assert len(rows) == 11
    messages = [int(row[0]) for row in rows]
    assert messages == sorted(messages)
    assert messages[-1] >= 400
    assert all(float(row[2]) > 0 for row in rows)


def test_figures_take_their_place_and_the_sentences_stay(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text(f"# Before\n\n{document.BEGIN}\nold\n{document.END}\n\nAfter.\n")
    document.write(path, "new")
    assert path.read_text() == f"# Before\n\n{document.BEGIN}\n\nnew\n\n{document.END}\n\nAfter.\n"


def test_a_document_without_a_place_for_figures_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "benchmarks.md"
    path.write_text("Only sentences.\n")
    with pytest.raises(SystemExit, match="no place for the figures"):
        document.write(path, "new")
    assert path.read_text() == "Only sentences.\n"


def test_time_is_sorted_by_what_it_was_spent_on(tmp_path: Path) -> None:
    profiler = cProfile.Profile()
    connection = sqlite3.connect(tmp_path / "some.db")
    profiler.enable()
    json.dumps(list(range(20_000)))
    connection.execute("CREATE TABLE entry (number)").close()
    connection.execute("INSERT INTO entry VALUES (1)").close()
    connection.commit()
    profiler.disable()
    connection.close()
    sorted_time = sorting.sort(profiler)
    assert sorted_time.keys() >= {"JSON", sorting.SQL, sorting.COMMIT}
    assert sum(sorted_time.values()) == pytest.approx(
        sum(entry.inlinetime for entry in profiler.getstats())
    )
