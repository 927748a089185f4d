"""The test's end of a fake's control interface; the same for a thread and for a process."""

from __future__ import annotations

import http.client
import json
from typing import Any

from tests.fakes.chats import NotOnScreen

PATIENCE = 1800.0  # seconds


class Link:
    """Asks a fake at a loopback port; may be used from any thread."""

    def __init__(self, port: int) -> None:
        self.port = port

    def ask(self, verb: str, /, **arguments: Any) -> Any:
        """What the verb gives. NotOnScreen if a person wants what the screen does not offer."""
        # Whatever waits is bounded by the fake itself; this is for one that hangs.
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            line.request("POST", f"/_control/{verb}", body=json.dumps(arguments))
            answer = line.getresponse()
            said = answer.read()
        finally:
            line.close()
        if answer.status == 400 and b"refused" in said:
            raise NotOnScreen(json.loads(said)["refused"])
        if answer.status != 200:
            raise RuntimeError(f"The fake could not {verb}: {answer.status} {said[:500]!r}")
        return json.loads(said)["result"]
