from __future__ import annotations

from pathlib import Path

import pytest

from tests.ground.inner import run_session

SKIPS = """
import pytest

def test_which_skips(): pytest.skip("no browser (in a test)")

@pytest.fixture
def browser(): pytest.skip("no browser (in a fixture)")
def test_of_a_fixture_that_skips(browser): pass

@pytest.mark.skip(reason="no browser (by a mark)")
def test_that_is_marked(): pass

@pytest.mark.xfail
def test_that_is_known_to_fail(): assert False
"""
WHERE = ["in a test", "in a fixture", "by a mark"]


def test_skips_are_allowed_by_default(tmp_path: Path) -> None:
    session = run_session(tmp_path, SKIPS, plugins=["skips"])
    assert session.returncode == pytest.ExitCode.OK
    assert "3 skipped, 1 xfailed" in session.stdout


def test_each_skip_is_a_failure_where_none_is_allowed(tmp_path: Path) -> None:
    session = run_session(tmp_path, SKIPS, plugins=["skips"], KHUEPNA_NO_SKIPS="1")
    assert session.returncode == pytest.ExitCode.TESTS_FAILED
    assert session.stdout.count("KHUEPNA_NO_SKIPS=1 allows no skipped test") == 3
    for where in WHERE:
        assert f"no browser ({where})" in session.stdout
    assert " 1 xfailed" in session.stdout
    assert "skipped in" not in session.stdout


def test_a_whole_file_that_skips_is_a_failure_where_none_is_allowed(tmp_path: Path) -> None:
    source = "import pytest\npytest.skip('no browser', allow_module_level=True)"
    session = run_session(tmp_path, source, plugins=["skips"], KHUEPNA_NO_SKIPS="1")
    assert session.returncode == pytest.ExitCode.INTERRUPTED
    assert "no browser" in session.stdout
