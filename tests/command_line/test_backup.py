from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from storage.people import people_named
from storage.records import Unit
from storage.units import all_units, save_unit
from tests.command_line.shell import Shell, refusal, succeeded

NAME = "พิมพ์ลดา ศรีสุขใจ"
LATER = Unit("50980000", "สำนักงานเขตที่ตั้งทีหลัง")


def database_of(shell: Shell) -> Path:
    return shell.folder / "data" / "khuepna.db"


def test_a_backup_is_made_while_the_database_is_being_written(sampled: Shell) -> None:
    file = sampled.folder / "backup.db"
    with sampled.database() as tx:
        save_unit(tx, LATER)
        succeeded(sampled.spawn("backup", file))
    with closing(sqlite3.connect(file)) as backup:
        assert backup.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        codes = {code for (code,) in backup.execute("SELECT code FROM unit")}
    assert codes == {"50970000", "29000000"}
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_backup_replaces_no_file(sampled: Shell) -> None:
    file = sampled.folder / "backup.db"
    file.write_text("something else")
    assert "is there already" in sampled.refused("backup", file)
    assert "is there already" in sampled.refused("backup", database_of(sampled))
    assert "cannot be written" in sampled.refused("backup", sampled.folder / "nowhere" / "b.db")
    assert file.read_text() == "something else"
    assert sorted(path.name for path in sampled.folder.iterdir()) == ["backup.db", "data"]


def test_a_restored_database_is_as_it_was_and_what_it_was_is_kept(sampled: Shell) -> None:
    file = sampled.folder / "backup.db"
    sampled.done("backup", file)
    with sampled.database() as tx:
        save_unit(tx, LATER)
    restored = succeeded(sampled.spawn("restore", file))
    with sampled.database() as tx:
        assert LATER not in all_units(tx)
        assert len(people_named(tx, NAME)) == 1
    kept = re.search(r"kept as (\S+)\.$", restored.lines[-1])
    assert kept is not None
    with closing(sqlite3.connect(kept[1])) as before:
        assert (LATER.code,) in before.execute("SELECT code FROM unit").fetchall()


def test_a_database_in_use_is_not_replaced(sampled: Shell) -> None:
    file = sampled.folder / "backup.db"
    sampled.done("backup", file)
    with sampled.database() as tx:
        save_unit(tx, LATER)
    with sampled.running("worker") as worker:
        assert worker.stderr is not None
        with closing(sqlite3.connect(database_of(sampled), isolation_level=None)) as reader:
            reader.execute("SELECT count(*) FROM unit").fetchone()
            assert "is in use" in refusal(sampled.spawn("restore", file))
    with sampled.database() as tx:
        assert LATER in all_units(tx)
    assert not list(database_of(sampled).parent.glob("*.restoring"))
    assert not list(database_of(sampled).parent.glob("*.before-*"))


def test_a_damaged_database_gives_way_to_a_backup(sampled: Shell) -> None:
    file = sampled.folder / "backup.db"
    sampled.done("backup", file)
    database_of(sampled).write_bytes(b"damaged" * 1000)
    sampled.done("restore", file)
    with sampled.database() as tx:
        assert len(people_named(tx, NAME)) == 1


def test_a_lost_database_comes_back_from_a_backup(sampled: Shell) -> None:
    file = sampled.folder / "backup.db"
    sampled.done("backup", file)
    for path in (sampled.folder / "data").iterdir():
        path.unlink()
    restored = sampled.done("restore", file)
    assert len(restored.lines) == 1
    with sampled.database() as tx:
        assert len(people_named(tx, NAME)) == 1


def test_what_is_no_backup_is_not_restored(sampled: Shell) -> None:
    other = sampled.folder / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE other (x)")
    notes = sampled.folder / "notes.txt"
    notes.write_text("notes")
    for file in (other, notes, sampled.folder / "missing.db", sampled.folder):
        assert "is no whole backup" in sampled.refused("restore", file)
    assert not (sampled.folder / "missing.db").exists()
    with sampled.database() as tx:
        assert len(people_named(tx, NAME)) == 1


def test_postgresql_has_its_own_tools_for_that(server: Shell) -> None:
    assert "pg_dump" in server.refused("backup", server.folder / "backup.db")
    assert "pg_restore" in server.refused("restore", server.folder / "backup.db")
