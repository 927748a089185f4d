"""Setting long pages in a process of its own, which gives its memory back.

`python -m bot.sheets.apart TEMPLATE` reads the content as JSON and writes the PDF. What typst has
laid out it remembers for the next time: hundreds of megabytes after some hundred pages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.sheets import Misprint, set_told

MISPRINTED = 3

SetPages = Callable[[object], bytes]
"""Sets its content as one PDF, once; raises Misprint. Call it in a thread."""


@contextmanager
def set_apart(template: Path) -> Iterator[SetPages]:
    """Start a process that sets `template`, so that it is ready when the content is read.

    Where it is given none it ends without a page.
    """
    command = [sys.executable, "-m", "bot.sheets.apart", str(template)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe) as process:  # noqa: S603 - our own module

        def set_pages(content: object) -> bytes:
            try:
                pdf, said = process.communicate(json.dumps(content, ensure_ascii=False).encode())
            except BaseException:
                process.kill()
                raise
            if process.returncode == MISPRINTED:
                raise Misprint(said.decode(errors="replace"))
            if process.returncode:
                raise subprocess.CalledProcessError(process.returncode, command, pdf, said)
            return pdf

        yield set_pages


def main() -> None:
    """Set one PDF from standard input to standard output."""
    told = sys.stdin.buffer.read().decode()
    if not told:
        return
    try:
        (pdf,) = set_told(Path(sys.argv[1]), told, form="pdf")
    except Misprint as misprint:
        sys.stderr.write(str(misprint))
        raise SystemExit(MISPRINTED) from misprint
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
