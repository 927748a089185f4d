"""Setting long pages in a process of its own, which gives its memory back.

`python -m bot.sheets.apart TEMPLATE` reads the content as JSON and writes the PDF. What typst has
laid out it remembers for the next time: hundreds of megabytes after some hundred pages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.sheets import Misprint, set_pages

MISPRINTED = 3


def set_apart(template: Path, content: object) -> bytes:
    """Set `template` with `content` as one PDF; raises Misprint. Call it in a thread."""
    command = [sys.executable, "-m", "bot.sheets.apart", str(template)]
    told = json.dumps(content, ensure_ascii=False).encode()
    done = subprocess.run(command, input=told, capture_output=True, check=False)  # noqa: S603 - our own module
    if done.returncode == MISPRINTED:
        raise Misprint(done.stderr.decode(errors="replace"))
    done.check_returncode()
    return done.stdout


def main() -> None:
    """Set one PDF from standard input to standard output."""
    try:
        (pdf,) = set_pages(Path(sys.argv[1]), json.load(sys.stdin.buffer), form="pdf")
    except Misprint as misprint:
        sys.stderr.write(str(misprint))
        raise SystemExit(MISPRINTED) from misprint
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
