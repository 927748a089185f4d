"""Where evidence is kept, as the environment says."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.evidence.place import evidence_folder, fault_of_place
from bot.evidence.store import folder_at


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("file:///srv/khuepna/evidence", "/srv/khuepna/evidence"),
        ("file://localhost/srv/evidence", "/srv/evidence"),
        ("file:///srv/with%20space/", "/srv/with space"),
    ],
)
def test_an_address_names_a_folder(url: str, folder: str) -> None:
    assert folder_at(url) == Path(folder)
    assert fault_of_place(url) is None


@pytest.mark.parametrize(
    "url",
    ["/srv/evidence", "data/evidence", "file://other/srv", "file:srv", "s3://bucket/x", "", "file:",
     "file:///srv?x=1"],
)  # fmt: skip
def test_anything_else_is_refused_in_words(url: str) -> None:
    with pytest.raises(ValueError, match="not an address"):
        folder_at(url)
    fault = fault_of_place(url)
    assert fault is not None
    assert "EVIDENCE_URL must be file:///FOLDER" in fault


def test_without_one_it_is_in_the_data_folder() -> None:
    assert evidence_folder(None, database_url="sqlite:////srv/k/khuepna.db") == Path(
        "/srv/k/evidence"
    )
    assert evidence_folder(None, database_url="sqlite:///data/khuepna.db") == Path("data/evidence")
    url = "file:///srv/files"
    assert evidence_folder(url, database_url="sqlite:///x.db") == Path("/srv/files")
    assert evidence_folder(None, database_url="postgresql://h/n") == Path("data/evidence")
