"""`python -m bench.peak MODULE …` runs a module, and says on its last line the most memory it had.

That is of the module, or of a process below it. From outside it cannot be told: what the system
counts for a process begins with its parent's.
"""

from __future__ import annotations

import resource
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
    """Give the most memory that this process or one below it had so far, in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)


if __name__ == "__main__":
    main()
