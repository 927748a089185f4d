"""Scripted faults of a platform, and the script that says which call gets which."""

from __future__ import annotations

import random
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Delay:
    """The call waits so many seconds, and is then worked normally."""

    seconds: float = 0.2
    may_be_accepted = True


@dataclass(frozen=True, slots=True)
class LateAnswer:
    """The call is worked at once, and answered so many seconds later."""

    seconds: float = 0.2
    may_be_accepted = True


@dataclass(frozen=True, slots=True)
class RateLimited:
    """429, and nothing was done; LINE says no `retry_after`, in seconds."""

    retry_after: int = 1
    may_be_accepted = False


@dataclass(frozen=True, slots=True)
class ServerError:
    """500, and nothing was done."""

    may_be_accepted = False


@dataclass(frozen=True, slots=True)
class AcceptedThenError:
    """500, although the call was worked."""

    may_be_accepted = True


@dataclass(frozen=True, slots=True)
class AcceptedThenDropped:
    """The call was worked, and the connection closed without an answer."""

    may_be_accepted = True


@dataclass(frozen=True, slots=True)
class ClosedConnection:
    """The connection is closed, and nothing was done."""

    may_be_accepted = False


@dataclass(frozen=True, slots=True)
class WrongJson:
    """The call was worked, and the answer is 200 with a body that is no JSON."""

    may_be_accepted = True


Fault = (
    Delay
    | LateAnswer
    | RateLimited
    | ServerError
    | AcceptedThenError
    | AcceptedThenDropped
    | ClosedConnection
    | WrongJson
)
EVERY_FAULT: tuple[Fault, ...] = (
    Delay(),
    LateAnswer(),
    RateLimited(),
    ServerError(),
    AcceptedThenError(),
    AcceptedThenDropped(),
    ClosedConnection(),
    WrongJson(),
)
KINDS = {type(fault).__name__: type(fault) for fault in EVERY_FAULT}


@dataclass(frozen=True, slots=True)
class At:
    """The next `times` calls of a method (of any, if empty; in any chat, if empty) get a fault."""

    method: str
    fault: Fault
    chat: str = ""
    times: int = 1


@dataclass(frozen=True, slots=True)
class Script:
    """First what is listed; else a share of all calls fails, in each of the ways in turn.

    The seed decides which. `only` limits the share to some methods.
    """

    listed: tuple[At, ...] = ()
    share: float = 0.0
    ways: tuple[Fault, ...] = EVERY_FAULT
    seed: int = 0
    only: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "listed": [{**asdict(at), "fault": _fault_as_json(at.fault)} for at in self.listed],
            "share": self.share,
            "ways": [_fault_as_json(fault) for fault in self.ways],
            "seed": self.seed,
            "only": self.only,
        }

    @staticmethod
    def from_json(value: dict[str, Any]) -> Script:
        return Script(
            listed=tuple(
                At(**{**at, "fault": _fault_from_json(at["fault"])}) for at in value["listed"]
            ),
            share=value["share"],
            ways=tuple(_fault_from_json(fault) for fault in value["ways"]),
            seed=value["seed"],
            only=tuple(value["only"]),
        )


NO_FAULTS = Script()


def _fault_as_json(fault: Fault) -> dict[str, Any]:
    return {"kind": type(fault).__name__, **asdict(fault)}


def _fault_from_json(value: dict[str, Any]) -> Fault:
    fields = dict(value)
    return KINDS[fields.pop("kind")](**fields)


@dataclass(slots=True)
class Director:
    """Plays a script: gives each call its fault, or none."""

    script: Script
    _left: list[int] = field(init=False)
    _dice: random.Random = field(init=False)
    _turn: int = 0

    def __post_init__(self) -> None:
        self._left = [at.times for at in self.script.listed]
        self._dice = random.Random(self.script.seed)

    def fault_of(self, method: str, chat: str) -> Fault | None:
        """The fault of this call, or None; asking uses it up."""
        for number, at in enumerate(self.script.listed):
            fits = at.method in ("", method) and at.chat in ("", chat)
            if fits and self._left[number] > 0:
                self._left[number] -= 1
                return at.fault
        if self.script.only and method not in self.script.only:
            return None
        if not self.script.ways or self._dice.random() >= self.script.share:
            return None
        self._turn += 1
        return self.script.ways[(self._turn - 1) % len(self.script.ways)]
