from __future__ import annotations

from pathlib import Path

import pytest

from bot.sheets import Misprint, set_pages
from bot.sheets.apart import set_apart

PAGE = '#set text(font: "Sarabun")\n#json(bytes(sys.inputs.content)).name'


def test_a_page_is_the_same_as_one_that_is_set_here(tmp_path: Path) -> None:
    template = tmp_path / "page.typ"
    template.write_text(PAGE)
    (here,) = set_pages(template, {"name": "สวนริมคลอง"}, form="pdf")
    with set_apart(template) as set_one:
        assert set_one({"name": "สวนริมคลอง"}) == here


def test_without_content_it_ends_without_a_page(tmp_path: Path) -> None:
    with pytest.raises(KeyError), set_apart(tmp_path / "none.typ"):
        raise KeyError


@pytest.mark.parametrize(
    ("page", "said"), [('#set text(font: "No such")\nก', "font"), ("#nothing()", "nothing")]
)
def test_a_misprint_is_told_with_its_reason(tmp_path: Path, page: str, said: str) -> None:
    template = tmp_path / "page.typ"
    template.write_text(page)
    with set_apart(template) as set_one, pytest.raises(Misprint, match=said):
        set_one({})
