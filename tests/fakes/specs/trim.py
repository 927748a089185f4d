"""Derives line.json and telegram.json, beside this file, from the platforms' specifications.

    python -m tests.fakes.specs.trim FOLDER

FOLDER holds messaging-api.yml and channel-access-token.yml of line-openapi, and
telegram-bot-api-10.3.json. Only shapes and limits are kept; `tests/fakes/shapes.py` reads them.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

from tests.fakes.specs.line_spec import trim_line
from tests.fakes.specs.telegram_spec import trim_telegram

HERE = Path(__file__).parent


def write(folder: Path) -> None:
    """Writes both files anew."""
    for name, trimmed in (("line", trim_line(folder)), ("telegram", trim_telegram(folder))):
        text = json.dumps(trimmed, separators=(",", ":"), ensure_ascii=False)
        # One operation or type a line: small, and a change of it can be read.
        text = re.sub(r'(?<=\}),(?="\w+":\{"(?:fields|by|alias)|\{"name")', ",\n", text)
        (HERE / f"{name}.json").write_text(text + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
