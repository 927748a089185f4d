"""The index of each database, kept in memory and made anew when the register has changed."""

from __future__ import annotations

from threading import Lock
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

from handlers.search.index import Index, build_index
from storage.db import reading
from storage.register_names import names_in_register
from storage.register_version import read_register_version
from storage.units import all_units

MOST = 50_000
"""Projects of one index, the newest years first: some 100 MB."""

SMALL = 2_000
"""Projects of which an index is made so fast that whoever searches may wait for it."""

_KEPT: WeakKeyDictionary[Engine, tuple[int, Index]] = WeakKeyDictionary()
_BUILDING = Lock()


def index_for(tx: Connection) -> Index:
    """Give the index to search in.

    Where there is none yet it is made at once. One of a large register that has changed serves
    until `renew_index` has made another: it may miss what was added within these seconds.
    """
    version = read_register_version(tx)
    kept = _KEPT.get(tx.engine)
    if kept is not None and (kept[0] == version or len(kept[1].projects) > SMALL):
        return kept[1]
    return _build(tx, version)


def renew_index(engine: Engine) -> bool:
    """Make the index anew where the register has changed, and tell whether it had."""
    with reading(engine) as tx:
        version = read_register_version(tx)
        kept = _KEPT.get(engine)
        if kept is not None and kept[0] == version:
            return False
        _build(tx, version)
        return True


def _build(tx: Connection, version: int) -> Index:
    with _BUILDING:
        kept = _KEPT.get(tx.engine)
        if kept is not None and kept[0] >= version:  # while this one waited
            return kept[1]
        index = build_index(names_in_register(tx, most=MOST), all_units(tx))
        _KEPT[tx.engine] = version, index
    return index
