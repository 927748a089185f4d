from __future__ import annotations

from handlers.timeliness.layers import resolve
from handlers.timeliness.policy import Policy
from handlers.timeliness.refusals import HoursReversed
from handlers.timeliness.settings import INHERIT
from storage.records import PolicyLayer


def city(year: int = 2569, **settings: object) -> PolicyLayer:
    return PolicyLayer(None, year, settings)


def unit(code: str, year: int = 2569, **settings: object) -> PolicyLayer:
    return PolicyLayer(code, year, settings)


def test_without_settings_the_defaults_hold() -> None:
    resolved = resolve([])
    assert resolved.policy == Policy()
    assert resolved.sources == {}


def test_the_lower_unit_counts() -> None:
    above, below = city(due_day=20, lock_day=5), unit("04160200", due_day=15)
    resolved = resolve([above, below])
    assert resolved.policy == Policy(due_day=15, lock_day=5)
    assert resolved.sources == {"due_day": below, "lock_day": above}


def test_of_one_unit_the_newest_year_counts_setting_by_setting() -> None:
    old, new = city(2568, due_day=20, lock_day=5), city(2569, due_day=22)
    resolved = resolve([old, new])
    assert resolved.policy == Policy(due_day=22, lock_day=5)
    assert resolved.sources == {"due_day": new, "lock_day": old}


def test_a_setting_that_is_inherited_again_comes_from_above() -> None:
    above = city(due_day=20)
    resolved = resolve(
        [above, unit("04160000", 2568, due_day=15), unit("04160000", 2569, due_day=INHERIT)]
    )
    assert resolved.policy == Policy(due_day=20)
    assert resolved.sources == {"due_day": above}


def test_two_years_of_a_unit_need_not_agree_with_each_other() -> None:
    resolved = resolve(
        [
            city(2568, sending_from="13:00", sending_until="16:00"),
            city(2569, sending_from="08:00", sending_until="12:00"),
        ]
    )
    assert not resolved.left_out
    assert f"{resolved.policy.sending_until:%H:%M}" == "12:00"


def test_a_unit_that_contradicts_those_above_it_is_left_out() -> None:
    above, below = city(sending_from="10:00"), unit("04160200", sending_until="09:00", due_day=20)
    lowest = unit("04160201", lock_day=5)
    resolved = resolve([above, below, lowest])
    assert (resolved.policy.due_day, resolved.policy.lock_day) == (25, 5)
    [(layer, impossible)] = resolved.left_out
    assert layer == below
    assert isinstance(impossible.reasons[0], HoursReversed)
    assert resolved.sources == {"sending_from": above, "lock_day": lowest}
