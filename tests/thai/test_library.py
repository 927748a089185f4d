"""The library for number words is costly, so it is loaded late; and it must keep quiet."""

import os
import subprocess
import sys
from pathlib import Path


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **environment},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
    )


def test_digits_are_read_without_loading_the_library() -> None:
    done = run(
        "import sys\n"
        "import handlers.thai.dates, handlers.thai.words\n"
        "from handlers.thai.numbers import read_percent\n"
        "print(read_percent('ร้อยละ ๔๕', last=None).value, 'pythainlp' in sys.modules)"
    )
    assert (done.stdout, done.stderr) == ("45 False\n", "")


def test_number_words_are_read_in_silence_on_a_machine_without_a_home_folder() -> None:
    done = run(
        "from handlers.thai.numbers import read_percent\n"
        "print(read_percent('สี่สิบห้า', last=None).value)",
        HOME=os.devnull,
    )
    assert (done.stdout, done.stderr) == ("45\n", "")
