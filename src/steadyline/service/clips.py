"""
The sound of a promise: the words in which it was made, to be heard again by a person.

Nothing is kept unless the site says so. Kept is the one stretch in which the agent promised, of the agent's channel
alone, and nothing else of the call. A stretch with a number in it that may be a card's or a code's is never kept, nor
one whose words are not known. Nobody and nothing judges what is kept: it is played, and it is forgotten.
"""

import asyncio
import re
from collections.abc import Iterable
from typing import Final

import structlog

from steadyline.core.events import Fact, Heard, Utterance
from steadyline.service.ports import Audio, Clips

_log = structlog.get_logger(__name__)

_SMALL: Final = "zero oh one two three four five six seven eight nine double triple"
_LARGE: Final = (
    "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand"
)
_NUMBER: Final = rf"(?:\d|\b(?:{'|'.join((_SMALL + ' ' + _LARGE).split())})\b)"
_SECRET: Final = re.compile(rf"(?:{_NUMBER}\W*){{3,}}", re.IGNORECASE)
"""Three digits or words for numbers in a row: what stands on the back of a card has no more."""


def may_be_kept(said: Utterance, facts: Iterable[Fact]) -> bool:
    """Whether the sound of this may be kept: the agent promised in it, and said no number that may be a secret."""
    promised = any(isinstance(fact, Heard) and fact.promises for fact in facts)
    return promised and said.party == "agent" and bool(said.text) and not _SECRET.search(said.text)


async def keep(clips: Clips | None, call: str, said: Utterance, facts: Iterable[Fact], sound: Audio) -> None:
    """Keep the sound of this, 16 kHz mono, if it may be. That it cannot be costs the clip, never the words."""
    if clips is None or not may_be_kept(said, facts):
        return
    try:
        await asyncio.to_thread(clips.keep, call, said.turn, sound)
    except OSError as error:
        _log.warning("the sound of a promise is not kept", call=call, turn=said.turn, why=str(error))
