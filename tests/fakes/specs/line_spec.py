"""LINE's OpenAPI files, brought down to shapes and limits."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

# It has no types, and is used here only.
import yaml  # type: ignore[import-untyped]

JsonObject = dict[str, Any]

LINE_LEFT_OUT = re.compile(
    "narrowcast|coupon|membership|pnp|aggregation|byphone|followers|room", re.IGNORECASE
)


def trim_line(folder: Path) -> JsonObject:
    """LINE's operations with their bodies, and every type that a body reaches."""
    api = yaml.safe_load((folder / "messaging-api.yml").read_text())
    tokens = yaml.safe_load((folder / "channel-access-token.yml").read_text())
    schemas = {**tokens["components"]["schemas"], **api["components"]["schemas"]}
    operations = [
        _line_operation(verb.upper(), path, operation)
        for document in (tokens, api)
        for path, verbs in document["paths"].items()
        for verb, operation in verbs.items()
        if verb in ("get", "put", "post", "delete")
        and not LINE_LEFT_OUT.search(operation["operationId"])
        and (document is api or path == "/oauth2/v3/token")
    ]
    types: JsonObject = {}
    waiting = [operation["body"] for operation in operations if "body" in operation]
    while waiting:
        name = waiting.pop()
        if name not in types:
            types[name] = _line_type(schemas, name)
            waiting += re.findall(r'"is": "(\w+)"', json.dumps(types[name]))
            waiting += types[name].get("of", {}).values()
    return {"operations": operations, "types": dict(sorted(types.items()))}


def _line_operation(verb: str, path: str, operation: JsonObject) -> JsonObject:
    kept = {"name": operation["operationId"], "verb": verb, "path": path}
    if operation.get("servers"):
        kept["data"] = True
    for content in operation.get("requestBody", {}).get("content", {}).values():
        schema = content["schema"]
        # The token's two forms differ by what proves the caller; ours proves by a secret.
        schema = schema["oneOf"][-1] if "oneOf" in schema else schema
        if "$ref" in schema:
            kept["body"] = _last(schema["$ref"])
    return kept


def _line_type(schemas: JsonObject, name: str) -> JsonObject:
    schema = schemas[name]
    if "discriminator" in schema:
        by = schema["discriminator"]
        return {
            "by": by["propertyName"],
            "of": {kind: _last(ref) for kind, ref in by["mapping"].items()},
        }
    if "enum" in schema or schema.get("type") in ("string", "boolean", "integer"):
        return {"alias": _line_shape(schema)}
    fields, required = _line_fields(schemas, schema)
    return {"fields": fields, "required": sorted(required)}


def _line_fields(schemas: JsonObject, schema: JsonObject) -> tuple[JsonObject, set[str]]:
    fields: JsonObject = {}
    required = set(schema.get("required", ()))
    for part in schema.get("allOf", ()):
        inner = schemas[_last(part["$ref"])] if "$ref" in part else part
        more, needed = _line_fields(schemas, inner)
        fields |= more
        required |= needed
    for field, inner in schema.get("properties", {}).items():
        fields[field] = _line_shape(inner)
    return fields, required


def _line_shape(schema: JsonObject) -> Any:
    if "$ref" in schema:
        return {"is": _last(schema["$ref"])}
    match schema.get("type"):
        case "array":
            shape: JsonObject = {"list": _line_shape(schema["items"])}
            return shape | _renamed(schema, {"minItems": "min", "maxItems": "max"})
        case "object" if "additionalProperties" in schema:
            return {"map": _line_shape(schema["additionalProperties"])}
        case "string":
            names = {"minLength": "min", "maxLength": "max", "enum": "of", "pattern": "pattern"}
            limits = _renamed(schema, names)
            return {"string": limits} if limits else "string"
        case "integer" | "number" as kind:
            limits = _renamed(schema, {"minimum": "min", "maximum": "max"})
            return {kind: limits} if limits else kind
        case "boolean":
            return "boolean"
    return "any"


def _renamed(schema: JsonObject, names: dict[str, str]) -> JsonObject:
    return {new: schema[old] for old, new in names.items() if old in schema}


def _last(reference: str) -> str:
    return reference.rsplit("/", 1)[-1]
