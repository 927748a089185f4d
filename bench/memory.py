"""`python -m bench.memory COMMAND…`: a command of the service, and the most memory that it had.

The last line of standard error is that in MiB: of the command, and of any process below it. What
`wait4` says instead counts the memory of whoever started a process, too.
"""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

from bot.__main__ import main

if __name__ == "__main__":
    status = main()
    told = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = re.search(r"VmHWM:\s+(\d+) kB", told)
    assert peak is not None
    below = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(int(peak[1]) // 1024, below // 1024, file=sys.stderr)
    sys.exit(status)
