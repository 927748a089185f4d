"""Whether a question is another page of the same list."""

from __future__ import annotations

from handlers.dialogue.errand_cursors import Picking
from handlers.dialogue.figure_cursors import ChoosingGauge
from handlers.dialogue.state import Choosing, State


def is_page_turned(before: State, after: State) -> bool:
    """Tell whether only the page of a list changed."""
    match before.cursor, after.cursor:
        case (
            (Choosing(old, page), Choosing(new, other))
            | (Picking(old, page), Picking(new, other))
            | (ChoosingGauge(old, page), ChoosingGauge(new, other))
        ):
            return old == new and page != other
    return False
