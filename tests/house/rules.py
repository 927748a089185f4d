"""Rules of this house that no linter has. Each has its reason, and examples that it is tried on."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tests.house.sources import ROOMS, Source, documentation


@dataclass(frozen=True)
class Rule:
    """`find` gives the lines of a file that break the rule, where it `applies`."""

    reason: str
    applies: Callable[[Source], bool]
    find: Callable[[Source], Iterable[int]]
    bad: tuple[str, ...]
    good: tuple[str, ...]


def everywhere(_: Source) -> bool:
    return True


def in_rooms(source: Source) -> bool:
    return source.room in ROOMS


def below_the_edge(source: Source) -> bool:
    return source.room in ROOMS[1:]


# --- the clock ------------------------------------------------------------------------------

CLOCKS = {
    "datetime": {"now", "utcnow", "today", "fromtimestamp"},
    "date": {"today", "fromtimestamp"},
    "time": {"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime"},
    "func": {"now", "current_timestamp", "current_date"},
}


def reads_of_a_clock(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        match node:
            case ast.Attribute(value=ast.Name(id=owner) | ast.Attribute(attr=owner), attr=name):
                if name in CLOCKS.get(owner, ()):
                    yield node.lineno
            case ast.ImportFrom(module="time"):
                yield node.lineno


# --- wording --------------------------------------------------------------------------------


def may_hold_no_thai(source: Source) -> bool:
    return in_rooms(source) and not source.path.startswith("handlers/thai/")


def thai_literals(source: Source) -> Iterator[int]:
    documented = set(documentation(source.tree))
    for node in ast.walk(source.tree):
        match node:
            case ast.Constant(value=str(text)) if node not in documented:
                if re.search("[\u0e00-\u0e7f]", text):
                    yield node.lineno


# --- locks and errors -----------------------------------------------------------------------


def strong_locks(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(func=ast.Attribute(attr="with_for_update"), keywords=keywords):
                options = {word.arg: ast.unparse(word.value) for word in keywords}
                if options.get("key_share") != "True":
                    yield node.lineno
            case ast.Constant(value=str(text)) if re.search(r"(?i)\bfor\s+update\b", text):
                if node not in set(documentation(source.tree)):
                    yield node.lineno


ALL_ERRORS = {"Exception", "BaseException"}


def swallowed_errors(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        match node:
            case ast.ExceptHandler(type=kind, body=body):
                wide = kind is None or bool(ALL_ERRORS & _names(kind))
                if wide and all(_does_nothing(step) for step in body):
                    yield node.lineno
            case ast.Call(func=ast.Name(id="suppress") | ast.Attribute(attr="suppress")):
                if any(ALL_ERRORS & _names(argument) for argument in node.args):
                    yield node.lineno


def _names(node: ast.expr) -> set[str]:
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)}


def _does_nothing(step: ast.stmt) -> bool:
    match step:
        case ast.Pass() | ast.Continue() | ast.Expr(value=ast.Constant()):
            return True
    return False


# --- names ----------------------------------------------------------------------------------

EMPTY_NAMES = {"util", "helper", "common", "misc", "manager", "service"}


def empty_names(source: Source) -> Iterator[int]:
    stems = source.path.removesuffix(".py").split("/")
    if any(_is_empty(stem) for stem in stems):
        yield 1
    for node in ast.walk(source.tree):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.ClassDef(name=name)
            ):
                # The name of a test is a sentence, and may be about any word.
                if _is_empty(name) and not name.startswith("test_"):
                    yield node.lineno


def _is_empty(name: str) -> bool:
    words = re.findall(r"[A-Z]?[a-z]+", name)
    return any(word.lower().rstrip("s") in EMPTY_NAMES for word in words)


# --- defaults -------------------------------------------------------------------------------


def calls_in_defaults(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        match node:
            case ast.arguments(defaults=defaults, kw_defaults=named):
                for default in (*defaults, *named):
                    if default and any(isinstance(part, ast.Call) for part in ast.walk(default)):
                        yield default.lineno


# --- comments -------------------------------------------------------------------------------

EXCEPTION = re.compile(
    r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore(?:\[[\w, -]+\])?|pragma:\s*[\w ]+|pylint:.*)"
)


def unexplained_exceptions(source: Source) -> Iterator[int]:
    lines = ["", *source.text.splitlines()]
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and (found := EXCEPTION.search(token.string)):
            reason = token.string[: found.start()] + token.string[found.end() :]
            # A comment above may be the reason of several lines.
            row = token.start[0] - 1
            while EXCEPTION.search(lines[row]):
                row -= 1
            words = re.findall(r"[a-z]{2,}", reason, re.IGNORECASE)
            if len(words) < 2 and not lines[row].strip().startswith("#"):
                yield token.start[0]


UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")


def unfinished_work(source: Source) -> Iterator[int]:
    for token in tokenize.generate_tokens(io.StringIO(source.text).readline):
        if token.type == tokenize.COMMENT and UNFINISHED.search(token.string):
            yield token.start[0]
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and node.id == "NotImplementedError":
            yield node.lineno


# --- docstrings -----------------------------------------------------------------------------

SHORT = 5  # lines of a function, or fields of a class twice as many, that a name explains
Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def silent_definitions(source: Source) -> Iterator[int]:
    if source.text.strip() and ast.get_docstring(source.tree) is None:
        yield 1
    yield from _silent_within(source.tree)


def _silent_within(owner: ast.Module | ast.ClassDef) -> Iterator[int]:
    for node in owner.body:
        if not isinstance(node, Definition) or node.name.startswith("_"):
            continue
        # A class that inherits says with its bases what its methods are for.
        if isinstance(node, ast.ClassDef) and not node.bases:
            yield from _silent_within(node)
        lines = (node.end_lineno or 0) - node.body[0].lineno + 1
        enough = 2 * SHORT if isinstance(node, ast.ClassDef) else SHORT
        if lines > enough and ast.get_docstring(node) is None:
            yield node.lineno


# --- migrations -----------------------------------------------------------------------------


def is_migration(source: Source) -> bool:
    return source.path.startswith("storage/migrations/")


def imports_of_ours(source: Source) -> Iterator[int]:
    for node in ast.walk(source.tree):
        match node:
            case ast.ImportFrom(module=str(name)) if name.split(".")[0] in ROOMS:
                yield node.lineno
            case ast.Import(names=names):
                if any(name.name.split(".")[0] in ROOMS for name in names):
                    yield node.lineno


# --- all together ---------------------------------------------------------------------------

RULES = {
    "clock": Rule(
        "only loops in bot/ read the clock; take the time as a value, `now`",
        below_the_edge,
        reads_of_a_clock,
        bad=(
            "datetime.now(UTC)",
            "datetime.datetime.utcnow()",
            "date.today()",
            "time.monotonic()",
            "from time import time",
            "select(func.now())",
            "field(default_factory=datetime.now)",
        ),
        good=("now.date()", "moment.astimezone(UTC)", "timedelta(days=1)"),
    ),
    "thai": Rule(
        "people who are no programmers correct the wording: it belongs in handlers/texts/",
        may_hold_no_thai,
        thai_literals,
        bad=("x = 'รายงาน'", "f'{name} ครับ'", "def f():\n    x = 'ก'\n    'ไม่ใช่คำอธิบาย'"),
        good=("'Report'", "def f():\n    'Reads ร้อยละ 45.'", "x = 1  # ร้อยละ"),
    ),
    "locks": Rule(
        "FOR UPDATE makes inserts that point to the row wait: use with_for_update(key_share=True)",
        in_rooms,
        strong_locks,
        bad=(
            "query.with_for_update()",
            "query.with_for_update(skip_locked=True)",
            "query.with_for_update(key_share=False)",
            "text('SELECT 1 FROM inbox FOR UPDATE')",
        ),
        good=("query.with_for_update(key_share=True, skip_locked=True)", "d.update(a=1)"),
    ),
    "errors": Rule(
        "an error that nobody expected must be seen: name the error, or log it",
        everywhere,
        swallowed_errors,
        bad=(
            "try: f()\nexcept Exception: pass",
            "try: f()\nexcept: ...",
            "try: f()\nexcept (OSError, BaseException): pass",
            "for x in y:\n    try: f()\n    except Exception: continue",
            "with contextlib.suppress(Exception): f()",
        ),
        good=(
            "try: f()\nexcept KeyError: pass",
            "try: f()\nexcept Exception: log.exception('f')",
            "with suppress(FileNotFoundError): f()",
        ),
    ),
    "names": Rule(
        "a name must say what is inside; utils, helpers, common, misc, manager, service do not",
        everywhere,
        empty_names,
        bad=("def report_helper(): pass", "class QueueManager: pass", "async def misc(): pass"),
        good=("def utilise(): pass", "class Manage: pass", "service = 1"),
    ),
    "defaults": Rule(
        "a default is computed once, when the module is loaded: no call may be in one",
        everywhere,
        calls_in_defaults,
        bad=("def f(now=datetime.now()): pass", "def f(*, x=(1, g())): pass", "lambda x=g(): x"),
        good=("def f(x=None, *, y=()): pass", "f(x=g())"),
    ),
    "exceptions": Rule(
        "who lets a checker look away says why, there or on the line above",
        everywhere,
        unexplained_exceptions,
        bad=(
            "x = 1  # noqa: E501",
            "x = f()  # type: ignore[no-any-return]",
            "x  # pragma: no cover",
        ),
        good=(
            "x = 1  # noqa: E501 - the address is one word",
            "y = '# noqa'",
            "# It takes a second.\nx = 1  # noqa: E501",
        ),
    ),
    "unfinished": Rule(
        "what is not done is an issue, not a mark in the code",
        everywhere,
        unfinished_work,
        bad=("x = 1  # TODO: more", "raise NotImplementedError"),
        good=("todo = 'TODO'", "# a list of what is to do"),
    ),
    "docstrings": Rule(
        "a reader needs a sentence: for a module, and for what is public and longer than a glance",
        lambda source: in_rooms(source) and not is_migration(source),
        silent_definitions,
        bad=(
            "x = 1",
            "'M.'\ndef f():\n" + "    x = 1\n" * 6,
            "'M.'\nclass A:\n    def f(self):\n" + "        x = 1\n" * 6,
            "'M.'\nclass A:\n" + "    x: int\n" * 11,
        ),
        good=(
            "",
            "'M.'\ndef f():\n" + "    x = 1\n" * 5,
            "'M.'\ndef _f():\n" + "    x = 1\n" * 6,
            "'M.'\ndef f():\n    'F.'\n" + "    x = 1\n" * 6,
            "'M.'\nclass A(B):\n    'A.'\n    def f(self):\n" + "        x = 1\n" * 6,
        ),
    ),
    "migrations": Rule(
        "a migration is never to change: it may not import what does",
        is_migration,
        imports_of_ours,
        bad=("from storage.tables import metadata", "import storage.tables"),
        good=("import sqlalchemy as sa", "from alembic import op"),
    ),
}
