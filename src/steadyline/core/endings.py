"""
When a cue is pointless.

One table, read by `steadyline.core.cues`: what an utterance makes of a cue that is wanted or on the screen. ``done``:
the agent did it, or it came about. ``moot``: its moment is past.
"""

import re
from collections.abc import Callable
from typing import Literal

from steadyline.core import occasions, phrases, promises, steps
from steadyline.core.events import Seconds
from steadyline.core.moments import Moment
from steadyline.core.names import Cue

Pointless = Literal["done", "moot"]
Check = Callable[[Moment, Seconds], Pointless | None]
"""What an utterance makes of a cue that was wanted, or is on the screen, since then."""


def _when(*, done: tuple[str, ...] = (), moot: tuple[str, ...] = ()) -> Check:
    """Pointless once one of these signals is heard."""

    def check(moment: Moment, since: Seconds) -> Pointless | None:
        if moment.any(*done):
            return "done"
        return "moot" if moment.any(*moot) else None

    return check


def _finished(moment: Moment, since: Seconds) -> Pointless | None:
    """After a cutting in: a protest is not the rest of what was cut off, and the words cut in with are no amends; but
    where those only show listening, nothing was cut off, however long the customer paused for them.
    """
    if moment.heard.party == "customer":
        return "done" if moment.began >= since and (moment.has("states_problem") or moment.new_concern) else None
    if moment.has("apologises"):
        return "done"
    if moment.began < since:
        return "moot" if steps.only_listens(moment.heard, moment.situation.playbook.heard_at) else None
    return "done" if moment.has("acknowledges") else "moot"


def _spoken(moment: Moment, since: Seconds) -> Pointless | None:
    """Whatever the agent says since, the customer has heard that somebody is there."""
    return "done" if moment.heard.party == "agent" and moment.began >= since else None


def _past_telling(moment: Moment, since: Seconds) -> Pointless | None:
    """There is other to say back than there was; or what they want is known, and the agent is on to how."""
    on_to_how = moment.situation.steps.done("ask") and moment.has("offers_option")
    return "moot" if moment.new_concern or moment.concern_gone or on_to_how else None


def _settled(moment: Moment, since: Seconds) -> Pointless | None:
    """The customer has taken a definite word: no going back to how they feel."""
    taken = moment.heard.party == "customer" and (moment.any("accepts", "thanking") or occasions.settled(moment))
    return "moot" if taken else None


def _past_feeling(moment: Moment, since: Seconds) -> Pointless | None:
    """Settled; or what was said back is right, and they are calm again: they know that they were heard."""
    calm = moment.heard.party == "customer" and not moment.situation.hot("frustrated")
    return "moot" if calm and moment.has("confirms") else _settled(moment, since)


def _answered_again(moment: Moment, since: Seconds) -> Pointless | None:
    """They have told it once more, without a word about that; or the agent let the question go."""
    if moment.heard.party == "agent":
        if moment.began < since:
            return None
        return "done" if moment.any("acknowledges", "apologises", "restates") else "moot"
    return "moot" if moment.began >= since and not moment.any("repeat_contact", "venting") else None


def _within_again(moment: Moment, since: Seconds) -> Pointless | None:
    if moment.heard.party == "agent":
        offers = moment.any("offers_option", "promises")
        mended = moment.has("offers_supervisor") or (offers and occasions.over(moment) is None)
        return "done" if mended else None
    return "moot" if moment.any("rejects", "asks_supervisor") else None


def _owned(moment: Moment, since: Seconds) -> Pointless | None:
    """Somebody has made it theirs; or nobody wants what was promised, and not because nobody would see it through."""
    if moment.has("takes_ownership"):
        return "done"
    unwanted = moment.has("rejects") and not moment.has("repeat_contact")
    return "moot" if unwanted or moment.any("closes_warmly", "offers_supervisor") else None


def _timed(moment: Moment, since: Seconds) -> Pointless | None:
    """By when is said, with the promise said again or on its own; or nobody wants what was promised."""
    if moment.has("rejects"):
        return "moot"
    said = phrases.found(moment.situation.playbook.words.times, moment.heard.quote)
    later = moment.heard.party == "agent" and moment.began >= since and said is not None
    return "done" if later or any(map(promises.is_dated, moment.heard.promises)) else None


def _slower(moment: Moment, since: Seconds) -> Pointless | None:
    if moment.heard.party == "customer" or moment.began < since:
        return None
    return None if moment.hurried else "done"


def _taken_back(moment: Moment, since: Seconds) -> Pointless | None:
    """The ladder's next words are not due any more: the customer is calm, and has taken it back or settled it."""
    calm = moment.heard.party == "customer" and not moment.situation.hot("frustrated")
    return "moot" if calm and moment.any("accepts", "thanking", "confirms") else None


def _asks_instead(moment: Moment) -> Pointless | None:
    """They ask for a supervisor, and say nothing worse: that can be answered."""
    asks = moment.has("asks_supervisor") and not moment.any("personal_attack", "threat_harm")
    return "moot" if asks else None


_WHO = re.compile(r"\b(?:i'll|i will|i'm going to|myself)\b", re.IGNORECASE)


def _says_who(moment: Moment, since: Seconds) -> Pointless | None:
    """The agent has said since that they do it themselves."""
    later = moment.heard.party == "agent" and moment.began >= since and not moment.has("vague_action")
    return "done" if later and _WHO.search(moment.heard.quote.replace("\u2019", "'")) else None


_CONCRETE = _when(done=("promises", "offers_option", "takes_ownership"), moot=("accepts", "asks_outcome"))
_SAID_BACK = _when(done=("restates",), moot=("accepts",))
_SAID_RIGHT = _when(done=("restates",), moot=("confirms", "accepts", "thanking"))
_BOUNDARY_SET = _when(done=("sets_boundary",))


def _unless_named(otherwise: Check) -> Check:
    """Done once the feeling is named; else what ``otherwise`` says."""
    return lambda moment, since: "done" if moment.names_it else otherwise(moment, since)


ENDS: dict[Cue, Check] = {
    "at_pickup": _when(done=("restates", "takes_ownership", "apologises"), moot=("accepts", "thanking")),
    "let_them_finish": _finished,
    "show_you_listen": _spoken,
    "name_the_feeling": _unless_named(_past_feeling),
    "say_it_back": lambda m, s: _SAID_BACK(m, s) or _past_telling(m, s),
    "check_you_got_it": _when(
        done=("checks_understanding", "confirms"), moot=("corrects", "accepts", "rejects", "offers_option", "promises")
    ),
    "say_it_again_right": lambda m, s: None if m.has("corrects") else _SAID_RIGHT(m, s),
    "do_not_ask_again": _answered_again,
    "apologise_once": _when(done=("apologises",), moot=("accepts", "thanking")),
    "enough_apology": _when(done=("offers_option", "promises", "asks_outcome"), moot=("accepts", "thanking")),
    "drop_the_script": _unless_named(_when(done=("restates",), moot=("accepts", "thanking"))),
    "slow_down": _slower,
    "ask_what_would_help": _when(
        done=("asks_outcome", "states_outcome"), moot=("accepts", "thanking", "offers_supervisor")
    ),
    "ask_before_explaining": _when(done=("asks_permission",), moot=("accepts", "thanking", "confused", "confirms")),
    "offer_choices": _when(
        done=("offers_option", "promises"), moot=("accepts", "thanking", "offers_supervisor", "closes_warmly")
    ),
    "plain_words": lambda m, s: "done" if m.has("explains") and not m.has("jargon") else None,
    "say_what_you_can_do": _when(done=("offers_option", "promises"), moot=("accepts", "thanking")),
    "do_not_argue": _unless_named(_when(done=("apologises", "restates"), moot=("accepts", "thanking"))),
    "within_your_limits": _within_again,
    "own_it": _owned,
    "make_it_concrete": lambda m, s: _CONCRETE(m, s) or _says_who(m, s),
    "put_a_time_on_it": _timed,
    "set_a_boundary": lambda m, s: _BOUNDARY_SET(m, s) or _taken_back(m, s) or _asks_instead(m),
    "end_with_care": lambda m, s: _BOUNDARY_SET(m, s) or _taken_back(m, s),
    "bring_a_supervisor": _when(done=("offers_supervisor",), moot=("accepts", "thanking", "confirms")),
    "close_warmly": _when(done=("closes_warmly",), moot=occasions.TROUBLE),
}
