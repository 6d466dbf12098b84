"""Lines marked by hand, as a perfect encoder would mark them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from steadyline.core.events import Party, PromiseDraft
from steadyline.understanding import dialogue, promises

TUESDAY = datetime(2026, 3, 10, 9, 5, tzinfo=ZoneInfo("America/New_York"))
Words = tuple[str, ...]
TOKENS = dialogue.tokeniser()
SURELY = 6.0


def marked(
    text: str,
    party: Party = "agent",
    *,
    concern: tuple[str, ...] = (),
    promise: tuple[str, ...] = (),
    when: tuple[str, ...] = (),
    sure: float = SURELY,
) -> dialogue.Read:
    """What the encoder would say of ``text`` if these words of it were problems, promises and times.

    ``sure``: its score of them; 0 is as likely as not.
    """
    pieces = dialogue.pieces(TOKENS, party, text)
    tags = np.full((len(pieces.ids), len(dialogue.TAGS)), -SURELY, np.float32)
    for kind, stretches in (("concern", concern), ("promise", promise), ("when", when)):
        for words in stretches:
            start = text.index(words)
            inside = [at for at, (a, b) in enumerate(pieces.places) if b > a and a < start + len(words) and b > start]
            tags[inside, dialogue.TAGS.index(kind)] = sure
            if kind != "when":
                tags[inside[0], dialogue.TAGS.index(f"{kind} begins")] = sure
    return dialogue.Read(np.zeros(0, np.float32), tags, pieces.places)


def drafts(text: str, acts: Words, times: Words = (), party: Party = "agent") -> tuple[PromiseDraft, ...]:
    """The promises of ``text``, whose ``acts`` and ``times`` are marked, said on a Tuesday morning."""
    return promises.find(party, text, marked(text, party, promise=acts, when=times), TUESDAY).made
