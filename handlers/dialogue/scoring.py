"""An evaluator's walk through the projects of a quarter: a score, a note, the next."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from handlers.dialogue.beginning import put_down
from handlers.dialogue.effects import Say
from handlers.dialogue.figure_cursors import AboutScore, Justifying, Noting, Scoring
from handlers.dialogue.gauges import figure_words, say_quarter
from handlers.dialogue.move import Move
from handlers.dialogue.rounds import NoRound, Round, Rounds, over_since
from handlers.dialogue.state import State
from handlers.dialogue.walking import (
    Given,
    brief_of,
    correct_score,
    file_score,
    go_on_walking,
    show_next,
)
from handlers.dialogue.world import World
from handlers.messages import STANDING, Choice, Outgoing
from handlers.thai.figures import read_score
from handlers.thai.reading import Bad, Good, Reason
from handlers.thai.words import is_none
from handlers.wording import say_day
from storage.periods import Quarter

SCORES = ("100", "95", "90", "85", "0")
"""Those that evaluators give, as the pages show them."""

SCORE = "score."
MOST_LETTERS = 2_000


def begin_scores(state: State, world: World) -> Move:
    """Go on with the walk where it stopped, or show what was asked for."""
    say = figure_words(world)
    match world.round:
        case None:
            return Move(state, (say("score.not_yours"),), again=False)
        case NoRound() as none:
            return _say_no_round(state, none, world)
        case Rounds() as several:
            return _choose_quarter(state, several, world)
        case Round(found=tuple() as found) as among:
            return _show_found(state, among, found, world)
        case Round(resume=int(project_id)) as among:
            note = say(
                "score.begin", count=among.left, quarter=say_quarter(among.quarter, say.locale)
            )
            return show_next(state, among, project_id, *filter(None, (note, _others(among, world))))
        case Round(quarter):
            note = say("score.all_done", quarter=say_quarter(quarter, say.locale))
            if isinstance(state.cursor, AboutScore):
                return put_down(state, note)
            return Move(state, (note,), again=False)


def _choose_quarter(state: State, several: Rounds, world: World) -> Move:
    """List quarters of which projects want a score, with a button for each."""
    say = figure_words(world)
    lines = [say("score.which_quarter", count=several.count)]
    lines += [
        say("score.quarter_line", quarter=say_quarter(quarter, say.locale), count=f"{left:,}")
        for quarter, left in several.left.items()
    ]
    if several.count > len(several.left):
        lines.append(say("score.by_name", quarter=next(iter(several.left))))
    buttons = tuple(
        (f"{SCORE}{one}", say("choice.score_quarter", number=one.number, year=one.fiscal_year))
        for one in several.left
    )
    return _offer(state, "\n".join(lines), buttons)


def _others(among: Round, world: World) -> str:
    """Say which quarters could be scored instead of the one that was gone on with."""
    if not among.others:
        return ""
    named = ", ".join(map(str, among.others))
    return figure_words(world)("score.others", quarters=named, first=among.others[0])


def _say_no_round(state: State, none: NoRound, world: World) -> Move:
    """Say why a quarter cannot be scored, and which can, or when the first of theirs will be."""
    say = figure_words(world)
    opens = ""
    if none.why == "not_over":
        opens = say_day(over_since(Quarter.parse(none.said)), say.locale)
    example = none.nearest or world.period.quarter.periods[0].previous.quarter
    why = say(f"no_round.{none.why}", said=none.said, opens=opens, quarter=example)
    match none.nearest, none.coming:
        case Quarter() as nearest, _:
            text = f"{why} " + say("no_round.nearest", nearest=say_quarter(nearest, say.locale))
            return _offer(state, text, ((f"{SCORE}{nearest}", say("choice.score_nearest")),))
        case _, Quarter() as coming if str(coming) == none.said:
            return Move(state, (why,), again=False)
        case _, Quarter() as coming:
            opens = say_day(over_since(coming), say.locale)
            then = say("no_round.coming", quarter=say_quarter(coming, say.locale), opens=opens)
        case _:
            then = say("no_round.never")
    return Move(state, (f"{why} {then}",), again=False)


def _show_found(state: State, among: Round, found: tuple[int, ...], world: World) -> Move:
    say = figure_words(world)
    if not found:
        return Move(state, (say("score.none_found", quarter=among.quarter),), again=False)
    if len(found) > 1:
        buttons = tuple(
            (f"{SCORE}{among.quarter}.{one}", f"{number}. {among.briefs[one].name}")
            for number, one in enumerate(found, start=1)
        )
        return _offer(state, say("score.several_found", count=len(found)), buttons)
    return correct_score(state, among, found[0])


def _offer(state: State, text: str, buttons: tuple[tuple[str, str], ...]) -> Move:
    """Say something with buttons that never grow stale."""
    choices = tuple(Choice(key, label) for key, label in buttons)
    told = Say(Outgoing(text, ask=STANDING, choices=choices))
    return Move(state, effects=(told,), again=False)


def lost_score(state: State, world: World) -> Move | None:
    """Put a question down that is about a project which the person may not score any more."""
    match state.cursor:
        case (Scoring() | Noting() | Justifying()) as cursor if brief_of(cursor, world) is None:
            return put_down(state, figure_words(world)("score.lost"))
        case _:
            return None


def answer_score(state: State, cursor: AboutScore, text: str, world: World) -> Move:
    """Read typed text as the answer to one of these questions."""
    say = figure_words(world)
    if not isinstance(cursor, Scoring) and len(text) > MOST_LETTERS:
        note = say("result.too_long", length=len(text), limit=MOST_LETTERS)
        return Move(state, (note,), missed=True)
    match cursor:
        case Scoring() as about:
            reading = read_score(text)
            if reading == Bad(Reason.OUT_OF_RANGE):
                # The sheet just above is long, and its buttons hold still.
                note = say("score.out_of_range", said=text)
                return Move(state, (note,), again=False, missed=True)
            if isinstance(reading, Bad):
                return Move(state, (say("score.no_score", said=text),), missed=True)
            return Move(replace(state, cursor=Noting(about, reading.value)))
        case Noting(about) if isinstance(meant := read_score(text), Good):
            # Whoever answers with a number again means the score, not a note on it.
            return Move(replace(state, cursor=Noting(about, meant.value)))
        case Noting(about, score):
            return _note(state, about, score, "" if is_none(text) else text, world)
        case Justifying(about, score, note):
            return file_score(state, about, Given(score, note, text), world)


def press_score(state: State, cursor: AboutScore, choice: str, world: World) -> Move:
    """Do what a button of these questions does."""
    match choice, cursor, world.round:
        case "skip", Scoring(), Round() as among:
            return go_on_walking(state, among, among.left, world)
        case "revise", Scoring(after=int(after)), Round() as among:
            return correct_score(state, among, after)
        case score, Scoring() as about, _:
            value = Decimal(score.removeprefix(SCORE))
            return Move(replace(state, cursor=Noting(about, value)))
        case "none", Noting(about, score), _:
            return _note(state, about, score, "", world)
        case "keep", Noting(about, score) as noting, _:
            brief = brief_of(noting, world)
            return _note(state, about, score, brief.note if brief else "", world)
        case _:
            return Move(state)


def _note(state: State, about: Scoring, score: Decimal, note: str, world: World) -> Move:
    brief = brief_of(about, world)
    if brief is not None and brief.score is not None and brief.revision == about.seen:
        return Move(replace(state, cursor=Justifying(about, score, note)))
    return file_score(state, about, Given(score, note), world)


def back_from_score(state: State, cursor: AboutScore, world: World) -> Move | None:
    """Go to the question before, of the project scored before if need be; None without one."""
    match cursor, world.round:
        case Scoring(after=int(after)), Round() as among:
            return correct_score(state, among, after)
        case Noting(about), _:
            return Move(replace(state, cursor=about))
        case Justifying(about, score), _:
            return Move(replace(state, cursor=Noting(about, score)))
        case _:
            return None
