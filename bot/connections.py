"""Connections to the platforms."""

from __future__ import annotations

from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp


def open_session(url: str, *, at_once: int) -> aiohttp.ClientSession:
    """Open up to so many connections (0: any number) to the host of an address, and keep them.

    Where the environment names a proxy for that host, they go through it. That is looked up here,
    once: aiohttp itself looks for each request, which takes longer than the request.
    """
    asked = urlsplit(url)
    alone = asked.hostname is not None and proxy_bypass(asked.hostname)
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=at_once),
        cookie_jar=aiohttp.DummyCookieJar(),
        proxy=None if alone else getproxies().get(asked.scheme),
    )
