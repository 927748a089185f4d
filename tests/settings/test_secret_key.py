from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from bot.secret_key import key_beside


def test_of_many_that_make_the_key_at_once_all_get_the_same(tmp_path: Path) -> None:
    together = Barrier(8)

    def make(_one: int) -> str:
        together.wait()
        return key_beside(tmp_path / "khuepna.db")

    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(make, range(8)))
    assert len(keys) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["khuepna.key"]
