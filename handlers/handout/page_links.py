"""Giving links to pages in a chat, and taking them back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.access import Right, units_granted
from handlers.handout.desk import Desk
from handlers.messages import STANDING, Choice, Outgoing, Tone
from handlers.oversight.shortening import shorten
from handlers.passes import LIFETIME, open_pass
from handlers.search.finding import find
from handlers.search.found import Allowed, ProjectsFound, UnitsFound
from handlers.search.keeping import index_for
from handlers.texts import Phrases, phrases
from handlers.thai.text import comparable
from handlers.wording import say_moment
from storage.owed import name_projects
from storage.passes import Opens, ProjectPages, UnitPages, revoke_pass
from storage.project_places import place_of_code
from storage.reporters import projects_reported_by
from storage.supervised import supervised_projects
from storage.units import find_unit, units_below

MOST_CHOICES = 10
MOST_FOUND = 100
"""Projects that are looked for; who finds more is asked for more words anyway."""


@dataclass(frozen=True, slots=True)
class _Option:
    opens: Opens
    name: str
    unit: str
    code: str

    @property
    def choice(self) -> str:
        kind = "unit" if isinstance(self.opens, UnitPages) else "project"
        return f"page.{kind}.{self.code}"


def offer_pages(desk: Desk, words: str) -> Outgoing:
    """Give a link to the one thing that the person may see, or let them choose among several."""
    say, options = _say(desk), list(_options(desk, words))
    match options:
        case [only]:
            return give_page(desk, only.opens)
        case []:
            nearest = list(_nearest(desk, words)) if words else []
            if nearest:
                return _choose(say("give.nearest", words=shorten(words)), nearest, say)
            key = "give.unfound" if words else "give.nobodys"
            return Outgoing(say(key, words=shorten(words)))
    shown = options[:MOST_CHOICES]
    key = "give.choose" if len(shown) == len(options) else "give.choose_some"
    return _choose(say(key, count=len(options), shown=len(shown)), shown, say)


def _choose(above: str, shown: Sequence[_Option], say: Phrases) -> Outgoing:
    lines = [above]
    lines += [
        say("give.choice_line", number=number, name=one.name, unit=one.unit)
        for number, one in enumerate(shown, start=1)
    ]
    choices = tuple(
        Choice(one.choice, say("give.choice", number=number, name=shorten(one.name)))
        for number, one in enumerate(shown, start=1)
    )
    return Outgoing("\n".join(lines), ask=STANDING, choices=choices)


def give_page(desk: Desk, opens: Opens) -> Outgoing:
    """Give a link, for how long it holds, and the button that takes it back."""
    say, title = _say(desk), _title(desk, opens)
    if title is None or not desk.may_open(opens):
        # Whether there is such a thing is not told.
        return Outgoing(phrases("digest", desk.person.locale)("refused.not_yours"))
    pass_id, url = open_pass(desk.tx, desk.issuer, opens, holder=desk.person.id, now=desk.now)
    until = say_moment(desk.now + LIFETIME, desk.person.locale)
    lines = [title, url, say("give.until", until=until)]
    if desk.issuer.is_local:
        lines.append(say("give.here_only"))
    revoke = Choice(f"page.revoke.{pass_id}", say("give.revoke"), Tone.DANGER)
    return Outgoing("\n".join(lines), ask=STANDING, choices=(revoke,))


def take_back(desk: Desk, pass_id: int) -> Outgoing:
    """End a link of the person's at once."""
    ended = revoke_pass(desk.tx, pass_id, holder=desk.person.id, now=desk.now)
    return Outgoing(_say(desk)("give.revoked" if ended else "give.over"))


def _options(desk: Desk, words: str) -> Iterator[_Option]:
    """Give what the person may see: their units, then the projects that they report on.

    With words those that have them in their code or name; of what they oversee, too.
    """
    wanted = comparable(words)
    for unit in desk.units():
        if wanted in comparable(f"{unit.code} {unit.name}"):
            yield _Option(UnitPages(unit.code), unit.name, unit.code, unit.code)
    own = projects_reported_by(desk.tx, desk.person.id, today=desk.today)
    found = {
        one.code: one
        for one in sorted(own, key=lambda one: -one.fiscal_year)
        if wanted in comparable(f"{one.code} {one.name} {one.unit}")
    }
    granted = units_granted(desk.person.grants, Right.SEE_DIGEST)
    if words and granted:
        overseen = supervised_projects(desk.tx, granted, words=words, most=MOST_FOUND)
        found |= {one.code: one for one in overseen if one.code not in found}
    for one in found.values():
        yield _Option(ProjectPages(one.code), one.name, one.unit, one.code)


def _nearest(desk: Desk, words: str) -> Iterator[_Option]:
    """Give what mistyped words are nearest to, of what the person may see."""
    below = (code for unit in desk.units() for code in units_below(desk.tx, unit.code))
    own = projects_reported_by(desk.tx, desk.person.id, today=desk.today)
    allowed = Allowed(frozenset(below), frozenset(one.id for one in own))
    found = find(index_for(desk.tx), words, allowed)
    codes = () if isinstance(found, ProjectsFound) else found.codes
    for unit in filter(None, (find_unit(desk.tx, code) for code in codes[:MOST_CHOICES])):
        yield _Option(UnitPages(unit.code), unit.name, unit.code, unit.code)
    numbers = () if isinstance(found, UnitsFound) else found.numbers[: MOST_CHOICES - len(codes)]
    named = name_projects(desk.tx, numbers)
    for one in (named[number] for number in numbers if number in named):
        yield _Option(ProjectPages(one.code), one.name, one.unit, one.code)


def _title(desk: Desk, opens: Opens) -> str | None:
    match opens:
        case UnitPages(code):
            unit = find_unit(desk.tx, code)
            return None if unit is None else _say(desk)("give.unit", name=unit.name)
        case ProjectPages(code):
            place = place_of_code(desk.tx, code)
            if place is None:
                return None
            return _say(desk)("give.project", name=place.name, unit=place.unit)


def _say(desk: Desk) -> Phrases:
    return phrases("pages", desk.person.locale)
