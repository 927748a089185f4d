from __future__ import annotations

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Table, text
from sqlalchemy.exc import IntegrityError

from storage import schema
from storage.db import reading, transaction
from storage.schema import UnknownSchema, current_version, is_current, migrate
from tests.ground.inner import ROOT
from tests.migrations.description import describe
from tests.migrations.rows import empty, fill, lost, read, tables_of


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", schema.MIGRATIONS)
    return ScriptDirectory.from_config(config)


VERSIONS = [script.revision for script in scripts().walk_revisions()][::-1]


# --- the files ------------------------------------------------------------------------------


def test_versions_follow_one_another_without_a_gap() -> None:
    counted = [f"{number:04d}" for number in range(1, len(VERSIONS) + 1)]
    assert counted == VERSIONS
    for script in scripts().walk_revisions():
        before = int(script.revision) - 1
        assert script.down_revision == (f"{before:04d}" if before else None)
        assert Path(script.path).name.startswith(f"{script.revision}_")


# --- an empty database, and one that is current ---------------------------------------------


def test_an_empty_database_has_no_version(empty_database: Engine) -> None:
    assert current_version(empty_database) is None
    assert not is_current(empty_database)


def test_migrating_twice_does_as_much_as_once(
    empty_database: Engine, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    migrate(empty_database)
    assert is_current(empty_database)
    assert current_version(empty_database) == VERSIONS[-1]
    once = describe(empty_database)
    with transaction(empty_database) as connection:
        tables = tables_of(connection)
        fill(connection, tables)
        rows = read(connection, tables)
    migrate(empty_database)
    with reading(empty_database) as connection:
        assert read(connection, tables) == rows
    assert describe(empty_database) == once
    assert capfd.readouterr() == ("", "")
    assert [record for record in caplog.records if record.levelno > logging.INFO] == []


def test_a_database_of_a_newer_release_is_refused_in_words(database: Engine) -> None:
    with transaction(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnknownSchema, match="at version 9999, which a newer release made"):
        migrate(database)
    assert not is_current(database)
    assert current_version(database) == "9999"


# --- one version after another, with data ---------------------------------------------------


def test_each_version_keeps_the_rows_of_the_one_before(empty_database: Engine) -> None:
    """One walk from nothing to the newest; before each step every table is filled anew."""
    losses: dict[str, list[str]] = {}
    tables: list[Table] = []
    for version in VERSIONS:
        with transaction(empty_database) as connection:
            empty(connection, tables)
            fill(connection, tables)
            before = read(connection, tables)
        assert all(len(rows) == 3 for rows in before.values())
        migrate(empty_database, to=version)
        assert current_version(empty_database) == version
        with reading(empty_database) as connection:
            tables = tables_of(connection)
            if gone := lost(before, read(connection, tables)):
                losses[version] = gone
    assert len(tables) > 20
    assert losses == {}


def test_the_oldest_database_keeps_its_rows_all_the_way(empty_database: Engine) -> None:
    migrate(empty_database, to=VERSIONS[0])
    with transaction(empty_database) as connection:
        tables = tables_of(connection)
        fill(connection, tables)
        before = read(connection, tables)
    assert all(len(rows) == 3 for rows in before.values())
    migrate(empty_database)
    with reading(empty_database) as connection:
        assert lost(before, read(connection, tables_of(connection))) == []
    assert is_current(empty_database)


# --- migrations that go wrong ---------------------------------------------------------------

HEAD = """
import sqlalchemy as sa
from alembic import op
"""
FIRST = """
revision, down_revision = "0001", None
def upgrade():
    op.create_table(
        "unit", sa.Column("code", sa.Text, primary_key=True), sa.Column("name", sa.Text)
    )
    op.create_table(
        "report",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("unit_code", sa.Text, nullable=False),
        sa.ForeignKeyConstraint(["unit_code"], ["unit.code"], "fk", ondelete="CASCADE"),
    )
"""
SECOND = """
revision, down_revision = "0002", "0001"
def upgrade():
"""


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of migrations of their own, with the first in it."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    env = ROOT / "storage" / "migrations" / "env.py"
    (folder / "env.py").write_text(env.read_text())
    (folder / "versions" / "0001_first.py").write_text(HEAD + FIRST)
    monkeypatch.setattr(schema, "MIGRATIONS", str(folder))
    return folder / "versions"


def add_second(versions: Path, *steps: str) -> None:
    body = "".join(f"    {step}\n" for step in steps)
    (versions / "0002_second.py").write_text(HEAD + SECOND + body)


def test_rebuilding_a_table_does_not_delete_what_points_to_it(
    versions: Path, empty_database: Engine
) -> None:
    migrate(empty_database)
    with transaction(empty_database) as connection:
        tables = tables_of(connection)
        fill(connection, tables)
        before = read(connection, tables)
    add_second(
        versions,
        "with op.batch_alter_table('unit') as unit:",
        "    unit.alter_column('name', type_=sa.String(200), existing_type=sa.Text())",
    )
    migrate(empty_database)
    with transaction(empty_database) as connection:
        assert read(connection, tables_of(connection)) == before
        connection.execute(text("DELETE FROM unit"))
        assert read(connection, tables)["report"] == [], "foreign keys are to be on again"


def test_a_migration_that_loses_a_row_or_a_value_is_noticed(
    versions: Path, empty_database: Engine
) -> None:
    migrate(empty_database)
    with transaction(empty_database) as connection:
        tables = tables_of(connection)
        fill(connection, tables)
        before = read(connection, tables)
    add_second(
        versions,
        'op.execute("DELETE FROM report WHERE id = 2")',
        "op.execute(\"UPDATE unit SET name = '' WHERE code LIKE '3%'\")",
    )
    migrate(empty_database)
    with reading(empty_database) as connection:
        losses = lost(before, read(connection, tables_of(connection)))
    assert [loss.split(":")[0] for loss in losses] == ["unit", "report"]


def test_a_migration_that_fails_midway_leaves_nothing(
    versions: Path, empty_database: Engine
) -> None:
    migrate(empty_database)
    before = describe(empty_database)
    add_second(
        versions,
        "op.add_column('unit', sa.Column('level', sa.Integer))",
        "op.create_table('late', sa.Column('id', sa.Integer, primary_key=True))",
        "raise RuntimeError('power cut')",
    )
    with pytest.raises(RuntimeError, match="power cut"):
        migrate(empty_database)
    assert describe(empty_database) == before
    assert current_version(empty_database) == "0001"


def test_a_migration_may_not_leave_rows_that_point_nowhere(
    versions: Path, empty_database: Engine
) -> None:
    migrate(empty_database)
    with transaction(empty_database) as connection:
        tables = tables_of(connection)
        fill(connection, tables)
    add_second(versions, "op.execute(\"UPDATE report SET unit_code = 'nowhere'\")")
    with pytest.raises((IntegrityError, RuntimeError)):
        migrate(empty_database)
    assert current_version(empty_database) == "0001"


# --- several machines -----------------------------------------------------------------------

MIGRATE = """
import sys
from storage.db import open_database
from storage.schema import is_current, migrate
print("ready", flush=True)
sys.stdin.readline()
engine = open_database(sys.argv[1])
migrate(engine)
assert is_current(engine)
engine.dispose()
"""


def test_four_machines_may_migrate_at_once(empty_database_url: str) -> None:
    machines = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", MIGRATE, empty_database_url],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(4)
    ]
    for machine in machines:
        assert machine.stdout is not None
        assert machine.stdout.readline() == "ready\n"
    for machine in machines:
        assert machine.stdin is not None
        machine.stdin.write("go\n")
        machine.stdin.flush()
    said = [machine.communicate()[0] for machine in machines]
    assert [machine.returncode for machine in machines] == [0, 0, 0, 0], said
    assert said == ["", "", "", ""]
