"""Named places where a test may kill, break or pause a process: no-ops unless the environment says otherwise.

`KAKE_FAILPOINTS` holds entries parted by commas: `name:kill`, `name:kill:3` (at the third passing), `name:error` or
`name:pause:SECONDS`.
"""

import os
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

VARIABLE = "KAKE_FAILPOINTS"
FAILPOINTS = frozenset(
    {
        "before_receive_commit",
        "after_receive_commit",
        "after_turn_claim",
        "after_turn_effect",
        "after_turn_finish",
        "before_answer_commit",
        "after_answer_commit",
        "before_erase_commit",
        "after_erase_commit",
        "after_delivery_claim",
        "after_delivery_send",
        "after_delivery_mark",
    }
)
_ACTS = frozenset({"kill", "error", "pause"})


class FailpointReached(Exception):
    """What an armed failpoint raises."""


class UnknownFailpoint(ValueError):
    """A name that is not in the registry, or an entry that says nothing we know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """What happens at a failpoint. `number` is the passing that kills, or the seconds of the pause."""

    act: str
    number: float


def parse_failpoints(spec: str) -> dict[str, Order]:
    """The orders by name; raises UnknownFailpoint."""
    return dict(_parse_entry(entry.strip()) for entry in spec.split(",") if entry.strip())


def _parse_entry(entry: str) -> tuple[str, Order]:
    name, _, rest = entry.partition(":")
    act, _, number = rest.partition(":")
    _known(name)
    if act not in _ACTS or (act == "pause" and not number):
        msg = f"{entry!r} is none of name:kill, name:kill:NTH, name:error, name:pause:SECONDS"
        raise UnknownFailpoint(msg)
    try:
        return name, Order(act=act, number=float(number or 1))
    except ValueError as error:
        msg = f"{entry!r} ends with something that is not a number"
        raise UnknownFailpoint(msg) from error


def _known(name: str) -> None:
    if name not in FAILPOINTS:
        msg = f"there is no failpoint {name!r}"
        raise UnknownFailpoint(msg)


def _kill_this_process() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Failpoints:
    """The armed failpoints of one process, and how often each was passed."""

    def __init__(self, orders: Mapping[str, Order], *, kill: Callable[[], None] = _kill_this_process, pause: Callable[[float], None] = time.sleep) -> None:
        self._orders = orders
        self._passings: dict[str, int] = {}
        self._kill = kill
        self._pause = pause

    def hit(self, name: str) -> None:
        """Does what was ordered for the name; raises UnknownFailpoint for one that is not registered."""
        _known(name)
        order = self._orders.get(name)
        if order is None:
            return
        self._passings[name] = self._passings.get(name, 0) + 1
        if order.act == "error":
            raise FailpointReached(name)
        if order.act == "pause":
            self._pause(order.number)
        elif self._passings[name] == order.number:
            self._kill()


@cache
def _of_this_process() -> Failpoints:
    # Read once, at the first passing: a process is armed by how it was started.
    return Failpoints(parse_failpoints(os.environ.get(VARIABLE, "")))


def hit(name: str) -> None:
    """Passes the failpoint of that name."""
    _of_this_process().hit(name)
