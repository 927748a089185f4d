"""The floor: what an event costs at the very least, with nothing that makes it a conversation.

ASGI on uvicorn, sqlite3 with WAL and synchronous=FULL, one commit for each step, one request to
the platform for each step on a session that is kept open. No reading of answers, no questions,
no order, no second try; it counts the steps of a person and says the same thing each time.

`python -m bench.rivals.floor DATABASE PORT PLATFORM`
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from typing import Any

import aiohttp
import uvicorn

BUTTONS = {
    "inline_keyboard": [[{"text": one, "callback_data": one}] for one in ("done", "none", "send")]
}


class Floor:
    """The whole service."""

    def __init__(self, database: str, platform: str) -> None:
        self._url = f"{platform}/botFLOOR/sendMessage"
        self._connection = sqlite3.connect(database, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}").close()
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS step (chat INTEGER PRIMARY KEY, steps INTEGER, said TEXT)"
        )
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = b""
        more = True
        while more:
            message = await receive()
            body += message["body"]
            more = message.get("more_body", False)
        update = json.loads(body)
        said = update.get("message") or update["callback_query"]["message"]
        chat = said["chat"]["id"]
        self._connection.execute(
            "INSERT INTO step VALUES (?, 1, ?) ON CONFLICT (chat)"
            " DO UPDATE SET steps = steps + 1, said = excluded.said",
            (chat, said.get("text")),
        )
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        await self._say(chat)

    async def _say(self, chat: int) -> None:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        said = {"chat_id": chat, "text": "ต่อไป", "reply_markup": BUTTONS}
        async with self._session.post(self._url, json=said) as answer:
            await answer.read()


async def main(database: str, port: str, platform: str) -> None:
    config = uvicorn.Config(
        Floor(database, platform), port=int(port), log_level="warning", lifespan="off"
    )
    await uvicorn.Server(config).serve()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
