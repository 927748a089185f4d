"""Which page of a list somebody wants, typed behind the words that it is a list of."""

from __future__ import annotations

import re

from handlers.thai.text import digits

_PAGE = re.compile(r"(?:^|\s)(?:หน้าที่|หน้า|page|p\.)\s*([0-9]{1,4})$|^([0-9]{1,3})$", re.IGNORECASE)


def split_page(words: str) -> tuple[str, int]:
    """Give the words and the number of the page, which is 1 where none is named.

    A number alone is a page as long as it has at most three digits: codes have more.
    """
    words = words.strip()
    plain = digits(words)
    found = _PAGE.search(plain)
    if found is None:
        return words, 1
    return words[: found.start()].rstrip(), max(int(found[1] or found[2]), 1)
