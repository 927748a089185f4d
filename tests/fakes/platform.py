"""What both fakes are: a platform with a clock, chats, a script of faults and a list of sins."""

from __future__ import annotations

import asyncio
import base64
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from tests.fakes.chats import Chat
from tests.fakes.clock import Clock
from tests.fakes.faults import NO_FAULTS, Director, Script
from tests.fakes.walking import Step, walk

BEAT, STALL, FAIR_AGAIN = 0.02, 0.15, 1.5  # seconds


@dataclass(frozen=True, slots=True)
class Answer:
    """What a platform answers: JSON, or bytes as they are."""

    status: int
    body: Any
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Call:
    """A request as read: which method, about which chat (empty if about none), and the rest."""

    method: str
    chat: str
    verb: str
    path: str
    parameters: dict[str, str]
    headers: dict[str, str]
    body: bytes
    fields: dict[str, Any]
    files: dict[str, tuple[str, bytes]]
    port: int


class Platform(ABC):
    """The methods named `do_…` are what a test or a person may do; all take and give JSON."""

    name = ""

    def __init__(self) -> None:
        self.clock = Clock()
        self.violations: list[str] = []
        self.calls: dict[str, int] = {}
        self.chats: dict[str, Chat] = {}
        self.routes: dict[str, list[str]] = {}
        self.director = Director(NO_FAULTS)
        self.ports: list[int] = []
        self.unheard_bodies: set[bytes] = set()
        self.repeats_expected = False
        self.session: aiohttp.ClientSession
        self._tasks: set[asyncio.Task[None]] = set()
        self._awake = time.monotonic()
        self._stood_still = 0.0

    # --- what a platform answers ---

    @abstractmethod
    async def read(self, request: web.Request) -> Call:
        """Make a call of a request; never refuses."""

    @abstractmethod
    async def work(self, call: Call) -> Answer:
        """Check a call by the platform's rules, and do it."""

    @abstractmethod
    def rate_limited(self, retry_after: int) -> Answer:
        """The platform's own words for "too often"."""

    @abstractmethod
    def broken(self) -> Answer:
        """The platform's own words for an error of its own."""

    def unheard(self, call: Call) -> None:
        """A call will be worked, but its sender may never know; who repeats it does no wrong."""
        self.unheard_bodies.add(call.body)

    @abstractmethod
    def told_to_wait(self, call: Call, retry_after: int) -> None:
        """A script refused this call as too often; whoever watches over rates may remember it."""

    def may_repeat(self, call: Call) -> bool:
        """Whether its sender may not have heard that just this call was worked before."""
        return self.repeats_expected or call.body in self.unheard_bodies

    # --- shared ways ---

    def sin(self, sentence: str) -> None:
        """Remember a broken rule."""
        self.violations.append(sentence)

    def chat(self, chat_id: str) -> Chat:
        return self.chats.setdefault(chat_id, Chat(chat_id))

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something beside; it ends with the server."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            self.sin(f"The fake itself failed: {error!r}")

    async def stay_awake(self) -> None:
        """Notice when this process itself stood still, on a machine that has other things to do."""
        while True:
            self._notice()
            await asyncio.sleep(BEAT)

    def is_fair(self) -> bool:
        """Tell whether rates can be judged: what waited for this process came all at once."""
        self._notice()
        return time.monotonic() - self._stood_still > FAIR_AGAIN

    def _notice(self) -> None:
        now = time.monotonic()
        if now - self._awake > STALL:
            self._stood_still = now
        self._awake = now

    async def close(self) -> None:
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def local(self, url: str) -> str:
        """Where a public address really is: the routes are this little world's DNS and proxy."""
        for public, locals_ in self.routes.items():
            if url.startswith(public):
                # In turn, as a proxy before several processes does it.
                locals_.append(locals_.pop(0))
                return locals_[-1] + url.removeprefix(public)
        return url

    # --- what a test may do on either platform ---

    async def do_open(self, url: str) -> dict[str, Any]:
        """Open a link, as a browser without a past does it."""
        async with self.session.get(self.local(url), allow_redirects=False) as answer:
            content = base64.b64encode(await answer.read()).decode()
            media = answer.headers.get("Content-Type", "")
            return {"status": answer.status, "media_type": media, "content": content}

    def do_route(self, public: str, local: list[str]) -> None:
        self.routes[public] = list(local)

    def do_script(self, script: dict[str, Any]) -> None:
        self.director = Director(Script.from_json(script))

    def do_forward(self, seconds: float) -> None:
        self.clock.forward(seconds)

    def do_freeze(self) -> None:
        self.clock.freeze()

    def do_expect_repeats(self, on: bool) -> None:
        self.repeats_expected = on

    def do_violations(self) -> list[str]:
        return self.violations

    def do_forgive(self) -> None:
        """Forget what was broken: the test was about that."""
        self.violations.clear()

    def do_calls(self) -> dict[str, int]:
        return self.calls

    def do_screen(self, chat: str) -> list[dict[str, Any]]:
        return [bubble.as_json() for bubble in self.chat(chat).bubbles]

    async def do_walks(self, walks: list[dict[str, Any]], seconds: float) -> list[list[float]]:
        """Several people at once, each through their steps."""
        return await asyncio.gather(
            *(
                self._walk(each["person"], each["chat"], each["steps"], seconds=seconds)
                for each in walks
            )
        )

    async def _walk(
        self, person: Any, chat: str, steps: list[dict[str, Any]], *, seconds: float
    ) -> list[float]:
        def act(step: Step) -> Any:
            if step.deed == "say":
                return self.do_say(person=person, chat=chat, text=step.text)
            return self.do_press(person=person, chat=chat, label=step.text)

        read = [Step(**step) for step in steps]
        return await walk(self.chat(chat), read, act=act, seconds=seconds)

    do_say: Callable[..., Any]
    do_press: Callable[..., Any]

    def do_changes(self, chat: str) -> int:
        return self.chat(chat).changes

    async def do_wait(self, chat: str, beyond: int, seconds: float) -> bool:
        return await self.chat(chat).wait_beyond(beyond, seconds)
