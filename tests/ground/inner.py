"""Runs an inner pytest session, to test what this ground does to a whole session."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
# With CI set, pytest tells the reasons of failures a second time.
WITHOUT = ("CI", "TEST_DATABASE_URL", "PG_BIN", "KHUEPNA_NO_SKIPS")


def run_session(
    place: Path, source: str, *options: str, plugins: Sequence[str], **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `source` as a test file, on these parts of the ground, with these variables set."""
    (place / "test_inner.py").write_text(source)
    kept = {name: value for name, value in os.environ.items() if name not in WITHOUT}
    settings = [f"-c{ROOT / 'pyproject.toml'}", f"--rootdir={place}", "-pno:cacheprovider"]
    settings += [f"-ptests.ground.{plugin}" for plugin in plugins]
    return subprocess.run(
        [sys.executable, "-m", "pytest", *settings, *options, place / "test_inner.py"],
        cwd=ROOT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,  # so that it can be interrupted alone
    )
