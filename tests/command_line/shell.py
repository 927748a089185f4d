"""Running the commands as an operator does."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import IO
from unittest.mock import patch

from sqlalchemy import Connection

from bot.__main__ import main
from storage.db import open_database, transaction
from tests.settings.logging_state import logging_restored

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Finished:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def sentences(self) -> list[str]:
        """What it said on standard error, without the log."""
        return [line for line in self.err.splitlines() if not line.startswith("{")]


@dataclass(frozen=True, slots=True)
class Shell:
    """A working folder and an environment with nothing in it but what is given."""

    folder: Path
    database_url: str
    environment: Mapping[str, str] = field(default_factory=dict)

    @property
    def variables(self) -> dict[str, str]:
        given = {"DATABASE_URL": self.database_url, "SECRET_KEY": "k" * 32, **self.environment}
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder), **given}

    def run(self, *arguments: str | Path) -> Finished:
        """Run a command to its end in this very process, which takes a tenth of the time."""
        out, err = StringIO(), StringIO()
        with (
            logging_restored(),
            patch.dict(os.environ, self.variables, clear=True),
            chdir(self.folder),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                status: object = main([str(one) for one in arguments])
            except SystemExit as ended:
                status = ended.code
        assert isinstance(status, int)
        return _checked(Finished(status, out.getvalue(), err.getvalue()))

    def spawn(
        self,
        *arguments: str | Path,
        typed: str = "",
        stdout: int | IO[bytes] = subprocess.PIPE,
        largest_file: int | None = None,
    ) -> Finished:
        """Run a command to its end as a process; its disk has room for files of `largest_file`."""

        def fill_disk() -> None:
            if largest_file is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=typed.encode(),
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.variables,
            timeout=SECONDS,
            check=False,
            preexec_fn=fill_disk,
        )
        out, err = (done.stdout or b"").decode(), done.stderr.decode()
        return _checked(Finished(done.returncode, out, err))

    def done(self, *arguments: str | Path) -> Finished:
        """Run a command that must succeed."""
        return succeeded(self.run(*arguments))

    def refused(self, *arguments: str | Path) -> str:
        """Run a command that must be refused, and give what it says."""
        return refusal(self.run(*arguments))

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[str]]:
        """A command while it is running; it is killed if it does not end by itself."""
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=self.folder,
            env=self.variables,
            text=True,
        )
        try:
            yield process
        finally:
            process.kill()
            process.communicate()

    @contextmanager
    def database(self) -> Iterator[Connection]:
        """The database itself."""
        engine = open_database(self.database_url)
        try:
            with transaction(engine) as tx:
                yield tx
        finally:
            engine.dispose()


def succeeded(finished: Finished) -> Finished:
    """Check that a command did what it was asked."""
    assert finished.status == 0, finished.err
    return finished


def refusal(finished: Finished) -> str:
    """Check that a command was refused in sentences, and give them."""
    assert finished.status == 1, finished
    assert finished.out == ""
    assert finished.sentences
    return "\n".join(finished.sentences)


def _checked(finished: Finished) -> Finished:
    assert "Traceback" not in finished.err, finished.err
    return finished
