"""The questions about figures as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, assert_never

from handlers.dialogue.figure_cursors import (
    AboutFigures,
    ChoosingGauge,
    Describing,
    Justifying,
    Measured,
    Measurement,
    Measuring,
    Noting,
    ReviewingResult,
    Scoring,
    Suspect,
    Suspecting,
    Walk,
)
from storage.periods import Quarter


def dump_figures(cursor: AboutFigures) -> dict[str, Any]:
    """Write such a question; `load_figures` gives the same again."""
    match cursor:
        case ChoosingGauge(places, page):
            listed = [[indicator_id, str(quarter)] for indicator_id, quarter in places]
            return {"at": "choosing_gauge", "places": listed, "page": page}
        case Measuring(about):
            return {"at": "measuring", "about": _dump_measurement(about)}
        case Suspecting(about, result, said, suspects):
            return {
                "at": "suspecting",
                "about": _dump_measurement(about),
                "result": str(result),
                "said": said,
                "suspects": [one.value for one in suspects],
            }
        case Describing(about):
            return {"at": "describing", "about": _dump_measurement(about)}
        case ReviewingResult(about):
            return {"at": "reviewing_result", "about": _dump_measurement(about)}
        case Measured(about, number, at):
            return {
                "at": "measured",
                "about": _dump_measurement(about),
                "number": number,
                "time": at.isoformat(),
            }
        case Scoring():
            return {"at": "scoring", "about": _dump_scoring(cursor)}
        case Noting(about, score):
            return {"at": "noting", "about": _dump_scoring(about), "score": str(score)}
        case Justifying(about, score, note):
            return {
                "at": "justifying",
                "about": _dump_scoring(about),
                "score": str(score),
                "note": note,
            }
        case _:
            assert_never(cursor)


def load_figures(stored: Mapping[str, Any]) -> AboutFigures:
    """Read such a question; raises ArithmeticError, LookupError, TypeError or ValueError."""
    match stored["at"]:
        case "choosing_gauge":
            places = tuple((int(number), Quarter.parse(text)) for number, text in stored["places"])
            return ChoosingGauge(places, int(stored["page"]))
        case "measuring":
            return Measuring(_load_measurement(stored["about"]))
        case "suspecting":
            return Suspecting(
                _load_measurement(stored["about"]),
                Decimal(stored["result"]),
                str(stored["said"]),
                tuple(map(Suspect, stored["suspects"])),
            )
        case "describing":
            return Describing(_load_measurement(stored["about"]))
        case "reviewing_result":
            about = _load_measurement(stored["about"])
            # An answer that is missing is asked for instead.
            return ReviewingResult(about) if about.is_complete else Measuring(about)
        case "measured":
            at = datetime.fromisoformat(stored["time"])
            return Measured(_load_measurement(stored["about"]), str(stored["number"]), at)
        case "scoring":
            return _load_scoring(stored["about"])
        case "noting":
            return Noting(_load_scoring(stored["about"]), Decimal(stored["score"]))
        case "justifying":
            about_score, score = _load_scoring(stored["about"]), Decimal(stored["score"])
            return Justifying(about_score, score, str(stored["note"]))
        case unknown:
            raise ValueError(f"no question {unknown}")


def dump_walk(walk: Walk) -> dict[str, Any]:
    return {"quarter": str(walk.quarter), "project": walk.project_id}


def load_walk(stored: Mapping[str, Any]) -> Walk:
    return Walk(Quarter.parse(stored["quarter"]), int(stored["project"]))


def _dump_measurement(about: Measurement) -> dict[str, Any]:
    return {
        "indicator": about.indicator_id,
        "project": about.project_id,
        "quarter": str(about.quarter),
        "seen": about.seen,
        "result": None if about.result is None else str(about.result),
        "narrative": about.narrative,
    }


def _load_measurement(stored: Mapping[str, Any]) -> Measurement:
    result, narrative = stored["result"], stored["narrative"]
    return Measurement(
        int(stored["indicator"]),
        int(stored["project"]),
        Quarter.parse(stored["quarter"]),
        int(stored["seen"]),
        None if result is None else Decimal(result),
        None if narrative is None else str(narrative),
    )


def _dump_scoring(about: Scoring) -> dict[str, Any]:
    return {
        "project": about.project_id,
        "quarter": str(about.quarter),
        "seen": about.seen,
        "correcting": about.correcting,
        "after": about.after,
    }


def _load_scoring(stored: Mapping[str, Any]) -> Scoring:
    after = stored["after"]
    return Scoring(
        int(stored["project"]),
        Quarter.parse(stored["quarter"]),
        int(stored["seen"]),
        bool(stored["correcting"]),
        None if after is None else int(after),
    )
