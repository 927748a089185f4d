"""Runs a fake: its loopback server, the faults of its script, and the control interface."""

from __future__ import annotations

import asyncio
import inspect
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import assert_never

import aiohttp
from aiohttp import web

from tests.fakes.chats import NotOnScreen
from tests.fakes.faults import (
    AcceptedThenDropped,
    AcceptedThenError,
    ClosedConnection,
    Delay,
    LateAnswer,
    RateLimited,
    ServerError,
    WrongJson,
)
from tests.fakes.platform import Answer, Call, Platform

BIG = 60 * 1024 * 1024  # bytes; the limits of the platforms are below, and are theirs to refuse


class Host:
    """One platform on loopback ports of the kernel's choice."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        app = web.Application(client_max_size=BIG)
        app.router.add_post("/_control/{verb}", self._control)
        app.router.add_route("*", "/{rest:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)

    async def start(self, *ports: int) -> None:
        """Listen; a port that is 0 is chosen by the kernel, and `platform.ports` says which."""
        self.platform.session = aiohttp.ClientSession(auto_decompress=False)
        self.platform.start(self.platform.stay_awake())
        await self._runner.setup()
        for port in ports:
            await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.platform.ports = [address[1] for address in self._runner.addresses]

    async def stop(self) -> None:
        await self.platform.close()
        await self._runner.cleanup()
        await self.platform.session.close()

    async def _control(self, request: web.Request) -> web.Response:
        verb = getattr(self.platform, f"do_{request.match_info['verb']}")
        try:
            result = verb(**await request.json())
            if inspect.isawaitable(result):
                result = await result
        except NotOnScreen as refused:
            return web.json_response({"refused": str(refused)}, status=400)
        return web.json_response({"result": result})

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        platform = self.platform
        call = await platform.read(request)
        platform.calls[call.method] = platform.calls.get(call.method, 0) + 1
        fault = platform.director.fault_of(call.method, call.chat)
        match fault:
            case None:
                answer = await platform.work(call)
            case Delay(seconds):
                await asyncio.sleep(seconds)
                answer = await self._work_unheard(call)
            case LateAnswer(seconds):
                answer = await self._work_unheard(call)
                await asyncio.sleep(seconds)
            case RateLimited(retry_after):
                platform.told_to_wait(call, retry_after)
                answer = platform.rate_limited(retry_after)
            case ServerError():
                answer = platform.broken()
            case AcceptedThenError():
                await self._work_unheard(call)
                answer = platform.broken()
            case AcceptedThenDropped():
                await self._work_unheard(call)
                return _hang_up(request)
            case ClosedConnection():
                return _hang_up(request)
            case WrongJson():
                await self._work_unheard(call)
                answer = Answer(200, b"<html>upstream</html>", {"Content-Type": "text/html"})
            case _:
                assert_never(fault)
        return _response(answer)

    async def _work_unheard(self, call: Call) -> Answer:
        self.platform.unheard(call)
        return await self.platform.work(call)


def _hang_up(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.close()
    return web.Response()


def _response(answer: Answer) -> web.Response:
    if isinstance(answer.body, bytes):
        return web.Response(status=answer.status, body=answer.body, headers=answer.headers)
    return web.json_response(answer.body, status=answer.status, headers=answer.headers)


@contextmanager
def running(make: Callable[[], Platform], ports: tuple[int, ...]) -> Iterator[list[int]]:
    """A fake in a thread with a loop of its own; gives its ports, and ends it afterwards."""
    ready = threading.Event()
    ended = asyncio.Event()
    told: list[int] = []
    loops: list[asyncio.AbstractEventLoop] = []

    async def serve() -> None:
        host = Host(make())
        await host.start(*ports)
        told.extend(host.platform.ports)
        loops.append(asyncio.get_running_loop())
        ready.set()
        await ended.wait()
        await host.stop()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="fake", daemon=True)
    thread.start()
    if not ready.wait(30):
        raise RuntimeError("The fake did not start within 30 seconds.")
    try:
        yield told
    finally:
        loops[0].call_soon_threadsafe(ended.set)
        thread.join(10)
