"""`python -m bench.peak MODULE …` runs a module, and says on its last line the most memory it had.

From outside that cannot be told: what the system counts for a process begins with its parent's.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


def main() -> None:
    """Run it, and write the peak in KiB."""
    sys.argv = sys.argv[1:]
    try:
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    finally:
        print(peak())


def peak() -> int:
    """Give the most memory that this process had so far, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
