"""The lines of a page that was saved as text or as HTML, with their numbers in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import lxml.etree
import lxml.html

from handlers.imports.decoding import Undecodable, decode

RawLine = tuple[int, str]

_UNSEEN = frozenset({"head", "script", "style", "noscript", "template", "svg", "select"})
_FORMATTING = """
    a abbr b bdi bdo big cite code em font i img input label mark s small span strike strong
    sub sup time tt u wbr
"""
_WITHIN_A_LINE = frozenset(_FORMATTING.split())
_BEGINS_AS_HTML = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml|!--|div|table)", re.IGNORECASE)


def page_lines(name: str, content: bytes) -> tuple[RawLine, ...]:
    """Give the lines of a page, as they stand; of HTML the texts that a reader sees.

    Cells of a table are lines of their own. Raises Undecodable where the bytes are no text.
    """
    text = decode(content)
    if name.lower().endswith((".html", ".htm")) or _BEGINS_AS_HTML.match(text):
        return _html_lines(text)
    return tuple(enumerate(re.split(r"\r\n|\r|\n", text), start=1))


def _html_lines(text: str) -> tuple[RawLine, ...]:
    # Tags that nobody closed make a page deep, and what is too deep would be left out in silence.
    parser = lxml.html.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = lxml.html.document_fromstring(text.encode(), parser=parser)
    except lxml.etree.ParserError:  # the document is empty
        return ()
    if any(one.type == lxml.etree.ErrorTypes.ERR_RESOURCE_LIMIT for one in parser.error_log):
        raise Undecodable("its tags are too deep in one another")
    seen = _Seen()
    seen.walk(root)
    seen.break_line()
    return tuple(seen.lines)


@dataclass(slots=True)
class _Seen:
    """The texts met so far. `at` is the line of the file that the walk has reached."""

    lines: list[RawLine] = field(default_factory=list)
    at: int = 1
    _begun_at: int = 1
    _parts: list[str] = field(default_factory=list)

    def walk(self, root: lxml.html.HtmlElement) -> None:
        walker = lxml.etree.iterwalk(root, events=("start", "end"))
        for event, element in walker:
            if event == "start":
                self.at = max(self.at, element.sourceline or 1)
            if element.tag not in _WITHIN_A_LINE:
                self.break_line()
            if event == "end":
                self.add(None if element is root else element.tail)
            elif element.tag in _UNSEEN:
                self.at += (element.text or "").count("\n")
                walker.skip_subtree()
            else:
                self.add(element.text)

    def add(self, text: str | None) -> None:
        if not text:
            return
        if not self._parts and text.strip():
            self._begun_at = self.at + text[: len(text) - len(text.lstrip())].count("\n")
        if self._parts or text.strip():
            self._parts.append(text)
        self.at += text.count("\n")

    def break_line(self) -> None:
        line = " ".join("".join(self._parts).split())
        if line:
            self.lines.append((self._begun_at, line))
        self._parts.clear()
