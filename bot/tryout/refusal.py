"""A request that is not done, with the sentence that says why."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

from handlers.texts import LOCALES, phrases


class Refusal(Exception):
    """Ends a request with `status`; `reason` names the sentence, `fields` are filled into it."""

    def __init__(self, status: int, reason: str, **fields: object) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
        self.fields = fields

    def answer(self, locale: str) -> JSONResponse:
        """Say it in a language, in the form that the page reads."""
        sentence = phrases("tryout", locale)(f"refusal.{self.reason}", **self.fields)
        return JSONResponse({"sentence": sentence}, self.status)


def locale_of(request: Request, default: str) -> str:
    """Give the language that a request asks for by `?lang=`."""
    asked = request.query_params.get("lang")
    return asked if asked in LOCALES else default
