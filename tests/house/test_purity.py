"""Pure modules take values and give values: they are tested by calling them, and never surprise."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from fnmatch import fnmatch

import pytest

from tests.house.sources import ROOMS, Source, sources

PURE = (
    "storage/codes.py",
    "storage/opening.py",
    "storage/periods.py",
    "storage/project_months.py",
    "storage/recorded.py",
    "storage/records/*.py",
    "handlers/access.py",
    "handlers/commands.py",
    "handlers/dialogue/*.py",
    "handlers/exports/*.py",
    "handlers/handout/*.py",
    "handlers/imports/*.py",
    "handlers/joining.py",
    "handlers/messages.py",
    "handlers/owing/letter.py",
    "handlers/papers.py",
    "handlers/summaries/*.py",
    "handlers/oversight/*.py",
    "handlers/search/*.py",
    "handlers/status/*.py",
    "handlers/texts/*.py",
    "handlers/thai/*.py",
    "handlers/timeliness/*.py",
    "handlers/wording.py",
    "bot/channels/line/bubbles.py",
    "bot/channels/line/buttons.py",
    "bot/channels/line/cards.py",
    "bot/channels/line/codec.py",
    "bot/channels/cutting.py",
    "bot/channels/line/enclosures.py",
    "bot/channels/line/events.py",
    "bot/channels/line/menus/plan.py",
    "bot/channels/line/packing.py",
    "bot/channels/line/requests.py",
    "bot/channels/storable.py",
    "bot/channels/telegram/addressing.py",
    "bot/channels/telegram/codec.py",
    "bot/channels/telegram/contents.py",
    "bot/channels/telegram/enclosed.py",
    "bot/channels/telegram/fields.py",
    "bot/channels/telegram/pace.py",
    "bot/channels/telegram/reading.py",
    "bot/channels/telegram/writing.py",
    "bot/channels/terminal.py",
    "bot/channels/webchat.py",
    "bot/checks/findings.py",
    "bot/checks/line.py",
    "bot/checks/line_facts.py",
    "bot/checks/telegram.py",
    "bot/links.py",
    "reminders/debts.py",
    "reminders/due.py",
    "reminders/escalation.py",
    "reminders/ladder.py",
    "reminders/late_letters.py",
    "reminders/quota.py",
    "reminders/rules.py",
)

# Files of those folders that bring the pure parts together with the database or a file.
NOT_PURE = (
    "handlers/exports/register.py",
    "handlers/exports/workbook.py",
    "handlers/exports/workbook_frame.py",
    "handlers/imports/page_filing.py",
    "handlers/imports/project_filing.py",
    "handlers/imports/register.py",
    "handlers/imports/table_filing.py",
    "handlers/handout/desk.py",
    "handlers/handout/handing_out.py",
    "handlers/handout/page_links.py",
    "handlers/oversight/answering.py",
    "handlers/oversight/carrying_out.py",
    "handlers/oversight/looking.py",
    "handlers/oversight/cost.py",
    "handlers/oversight/failing.py",
    "handlers/oversight/office.py",
    "handlers/oversight/reading.py",
    "handlers/oversight/reminding.py",
    "handlers/oversight/rules.py",
    "handlers/oversight/telling.py",
    "handlers/imports/template.py",
    "handlers/search/keeping.py",
    "handlers/status/answering.py",
    "handlers/status/asker.py",
    "handlers/status/cards.py",
    "handlers/status/lists.py",
    "handlers/status/missed.py",
    "handlers/status/quarter_words.py",
    "handlers/status/quarters.py",
    "handlers/status/reading.py",
    "handlers/status/searching.py",
    "handlers/status/summarising.py",
    "handlers/status/showing.py",
    "handlers/summaries/class_counts.py",
    "handlers/summaries/counting.py",
    "handlers/summaries/figure_counts.py",
    "handlers/summaries/reading.py",
    "handlers/summaries/report.py",
    "handlers/summaries/revision_counts.py",
    "handlers/timeliness/policies.py",
)

LIBRARY = {
    *(
        "__future__",
        "abc",
        "array",
        "bisect",
        "codecs",
        "collections",
        "csv",
        "dataclasses",
        "datetime",
    ),
    *(
        "decimal",
        "difflib",
        "enum",
        "fractions",
        "functools",
        "html",
        "io",
        "itertools",
        "json",
        "math",
    ),
    *("operator", "re", "string", "textwrap", "tomllib", "types", "typing", "unicodedata"),
    "zoneinfo",
}

# What some may use besides, and why it leaves them pure.
BESIDES = {
    "bot/links.py": {"urllib": "writes a text so that it may stand in an address"},
    "handlers/imports/page_lines.py": {"lxml": "parses a text that it is given"},
    "handlers/imports/sheets.py": {"openpyxl": "reads bytes that it is given"},
    "handlers/texts/__init__.py": {"importlib": "reads the files beside it, once"},
    "handlers/thai/numbers.py": {
        "pythainlp": "reads number words",
        "os": "keeps pythainlp from writing to the home folder",
    },
    "handlers/timeliness/calendar.py": {"holidays": "is a table of days"},
}

WORLDLY = {"open", "print", "input", "breakpoint", "exec", "eval"}


def is_pure(path: str) -> bool:
    return path not in NOT_PURE and any(fnmatch(path, pattern) for pattern in PURE)


def modules() -> dict[str, str]:
    """The path of each of our modules, by its name."""
    names = {}
    for source in sources():
        name = source.path.removesuffix(".py").replace("/", ".")
        names[name.removesuffix(".__init__")] = source.path
    return names


def imports(tree: ast.AST) -> Iterator[str]:
    """The modules that a file imports, whole names; for `from a import b` both a and a.b."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names)
            case ast.ImportFrom(module=str(module), names=names):
                yield module
                yield from (f"{module}.{name.name}" for name in names)


def impurities(source: Source) -> Iterator[str]:
    """What makes a file impure, in words."""
    ours = modules()
    allowed = LIBRARY | set(BESIDES.get(source.path, ()))
    for name in imports(source.tree):
        if name.split(".")[0] in ROOMS:
            # A package without code in it, as `storage`, is only the way to what is inside.
            path = ours.get(name)
            if path and not is_pure(path) and not path.endswith("__init__.py"):
                yield f"{source.path} imports {name}, which is not pure"
        elif name.split(".")[0] not in allowed:
            yield f"{source.path} imports {name}"
    for node in ast.walk(source.tree):
        match node:
            case ast.AsyncFunctionDef(name=name):
                yield f"{source.path} waits, in {name}"
            case ast.Call(func=ast.Name(id=name)) if name in WORLDLY:
                yield f"{source.path} calls {name}"


def test_pure_modules_are_pure() -> None:
    pure = [source for source in sources() if is_pure(source.path)]
    assert len(pure) > 20
    found = [impurity for source in pure for impurity in impurities(source)]
    if found:
        pytest.fail("\n".join(sorted(set(found))))


@pytest.mark.parametrize(
    "code",
    [
        "import sqlalchemy",
        "from telegram import Bot",
        "import random",
        "from secrets import token_hex",
        "import asyncio",
        "import time",
        "def f():\n    import os",
        "from storage.db import transaction",
        "from storage import db",
        "from handlers.imports.page_filing import file_page",
        "async def f(): pass",
        "open('x')",
    ],
)
def test_a_module_is_impure_by(code: str) -> None:
    assert list(impurities(Source("handlers/dialogue/example.py", code)))


@pytest.mark.parametrize(
    "code",
    [
        "from dataclasses import dataclass",
        "import collections.abc",
        "from storage.records import Role",
        "from storage import records",
        "from handlers.texts import phrases",
    ],
)
def test_a_module_stays_pure_with(code: str) -> None:
    assert list(impurities(Source("handlers/dialogue/example.py", code))) == []


def test_every_entry_of_these_lists_is_of_use() -> None:
    paths = {source.path for source in sources()}
    assert [path for path in [*NOT_PURE, *BESIDES] if path not in paths] == []
    for source in sources():
        used = {name.split(".")[0] for name in imports(source.tree)}
        assert set(BESIDES.get(source.path, ())) <= used, source.path
