"""The policy that holds for a unit: defaults, the city's settings, and those of units above it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from handlers.timeliness.policy import Policy
from handlers.timeliness.refusals import Impossible
from handlers.timeliness.settings import INHERIT, read_policy
from storage.records import PolicyLayer


@dataclass(frozen=True, slots=True)
class Resolved:
    """A policy, and of each setting that is no default, the layer that it comes from.

    `left_out` are the newest layers of units whose settings contradict those above them, and
    how: they do not count.
    """

    policy: Policy
    sources: Mapping[str, PolicyLayer]
    left_out: tuple[tuple[PolicyLayer, Impossible], ...] = ()


def resolve(layers: Iterable[PolicyLayer]) -> Resolved:
    """Lay settings over the defaults; the layers come as `storage.policies` gives them.

    None should contradict, for changes that would are refused. But a unit may come to lie under
    another one, and then no reminder may stop for it.
    """
    policy = Policy()
    sources: dict[str, PolicyLayer] = {}
    left_out: list[tuple[PolicyLayer, Impossible]] = []
    for _, of_unit in groupby(layers, key=lambda layer: layer.unit_code):
        years = tuple(of_unit)
        # In each setting the newest year counts.
        newest = {key: layer for layer in years for key in layer.settings}
        own = {key: one for key, one in newest.items() if one.settings[key] != INHERIT}
        match read_policy({key: own[key].settings[key] for key in own}, beneath=policy):
            case Policy() as laid:
                policy = laid
                sources |= own
            case Impossible() as impossible:
                left_out.append((years[-1], impossible))
    return Resolved(policy, sources, tuple(left_out))
