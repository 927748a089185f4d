"""The wording: two languages say the same things, and nothing is there that nobody says."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator

import pytest

from handlers.commands import Name
from handlers.texts import LOCALES, phrases
from tests.house.sources import ROOMS, ROOT, files, sources

SUBJECTS = sorted(
    {
        path.split("/")[-1].split(".")[0]
        for path in files()
        if re.match(r"handlers/texts/.*toml", path)
    }
)
PAGES = [path for path in files() if path.startswith("bot/") and path.endswith((".html", ".js"))]


def fields(text: str) -> set[str]:
    """The {named} fields of a phrase."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def differences(one: dict[str, str], other: dict[str, str]) -> list[str]:
    """What one catalogue has and its twin has not, and where their fields differ."""
    alone = [f"{key} is in one language only" for key in sorted(one.keys() ^ other.keys())]
    unlike = [
        f"{key} has the fields {sorted(fields(one[key]))} and {sorted(fields(other[key]))}"
        for key in sorted(one.keys() & other.keys())
        if fields(one[key]) != fields(other[key])
    ]
    return alone + unlike


def test_each_subject_is_there_in_each_language() -> None:
    there = {path.split("/")[-1] for path in files() if path.startswith("handlers/texts/")}
    wanted = {f"{subject}.{locale}.toml" for subject in SUBJECTS for locale in LOCALES}
    assert wanted <= there
    assert len(SUBJECTS) >= 3


@pytest.mark.parametrize("subject", SUBJECTS)
def test_two_languages_say_the_same_things(subject: str) -> None:
    thai, english = (dict(phrases(subject, locale).entries) for locale in ("th", "en"))
    if found := differences(thai, english):
        pytest.fail("\n".join(found))


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_says_something_and_names_its_fields(subject: str, locale: str) -> None:
    for key, text in phrases(subject, locale).entries.items():
        assert text.strip(), key
        assert all(name.isidentifier() for name in fields(text)), f"{key}: a field needs a name"


def test_differences_are_found() -> None:
    one = {"a": "{name} sent {count}", "b": "yes", "c": "{x}"}
    assert differences(one, one) == []
    assert len(differences(one, {"a": "{name}", "b": "ใช่", "d": "{x}"})) == 3


# --- who says them --------------------------------------------------------------------------


def in_python(code: str) -> Iterator[str]:
    """Patterns of what may be said: whole strings, and f-strings that begin with a section."""
    tree = ast.parse(code)
    formatted = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    pieces = {id(piece) for node in formatted for piece in node.values}
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)) if id(node) not in pieces:
                yield re.escape(text)
            case ast.JoinedStr(values=[ast.Constant(value=str(first)), *_] as parts):
                if re.fullmatch(r"[a-z_]+\.[a-z_]*", first):
                    yield "".join(
                        re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
                        for part in parts
                    )


def in_a_page(page: str) -> Iterator[str]:
    """The same for a template or a script: "key", "section." ~ name, `section.${name}`."""
    yield from (re.escape(key) for key in re.findall(r"""["']([a-z_0-9.]+)["']""", page))
    for section in re.findall(r"""["']([a-z_]+\.)["']\s*[~+]|`([a-z_]+\.)\$""", page):
        yield re.escape("".join(section)) + r"\w+"


def unsaid(keys: set[str], patterns: set[str]) -> set[str]:
    """The keys that no pattern may say."""
    whole = re.compile("|".join(f"(?:{pattern})" for pattern in sorted(patterns)))
    return {key for key in keys if not whole.fullmatch(key)}


def said_anywhere() -> set[str]:
    # Storage lies below the wording and says nothing: "project.id" there is a column.
    code = [source.text for source in sources() if source.room in ROOMS[:-1]]
    pages = [(ROOT / path).read_text(encoding="utf-8") for path in PAGES]
    return {pattern for text in code for pattern in in_python(text)} | {
        pattern for page in pages for pattern in in_a_page(page)
    }


def keys_of(subject: str) -> set[str]:
    return set(phrases(subject, "th").entries)


def test_every_phrase_is_said_somewhere() -> None:
    keys = {key for subject in SUBJECTS if subject != "commands" for key in keys_of(subject)}
    if found := unsaid(keys, said_anywhere()):
        pytest.fail("nobody says these:\n" + "\n".join(sorted(found)))


def test_every_command_has_words() -> None:
    assert keys_of("commands") == set(Name)


def unknown(patterns: set[str], keys: set[str]) -> set[str]:
    """The patterns that look like keys, and are of none; a name of a file is no key."""
    sections = {key.split(".")[0] for key in keys if "." in key}
    return {
        pattern
        for pattern in patterns
        if re.fullmatch(r"(\w+)\\\.[\w\\+]+", pattern)
        and pattern.split("\\")[0] in sections
        and not pattern.endswith(("html", "js", "css", "typ"))
        and not any(re.fullmatch(pattern, key) for key in keys)
    }


def test_whatever_is_said_is_there() -> None:
    keys = {key for subject in SUBJECTS for key in keys_of(subject)}
    if found := unknown(said_anywhere(), keys):
        pytest.fail("these are said and not in handlers/texts:\n" + "\n".join(sorted(found)))


@pytest.mark.parametrize(
    "code", ['say("ask.percnt")', 'say(f"ask.{x}_agan")', 'say(f"bad.no_{x}")']
)
def test_a_misspelt_key_is_found(code: str) -> None:
    assert unknown(set(in_python(code)), KEYS)


@pytest.mark.parametrize(
    "code",
    ['say("ask.percent")', 'say(f"ask.{x}_again")', 'f"bad.{x}"', '"unit.code"', '"ask.html"'],
)
def test_other_keys_are_known_or_none(code: str) -> None:
    assert not unknown(set(in_python(code)), KEYS)


KEYS = {"ask.percent", "ask.percent_again", "bad.range", "title"}


@pytest.mark.parametrize(
    ("code", "left"),
    [
        ('say("ask.percent")', {"ask.percent_again", "bad.range", "title"}),
        ('say(f"ask.{asked}_again")', {"ask.percent", "bad.range", "title"}),
        ('say(f"bad.{reason}")', {"ask.percent", "ask.percent_again", "title"}),
        ('f"{section}.{key}"', KEYS),
        ('"ask.percent is a key"', KEYS),
    ],
)
def test_what_python_says(code: str, left: set[str]) -> None:
    assert unsaid(KEYS, set(in_python(code))) == left


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ('{{ t("title") }}', {"ask.percent", "ask.percent_again", "bad.range"}),
        ("{{ t('bad.' ~ name) }}", {"ask.percent", "ask.percent_again", "title"}),
        ("word(`bad.${name}`)", {"ask.percent", "ask.percent_again", "title"}),
        ("<p>title</p>", KEYS),
    ],
)
def test_what_a_page_says(page: str, left: set[str]) -> None:
    assert unsaid(KEYS, set(in_a_page(page))) == left


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_example_is_of_a_quarter_that_grows_old(subject: str, locale: str) -> None:
    for key, phrase in phrases(subject, locale).entries.items():
        assert not re.search(r"2[45]\d\dQ\d", phrase), key
