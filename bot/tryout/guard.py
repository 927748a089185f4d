"""Who may use the try-out page: a browser on this very machine, and no other site in it."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.requests import Request

from bot.loopback import is_loopback
from bot.tryout.refusal import Refusal

# A proxy on this machine would make a stranger's request look like one from here.
_FORWARDING = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def is_local(request: Request) -> bool:
    """Tell whether a request comes from this machine and asks for it by a loopback name.

    The name is checked too: a foreign name that is made to point here would turn the page
    over to the site of that name.
    """
    return (
        request.client is not None
        and is_loopback(request.client.host)
        and is_loopback(_host_name(request.headers.get("host", "")))
        and not any(header in request.headers for header in _FORWARDING)
    )


def refuse_strangers(request: Request) -> None:
    """Raise Refusal unless the request is local."""
    if not is_local(request):
        raise Refusal(403, "elsewhere")


def refuse_other_sites(request: Request) -> None:
    """Raise Refusal unless a page of this server sent the request, as its Origin tells."""
    ours = f"{request.scope['scheme']}://{request.headers.get('host')}"
    if request.headers.get("origin") != ours:
        raise Refusal(403, "foreign")


def _host_name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""
