"""
A call with both parties on one channel.

Nobody's voice is compared: each stretch of speech is whose its words most likely are, so it is known only after the
words are, and it is sometimes wrong. Nobody can be seen to cut in on such a call.
"""

from collections import deque

import msgspec

from steadyline.core.events import Party
from steadyline.service.ports import Segment, Understanding

LINES_BEFORE = 4
"""Lines that help to say whose turn it is."""


class OneChannel:
    """Tells the parties of one call apart."""

    def __init__(self, understanding: Understanding) -> None:
        self._understanding = understanding
        self._before: deque[tuple[Party, str]] = deque(maxlen=LINES_BEFORE)

    def attribute(self, segment: Segment, text: str) -> Segment:
        """The segment as said by whoever most likely said ``text``. Blocking."""
        party = self._understanding.party(text, tuple(self._before))
        self._before.append((party, text))
        return msgspec.structs.replace(segment, party=party)
