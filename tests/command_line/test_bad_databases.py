from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.tables import person
from storage.units import all_units
from tests.command_line.shell import Shell, refusal

INVITE = ("invite", "--role", "officer", "--unit", "50970000", "--name", "มาลี ใจงาม")
LINES = "\n".join(f"5099{number:04d},หน่วยงานที่ {number}" for number in range(500))


def at(shell: Shell, path: str) -> Shell:
    return replace(shell, database_url=f"sqlite:///{path}")


def people(shell: Shell) -> int:
    with shell.database() as tx:
        return tx.execute(select(func.count()).select_from(person)).scalar_one()


def test_a_file_that_is_no_database(laptop: Shell) -> None:
    other = laptop.folder / "notes.db"
    other.write_text("notes")
    assert "names a file that is no database" in refusal(at(laptop, str(other)).spawn(*INVITE))
    assert other.read_text() == "notes"


def test_a_damaged_database(sampled: Shell) -> None:
    database = sampled.folder / "data" / "khuepna.db"
    content = bytearray(database.read_bytes())
    content[100:4096] = b"\xff" * 3996
    database.write_bytes(content)
    assert "is damaged" in refusal(sampled.spawn(*INVITE))


@pytest.mark.parametrize("path", ["/proc/nowhere/khuepna.db", "/proc/khuepna.db"])
def test_a_folder_that_cannot_be_written_even_by_root(laptop: Shell, path: str) -> None:
    said = at(laptop, path).refused(*INVITE)
    assert "DATABASE_URL" in said


def test_a_folder_is_no_database(laptop: Shell) -> None:
    assert "cannot be opened" in at(laptop, str(laptop.folder)).refused(*INVITE)


def test_a_full_disk_leaves_nothing_half_written(sampled: Shell) -> None:
    units = sampled.folder / "units.csv"
    units.write_text(f"รหัสหน่วยงาน,ชื่อหน่วยงาน\n{LINES}", encoding="utf-8")
    finished = sampled.spawn("import", units, largest_file=40_000)
    assert finished.status == 1
    assert "The disk of the database fails or is full" in "\n".join(finished.sentences)
    assert len([line for line in finished.err.splitlines() if line.startswith("{")]) == 1
    with sampled.database() as tx:
        assert len(all_units(tx)) == 2
    sampled.done("import", units)


def test_a_database_that_another_process_is_writing_to(sampled: Shell) -> None:
    before = people(sampled)
    database = sampled.folder / "data" / "khuepna.db"
    with closing(sqlite3.connect(database, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        assert "in use by another process" in sampled.refused(*INVITE)
    assert people(sampled) == before


def test_a_postgresql_that_is_not_there(laptop: Shell) -> None:
    gone = replace(laptop, database_url=f"postgresql://postgres@/khuepna?host={laptop.folder}")
    said = gone.refused(*INVITE)
    assert said.startswith("PostgreSQL cannot be reached")
    assert len(said.splitlines()) == 1


def test_a_name_that_postgresql_does_not_know(server: Shell) -> None:
    unknown = replace(server, database_url=server.database_url.replace("/khuepna_", "/nowhere_"))
    assert unknown != server
    assert "nowhere_" in unknown.refused(*INVITE)


def test_a_postgresql_without_a_schema_waits_for_migrate(
    tmp_path: Path, empty_postgresql_url: str
) -> None:
    shell = Shell(tmp_path, empty_postgresql_url)
    assert "python -m bot migrate" in shell.refused(*INVITE)
    assert "python -m bot migrate" in shell.refused("all")
    shell.done("migrate")
    assert "no unit" in shell.refused(*INVITE)


def test_a_database_of_a_newer_release_is_left_alone(office: Shell) -> None:
    with office.database() as tx:
        tx.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "newer release" in office.refused("migrate")
    with office.database() as tx:
        assert tx.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() == "9999"


def test_migrating_twice_changes_nothing(laptop: Shell) -> None:
    assert "was brought to version" in laptop.done("migrate").out
    assert "as before" in laptop.done("migrate").out


def test_an_embedded_database_is_brought_to_the_current_schema_by_whatever_needs_it(
    laptop: Shell,
) -> None:
    assert "no unit" in laptop.refused(*INVITE)
    assert "as before" in laptop.done("migrate").out
