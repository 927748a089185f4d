"""What the try-out page asks of the server to move time forward."""

from __future__ import annotations

from functools import partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.tryout.journey import FARTHEST, Aim, Journeys, Travelled
from bot.tryout.post import read_journey
from bot.tryout.refusal import Refusal, locale_of
from handlers.texts import phrases
from handlers.wording import say_moment
from storage.outages import OUTAGES


def clock_route(journeys: Journeys, locale: str) -> Route:
    """Give the route; `locale` is the language of its answers unless a request asks for another."""
    return Route("/tryout/clock", partial(_move, journeys, locale), methods=["POST"])


async def _move(journeys: Journeys, locale: str, request: Request) -> Response:
    aim, known = await read_journey(request)
    try:
        travelled = await journeys.travel(aim, journeys=known)
    except OUTAGES as outage:
        raise Refusal(503, "broken_off") from outage
    if travelled is None:
        raise Refusal(409, "moved_meanwhile")
    return JSONResponse({"sentence": _sentence(aim, travelled, locale_of(request, locale))})


def _sentence(aim: Aim, travelled: Travelled, locale: str) -> str:
    t = phrases("tryout", locale)
    moment = say_moment(travelled.now, locale)
    if travelled.unfinished:
        return t("trial.unfinished", moment=moment, count=travelled.spoke)
    if travelled.spoke:
        return t("trial.spoke", moment=moment, count=travelled.spoke)
    if aim is Aim.EVENT:
        return t("trial.nothing", moment=moment, days=FARTHEST)
    return t("trial.quiet", moment=moment)
