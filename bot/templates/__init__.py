"""What a browser is given: templates, filled, and static files.

`linked/` are those of the pages behind a link, all others of the try-out page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from handlers.texts import phrases

TEMPLATES = Path(__file__).parent
STATIC = TEMPLATES / "static"


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def fill(page: str, content: Mapping[str, object]) -> str:
    """Fill a page with nothing but `content`."""
    return _environment().get_template(f"{page}.html").render(content)


def render(page: str, *, locale: str, **content: object) -> HTMLResponse:
    """Fill a page, with the wording of the try-out page in `locale`."""
    words = {"locale": locale, "t": phrases("tryout", locale)}
    return HTMLResponse(fill(page, {**words, **content}))
