from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine, make_url, text

from tests.ground import keeper
from tests.ground.inner import ROOT, run_session
from tests.ground.server import NoServer, find_programs, find_server

PLUGINS = ["databases"]


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("PG_BIN", raising=False)
    try:
        return find_programs()
    except NoServer as error:
        pytest.skip(str(error))


def wait_until_gone(place: Path) -> bool:
    deadline = time.monotonic() + 20
    while place.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return not place.exists()


@pytest.mark.parametrize("account", keeper.accounts(), ids=lambda account: account.name)
def test_a_server_runs_as_this_account_and_leaves_nothing(
    programs: Path, account: keeper.Account
) -> None:
    with keeper.running(programs, account) as place:
        url = f"postgresql://postgres@/postgres?host={place}"
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not place.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.mark.parametrize(("durable", "fsync"), [(False, "off"), (True, "on")])
def test_a_server_is_safe_from_a_power_cut_only_where_that_is_asked(
    programs: Path, monkeypatch: pytest.MonkeyPatch, durable: bool, fsync: str
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    server = find_server(durable=durable)
    try:
        with psycopg.connect(server.url) as connection:
            for setting in keeper.SAFE:
                assert connection.execute(f"SHOW {setting}").fetchone() == (fsync,)
        if durable:
            assert not server.url.partition("host=")[2].startswith(keeper.MEMORY)
    finally:
        server.stop()


def test_a_killed_session_leaves_no_server_and_no_folder(
    programs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    code = "from tests.ground.server import find_server; print(find_server().url, flush=True);"
    with subprocess.Popen(
        [sys.executable, "-c", code + "input()"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as session:
        assert session.stdout is not None
        place = Path(str(make_url(session.stdout.readline().strip()).query["host"]))
        assert place.exists()
        session.kill()
    assert wait_until_gone(place)


def test_an_interrupted_session_leaves_no_server_and_no_folder(
    programs: Path, tmp_path: Path
) -> None:
    source = """
import os, pathlib, signal
def test_interrupted(postgresql_server):
    pathlib.Path({here!r}).write_text(postgresql_server)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started us may ignore it
    os.killpg(os.getpgrp(), signal.SIGINT)
"""
    here = tmp_path / "url"
    session = run_session(tmp_path, source.format(here=str(here)), plugins=PLUGINS)
    assert session.returncode == pytest.ExitCode.INTERRUPTED, session.stdout + session.stderr
    assert not Path(str(make_url(here.read_text()).query["host"])).exists()


def test_the_workers_of_a_session_share_one_server(programs: Path, tmp_path: Path) -> None:
    source = """
import pytest
@pytest.mark.parametrize("number", range(8))
def test_shared(number, postgresql_url):
    print("server", postgresql_url.partition("host=")[2])
"""
    session = run_session(tmp_path, source, "-n2", "-rP", plugins=PLUGINS)
    assert session.returncode == 0, session.stdout + session.stderr
    said = [line for line in session.stdout.splitlines() if line.startswith("server ")]
    assert len(said) == 8
    assert len(set(said)) == 1


@pytest.mark.parametrize("time", ["first", "second"])
def test_each_test_has_a_database_of_its_own(time: str, database: Engine) -> None:
    with database.begin() as connection:
        assert connection.execute(text("SELECT name FROM unit")).scalars().all() == []
        connection.execute(
            text("INSERT INTO unit (code, name) VALUES ('50990000', :time)"), {"time": time}
        )


def test_a_server_of_somebody_else_is_used_and_left_running(
    postgresql_server: str, tmp_path: Path
) -> None:
    source = """
import pathlib
def test_used(postgresql_url): pathlib.Path({here!r}).write_text(postgresql_url)
"""
    here = tmp_path / "url"
    session = run_session(
        tmp_path,
        source.format(here=str(here)),
        plugins=PLUGINS,
        TEST_DATABASE_URL=postgresql_server,
    )
    assert session.returncode == 0, session.stdout + session.stderr
    used, given = make_url(here.read_text()), make_url(postgresql_server)
    assert used.set(database=given.database) == given
    with psycopg.connect(postgresql_server) as connection:
        left = "SELECT FROM pg_database WHERE datname = %s"
        assert connection.execute(left, [used.database]).fetchall() == []


def test_programs_named_but_not_there_are_said_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", "/nowhere/bin")
    with pytest.raises(NoServer, match="PG_BIN is /nowhere/bin, where there is no initdb"):
        find_programs()


def test_a_server_that_does_not_start_gives_its_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\necho the disk is full\nexit 1\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(NoServer, match=r"does not start: as .*the disk is full"):
        find_server()


def test_without_a_server_only_tests_of_postgresql_are_skipped(tmp_path: Path) -> None:
    source = "def test_either(database): pass"
    session = run_session(tmp_path, source, plugins=PLUGINS, PG_BIN="/nowhere")
    assert "1 passed, 1 skipped" in session.stdout
    assert "PG_BIN is /nowhere" in session.stdout
