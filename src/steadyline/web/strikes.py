"""
Wrong tokens, counted by the address that they come from.

An address may send some, and then one every few seconds: what is wrong beyond that is told how long to wait. A right
token is let in however many wrong ones came from beside it, because programs behind one proxy share an address. As many
addresses are remembered as fit in little memory, the latest.
"""

import ipaddress
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from steadyline.core.events import Seconds

AT_ONCE: Final = 10
"""Wrong tokens that an address may send before it is told to wait."""

EACH_SECONDS: Final[Seconds] = 6.0
"""After so long it may send one more."""

REMEMBERED: Final = 4096

_NETWORK_BITS: Final = 64
"""Of an IPv6 address: what one customer of a provider has, and may take any address of."""


class Strikes:
    """What each address may still send. ``clock`` tells seconds that only grow."""

    def __init__(self, clock: Callable[[], Seconds] = time.monotonic) -> None:
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, Seconds]] = OrderedDict()

    def strike(self, address: str) -> Seconds:
        """A wrong token came from there: 0 where it may be told so, else the seconds until the next may be."""
        source, now = _source(address), self._clock()
        left = self._now_left(source, now)
        wait = _wait(left)
        self._left.pop(source, None)
        self._left[source] = (left if wait else left - 1, now)
        if len(self._left) > REMEMBERED:
            self._left.popitem(last=False)
        return wait

    def wait(self, address: str) -> Seconds:
        """What `strike` would say, without counting one."""
        return _wait(self._now_left(_source(address), self._clock()))

    def _now_left(self, source: str, now: Seconds) -> float:
        left, since = self._left.get(source, (float(AT_ONCE), now))
        return min(AT_ONCE, left + (now - since) / EACH_SECONDS)


def _wait(left: float) -> Seconds:
    return 0.0 if left >= 1 else (1 - left) * EACH_SECONDS


def _source(address: str) -> str:
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(known, ipaddress.IPv6Address):
        return str(known.ipv4_mapped or ipaddress.IPv6Network((int(known), _NETWORK_BITS), strict=False))
    return address
