"""
Which chance the agent let pass.

An agent who is about to do the right thing needs no cue for it. So a cue that answers the customer waits: for an
utterance in which the agent goes on without doing it, or for a silence in which nobody does anything. A good step of
another kind is not a chance let pass, and neither is a sign of listening.
"""

from collections.abc import Callable

from steadyline.core.moments import Moment
from steadyline.core.names import Cue

_MOVES_ON = (
    "explains",
    "offers_option",
    "promises",
    "vague_action",
    "argues",
    "dismissive",
    "negative_language",
    "jargon",
    "formulaic",
    "holds_or_transfers",
)
_NO_WAY_YET = ("vague_action", "argues", "dismissive", "negative_language", "formulaic")
_GOING_ON = ("acknowledges", "asks_detail", "asks_permission", "holds_or_transfers")
_BUSY = (
    "promises",
    "takes_ownership",
    "offers_option",
    "restates",
    "explains",
    "asks_detail",
    "asks_outcome",
    "asks_permission",
    "empathy",
    "holds_or_transfers",
)


_A_SENTENCE = 4


def _moves_on(moment: Moment) -> bool:
    """On to other business."""
    return moment.any(*_MOVES_ON)


def _heartfelt(moment: Moment) -> bool:
    """A word for the person, and not a formula."""
    return moment.any("empathy", "apologises") and not moment.has("formulaic")


def _past_the_feeling(moment: Moment) -> bool:
    cares = _heartfelt(moment) or moment.any("restates", "offers_supervisor", "sets_boundary", "takes_ownership")
    elsewhere = _moves_on(moment) or moment.any("asks_detail", "asks_outcome", "closes_warmly")
    return not cares and (elsewhere or _says_nothing(moment))


def _says_nothing(moment: Moment) -> bool:
    """Words, and nothing in them that was listened for."""
    return moment.words >= _A_SENTENCE and not moment.any(*moment.heard.signals)


def _no_other_way(moment: Moment) -> bool:
    """Nothing in place of what was turned down, or to begin with; reasons are no way forward once one was refused."""
    refused = moment.situation.steps.options > 0
    return moment.any(*_NO_WAY_YET) or (refused and moment.has("explains"))


def _past_the_ladder(moment: Moment) -> bool:
    return not moment.has("acknowledges") or _moves_on(moment)


def _presses_on(moment: Moment) -> bool:
    """No happier with what the agent said instead."""
    return moment.any("venting", "rejects", "hardship") and not moment.any("accepts", "thanking", "confirms")


CHANCES: dict[Cue, Callable[[Moment], bool]] = {
    "name_the_feeling": _past_the_feeling,
    "say_it_back": _moves_on,
    "say_it_again_right": lambda m: _moves_on(m) or m.any("asks_detail", "asks_outcome"),
    "apologise_once": lambda m: _moves_on(m) and not m.has("offers_option"),
    "ask_what_would_help": lambda m: m.any(*_NO_WAY_YET),
    "own_it": lambda m: not m.any(*_GOING_ON),
    "put_a_time_on_it": lambda m: not m.any(*_GOING_ON),
    "offer_choices": _no_other_way,
    "set_a_boundary": _past_the_ladder,
    "end_with_care": _past_the_ladder,
    "bring_a_supervisor": lambda m: _moves_on(m) or m.any("asks_detail", "asks_outcome"),
    "close_warmly": lambda m: not m.any(*_BUSY),
}
"""Whether an utterance of the agent's, in which they did not do it, was the chance to."""

OVER_WITH_AN_ANSWER: dict[Cue, Callable[[Moment], bool]] = {
    "put_a_time_on_it": lambda m: not m.any("accepts", "thanking"),
    "own_it": lambda m: not m.any("accepts", "thanking"),
    "offer_choices": _presses_on,
}
"""Whether the customer's answer ends the breath in which the agent might have gone on, or have come to it next."""
