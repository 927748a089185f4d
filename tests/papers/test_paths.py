from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.papers import (
    FileForm,
    Paper,
    PictureForm,
    ProjectCurve,
    ProjectFile,
    QuarterFile,
    UnitOverview,
    YearFile,
    paper_at,
    path_of,
)
from storage.periods import Quarter

Q4 = Quarter(2566, 4)
CODE = "50240000-3561"

PATHS: tuple[tuple[str, Paper], ...] = (
    ("project/50240000-3561/curve.png", ProjectCurve(CODE)),
    ("project/50240000-3561/curve.svg", ProjectCurve(CODE, PictureForm.SVG)),
    ("overview/50240000/2566.png", UnitOverview("50240000", 2566)),
    ("file/2566Q4/50240000.pdf", QuarterFile(Q4, "50240000", FileForm.PDF)),
    ("file/2566Q4/50240000.thai.pdf", QuarterFile(Q4, "50240000", FileForm.PDF, thai_digits=True)),
    ("file/2566Q4/all.xlsx", QuarterFile(Q4, None, FileForm.XLSX)),
    ("file/2566/50240000.xlsx", YearFile(2566, "50240000", FileForm.XLSX)),
    ("file/2566/50240000.thai.pdf", YearFile(2566, "50240000", FileForm.PDF, thai_digits=True)),
    ("file/50240000-3561.pdf", ProjectFile(CODE, FileForm.PDF)),
    ("file/50240000-3561.page", ProjectFile(CODE, FileForm.PAGE)),
)


@pytest.mark.parametrize(("path", "paper"), PATHS)
def test_a_paper_has_a_path(path: str, paper: Paper) -> None:
    assert path_of(paper) == path
    assert paper_at(path) == paper


@given(
    st.builds(ProjectCurve, st.just(CODE), st.sampled_from(PictureForm))
    | st.builds(
        UnitOverview, st.just("01000000"), st.integers(2500, 2599), st.sampled_from(PictureForm)
    )
    | st.builds(
        QuarterFile,
        st.builds(Quarter, st.integers(2400, 2599), st.integers(1, 4)),
        st.none() | st.just("04160200"),
        st.sampled_from([one for one in FileForm if one is not FileForm.PAGE]),
    )
    | st.builds(ProjectFile, st.just(CODE), st.sampled_from(FileForm))
)
def test_every_paper_is_found_by_its_path(paper: Paper) -> None:
    path = path_of(paper)
    assert paper_at(path) == paper
    assert path.isascii()
    assert not path.startswith("/")


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/file/50240000-3561.pdf",
        "file/50240000-3561.pdf\n",
        "file/50240000-3561.doc",
        "file/2566Q5/50240000.pdf",
        "file/2566Q4/50240000.page",
        "file/2566q4/50240000.pdf",
        "file/2566/all.pdf",
        "file/2566/50240000.page",
        "file/2566Q4/50240000.thai.csv",
        "file/2566Q4/../50240000.pdf",
        "file/๒๕๖๖Q4/50240000.pdf",
        "overview/50240000/1066.png",
        "project/50240000-3561/curve.gif",
    ],
)
def test_any_other_path_is_none(path: str) -> None:
    assert paper_at(path) is None
