"""The project's own files, as text and as syntax trees."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "reminders", "handlers", "storage")


@dataclass(frozen=True)
class Source:
    """A Python file; `path` is from the root, with slashes."""

    path: str
    text: str
    tree: ast.Module = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", ast.parse(self.text))

    @property
    def room(self) -> str:
        """The outermost folder."""
        return self.path.split("/")[0]


@cache
def files() -> tuple[str, ...]:
    """Every file of the project, by its path from the root; what git ignores is none of them."""
    ignored = [".git", *(ROOT / ".gitignore").read_text().split()]
    found = []
    for place, folders, names in os.walk(ROOT):
        inside = Path(place).relative_to(ROOT)
        folders[:] = [name for name in folders if not _is_ignored(inside / name, ignored)]
        found += [(inside / name).as_posix() for name in names]
    return tuple(sorted(found))


def _is_ignored(folder: Path, patterns: list[str]) -> bool:
    # A pattern that begins with a slash is for the root only.
    return any(
        fnmatch(f"/{folder}" if pattern.startswith("/") else folder.name, pattern.rstrip("/"))
        for pattern in patterns
    )


@cache
def sources() -> tuple[Source, ...]:
    """Every Python file of the project."""
    paths = [path for path in files() if path.endswith(".py")]
    return tuple(Source(path, (ROOT / path).read_text(encoding="utf-8")) for path in paths)


def documentation(tree: ast.AST) -> Iterator[ast.expr]:
    """The docstrings within a syntax tree."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.Module(body=body)
                | ast.ClassDef(body=body)
                | ast.FunctionDef(body=body)
                | ast.AsyncFunctionDef(body=body)
            ) if body:
                match body[0]:
                    case ast.Expr(value=ast.Constant(value=str()) as docstring):
                        yield docstring
