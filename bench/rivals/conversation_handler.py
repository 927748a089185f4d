"""The same report as a plain bot of python-telegram-bot, as its documentation shows it.

A ConversationHandler in an Application with PicklePersistence, both with their default settings:
updates one after the other, requests by httpx, the pickle written once a minute and at the end.
The webhook is the one of the library's example of a custom webhook: Starlette on uvicorn, which
puts the update into the bot's queue and answers at once. What a killed process had in its queue,
and up to a minute of everybody's answers, is lost; a report that was sent is a line in a file.

`python -m bench.rivals.conversation_handler FOLDER PORT PLATFORM`
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

PERCENT, NARRATIVE, PROBLEMS, OBSTACLES, REVIEW = range(5)
Context = ContextTypes.DEFAULT_TYPE
TYPED = filters.TEXT & ~filters.COMMAND
DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def buttons(*choices: tuple[str, str]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(label, callback_data=data)] for data, label in choices]
    )


async def say(update: Update, text: str, *choices: tuple[str, str]) -> None:
    if update.callback_query is not None:
        await update.callback_query.answer()
    assert update.effective_chat is not None
    await update.effective_chat.send_message(text, reply_markup=buttons(*choices))


async def begin(update: Update, context: Context) -> int:
    answers(context).clear()
    await say(update, "เดือนนี้คืบหน้าร้อยละเท่าใด")
    return PERCENT


async def take_percent(update: Update, context: Context) -> int:
    figure = "".join(one for one in text_of(update).translate(DIGITS) if one.isdigit())
    if not figure or not 0 <= int(figure) <= 100:
        await say(update, "กรุณาพิมพ์ตัวเลข 0 ถึง 100")
        return PERCENT
    answers(context)["percent"] = int(figure)
    await say(update, "ทำอะไรไปแล้วบ้าง")
    return NARRATIVE


async def take_narrative(update: Update, context: Context) -> int:
    answers(context).setdefault("narrative", []).append(text_of(update))
    await say(update, "รับไว้แล้ว พิมพ์ต่อได้", ("done", "ครบแล้ว"))
    return NARRATIVE


async def end_narrative(update: Update, _context: Context) -> int:
    await say(update, "มีปัญหาอะไรบ้าง", ("none", "ไม่มี"))
    return PROBLEMS


async def take_problems(update: Update, context: Context) -> int:
    answers(context)["problems"] = None if update.callback_query else text_of(update)
    await say(update, "มีอุปสรรคอะไรบ้าง", ("none", "ไม่มี"))
    return OBSTACLES


async def take_obstacles(update: Update, context: Context) -> int:
    answers(context)["obstacles"] = None if update.callback_query else text_of(update)
    given = answers(context)
    await say(
        update,
        f"ร้อยละ {given['percent']}\n" + "\n".join(given["narrative"]),
        ("send", "ส่งรายงาน"),
    )
    return REVIEW


async def send(update: Update, context: Context) -> int:
    reports: Path = context.bot_data["reports"]
    with reports.open("a", encoding="utf-8") as log:
        log.write(json.dumps(answers(context), ensure_ascii=False) + "\n")
    answers(context).clear()
    await say(update, "ส่งรายงานแล้ว ขอบคุณครับ")
    return ConversationHandler.END


async def cancel(update: Update, context: Context) -> int:
    answers(context).clear()
    await say(update, "ยกเลิกแล้ว")
    return ConversationHandler.END


def answers(context: Context) -> dict[str, Any]:
    assert context.user_data is not None
    return context.user_data


def text_of(update: Update) -> str:
    assert update.message is not None
    return update.message.text or ""


def conversation() -> ConversationHandler[Context]:
    return ConversationHandler(
        entry_points=[CommandHandler("report", begin)],
        states={
            PERCENT: [MessageHandler(TYPED, take_percent)],
            NARRATIVE: [
                MessageHandler(TYPED, take_narrative),
                CallbackQueryHandler(end_narrative, "^done$"),
            ],
            PROBLEMS: [
                MessageHandler(TYPED, take_problems),
                CallbackQueryHandler(take_problems, "^none$"),
            ],
            OBSTACLES: [
                MessageHandler(TYPED, take_obstacles),
                CallbackQueryHandler(take_obstacles, "^none$"),
            ],
            REVIEW: [CallbackQueryHandler(send, "^send$")],
        },
        fallbacks=[CommandHandler("cancel", cancel)],
        name="report",
        persistent=True,
    )


async def main(folder: str, port: str, platform: str) -> None:
    application = (
        Application.builder()
        .token("1:RIVAL")
        .base_url(f"{platform}/bot")
        .persistence(PicklePersistence(Path(folder) / "bot.pickle"))
        .updater(None)
        .build()
    )
    application.add_handler(conversation())

    async def webhook(request: Request) -> Response:
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return Response()

    routes = [Route("/webhook/telegram", webhook, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), port=int(port), log_level="warning")
    async with application:
        application.bot_data["reports"] = Path(folder) / "reports.jsonl"
        await application.start()
        await uvicorn.Server(config).serve()
        await application.stop()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
