"""Shapes of the specifications: what a value is measured by."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.shapes import SPECS, Shapes
from tests.fakes.specs.line_spec import trim_line


@pytest.fixture
def shapes() -> Shapes:
    return Shapes("line")


@pytest.mark.parametrize(
    ("value", "shape", "wrong"),
    [
        ("a", "string", []),
        (1, "string", ["x is no string but 1"]),
        (None, "string", ["x is no string but null"]),
        (True, "integer", ["x is no integer but true"]),
        (1, "boolean", ["x is no boolean but 1"]),
        (1.5, "integer", ["x is no integer but 1.5"]),
        (1, "number", []),
        ("c", {"string": {"of": ["a", "b"]}}, ['x is "c", not one of a, b']),
        ("😀", {"string": {"max": 1}}, ["x is 2 characters, not any to 1"]),
        (4, {"integer": {"min": 5}}, ["x is 4, not 5 to any"]),
        ([1, "a"], {"list": "string"}, ["x[0] is no string but 1"]),
        ({}, {"list": "string"}, ["x is no list but {}"]),
        (["a"] * 3, {"list": "string", "max": 2}, ["x has 3 entries, not any to 2"]),
        ({"a": 1}, {"map": "string"}, ["x.a is no string but 1"]),
        ([], {"map": "string"}, ["x is no object"]),
        ("a", {"one of": ["integer", "string"]}, []),
        ([], {"one of": ["integer", "string"]}, ["x is no integer but []"]),
        ({"bounds": 1}, {"is": "RichMenuArea"}, ["x.bounds is no object but 1"]),
        ({"type": "x"}, {"is": "Action"}, ['x.type is "x"']),
        ({}, {"is": "SetWebhookEndpointRequest"}, ["x.endpoint is missing"]),
        (object, "any", []),
    ],
)
def test_what_is_wrong_is_said(shapes: Shapes, value: Any, shape: Any, wrong: list[str]) -> None:
    assert [str(each) for each in shapes.check(value, shape, "x")] == wrong


def test_every_type_that_is_named_is_there() -> None:
    for name in ("line", "telegram"):
        document = Shapes(name).document
        named = {
            chosen for each in document["types"].values() for chosen in each.get("of", {}).values()
        }
        assert named <= document["types"].keys()


def test_specifications_are_brought_down_to_shapes(tmp_path: Path) -> None:
    schema = {
        "Base": {
            "type": "object",
            "required": ["type"],
            "properties": {"type": {"type": "string"}},
        },
        "Push": {
            "description": "Prose that is not kept",
            "required": ["to"],
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {
                    "properties": {
                        "to": {"type": "array", "maxItems": 5, "items": {"type": "string"}}
                    }
                },
            ],
        },
    }
    reference = {"$ref": "#/components/schemas/Push"}
    operation = {
        "operationId": "push",
        "requestBody": {"content": {"application/json": {"schema": reference}}},
    }
    api = {"paths": {"/push": {"post": operation}}, "components": {"schemas": schema}}
    empty: dict[str, Any] = {"paths": {}, "components": {"schemas": {}}}
    (tmp_path / "messaging-api.yml").write_text(json.dumps(api))
    (tmp_path / "channel-access-token.yml").write_text(json.dumps(empty))
    assert trim_line(tmp_path) == {
        "operations": [{"name": "push", "verb": "POST", "path": "/push", "body": "Push"}],
        "types": {
            "Push": {
                "fields": {"type": "string", "to": {"list": "string", "max": 5}},
                "required": ["to", "type"],
            }
        },
    }


def test_withdrawn_parameters_of_telegram_are_unknown() -> None:
    fields = Shapes("telegram").document["methods"]["sendMessage"]["fields"]
    assert "reply_parameters" in fields
    assert "reply_to_message_id" not in fields


def test_the_files_are_small() -> None:
    assert all(path.stat().st_size < 30_000 for path in SPECS.glob("*.json"))
