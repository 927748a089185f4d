"""Checks a JSON value against a shape of specs/*.json: unknown fields, wrong types, what lacks.

A shape is the name of a plain kind ("string", "integer", "number", "boolean", "any", "file"), or
an object: {"is": TYPE}, {"list": SHAPE, "min", "max"}, {"map": SHAPE}, {"one of": [SHAPE…]}, or a
plain kind with its limits. A type has "fields" and "required", or chooses another type "by" a
field, or is the "alias" of a shape.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fakes.writing import utf16_units

SPECS = Path(__file__).parent / "specs"
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "file": (str,),
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong at a place, such as `messages[0].text`."""

    where: str
    what: str
    unknown_field: bool = False

    def __str__(self) -> str:
        return f"{self.where or 'the body'} {self.what}"


class Shapes:
    """All shapes of one platform's file."""

    def __init__(self, name: str) -> None:
        self.document: dict[str, Any] = json.loads((SPECS / f"{name}.json").read_text())
        self._types: dict[str, Any] = self.document["types"]

    def check(self, value: object, shape: Any, where: str = "") -> Iterator[Wrong]:
        """Everything that is wrong with a value, in the order of the value."""
        match shape:
            case "any":
                return
            case str():
                yield from _check_plain(value, shape, {}, where)
            case {"is": name}:
                yield from self.check_type(value, self._types.get(name, {"alias": "any"}), where)
            case {"list": inner}:
                yield from self._check_list(value, inner, shape, where)
            case {"map": inner}:
                if not isinstance(value, dict):
                    yield Wrong(where, "is no object")
                    return
                for key, part in value.items():
                    yield from self.check(part, inner, f"{where}.{key}")
            case {"one of": options}:
                yield from self._check_options(value, options, where)
            case dict():
                [(kind, limits)] = shape.items()
                yield from _check_plain(value, kind, limits, where)

    def check_type(self, value: object, form: Any, where: str = "") -> Iterator[Wrong]:
        """The same for a type or for the fields of a method."""
        if "alias" in form:
            yield from self.check(value, form["alias"], where)
            return
        if not isinstance(value, dict):
            yield Wrong(where, f"is no object but {_shown(value)}")
            return
        if "by" in form:
            chosen = form["of"].get(value.get(form["by"]))
            if chosen is None:
                yield Wrong(_inside(where, form["by"]), f"is {_shown(value.get(form['by']))}")
            else:
                yield from self.check_type(value, self._types[chosen], where)
            return
        for name in form["required"]:
            if name not in value:
                yield Wrong(_inside(where, name), "is missing")
        for name, part in value.items():
            if name in form["fields"]:
                yield from self.check(part, form["fields"][name], _inside(where, name))
            else:
                yield Wrong(_inside(where, name), "is not known", unknown_field=True)

    def _check_list(
        self, value: object, inner: Any, limits: dict[str, Any], where: str
    ) -> Iterator[Wrong]:
        if not isinstance(value, list):
            yield Wrong(where, f"is no list but {_shown(value)}")
            return
        if not limits.get("min", 0) <= len(value) <= limits.get("max", len(value)):
            yield Wrong(where, f"has {len(value)} entries, not {_span(limits)}")
        for number, part in enumerate(value):
            yield from self.check(part, inner, f"{where}[{number}]")

    def _check_options(self, value: object, options: list[Any], where: str) -> Iterator[Wrong]:
        findings = [list(self.check(value, option, where)) for option in options]
        if all(findings):
            yield from min(findings, key=len)


def _check_plain(value: object, kind: str, limits: dict[str, Any], where: str) -> Iterator[Wrong]:
    # In Python a bool is an int; in JSON it is none.
    if not isinstance(value, KINDS[kind]) or isinstance(value, bool) != (kind == "boolean"):
        yield Wrong(where, f"is no {kind} but {_shown(value)}")
        return
    if isinstance(value, str):
        size: float = utf16_units(value)
        if "of" in limits and value not in limits["of"]:
            yield Wrong(where, f"is {_shown(value)}, not one of {', '.join(limits['of'])}")
        if "pattern" in limits and not re.search(limits["pattern"], value):
            yield Wrong(where, f"is {_shown(value)}, which does not match {limits['pattern']}")
    else:
        assert isinstance(value, int | float)
        size = value
    if not limits.get("min", size) <= size <= limits.get("max", size):
        unit = " characters" if isinstance(value, str) else ""
        yield Wrong(where, f"is {size}{unit}, not {_span(limits)}")


def _span(limits: dict[str, Any]) -> str:
    return f"{limits.get('min', 'any')} to {limits.get('max', 'any')}"


def _inside(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=repr)[:60]
