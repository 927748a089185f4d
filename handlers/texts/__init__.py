"""All wording that people read, one TOML file per subject and language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

LOCALES = ("th", "en")


@dataclass(frozen=True, slots=True)
class Phrases:
    """The wording of one subject in one language."""

    subject: str
    locale: str
    entries: Mapping[str, str]

    def __call__(self, key: str, **fields: object) -> str:
        """Give the phrase `key`, its {named} fields filled; KeyError where either is unknown."""
        return self.entries[key].format_map(fields)

    def get(self, key: str) -> str | None:
        """Give the phrase as written, or None where the subject has no such key."""
        return self.entries.get(key)


@cache
def phrases(subject: str, locale: str) -> Phrases:
    """Load `subject` in `locale`; FileNotFoundError for a language that there is not."""
    source = files(__name__).joinpath(f"{subject}.{locale}.toml").read_text(encoding="utf-8")
    return Phrases(subject, locale, dict(_flatten(tomllib.loads(source))))


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value).strip("\n")
