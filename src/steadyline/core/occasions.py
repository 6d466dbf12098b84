"""
When a cue is called for, and when it no longer is.

Two tables, read by `steadyline.core.cues`: what an utterance makes wanted, and what it makes pointless. They look at
one judged utterance in its call and know nothing of screens, budgets or time to read.
"""

from collections.abc import Callable
from typing import Literal

from steadyline.core import promises
from steadyline.core.events import Seconds
from steadyline.core.moments import Cues, Moment
from steadyline.core.names import Cue

# --- what makes a cue wanted ---------------------------------------------------------------------------------------


def warned_lately(cues: Cues, moment: Moment) -> bool:
    """There was a warning, and no time yet to calm down: what is said now belongs to it."""
    cooling = moment.situation.playbook.ladder.cooling_seconds
    return bool(cues.warnings) and moment.heard.at - cues.warnings[-1] < cooling


def _agrees(moment: Moment) -> bool:
    """The customer is content with what was said: no moment to go back to how they feel."""
    return any(moment.has(name) for name in ("accepts", "confirms", "thanking"))


def _name_the_feeling(cues: Cues, moment: Moment) -> bool:
    situation = moment.situation
    rises = situation.hot("frustrated") and situation.heat.trend > 0
    return (rises or situation.hot("angry")) and not cues.feeling_named and not _agrees(moment)


def _say_it_back(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    return bool(moment.situation.concerns.notes) and not steps.restated and not steps.done("restate")


def _check_you_got_it(cues: Cues, moment: Moment) -> bool:
    waits = moment.situation.steps.restated
    answered = any(moment.has(name) for name in ("confirms", "corrects", "accepts"))
    return bool(waits) and waits < moment.heard.turn and not answered


def _apologise_once(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    met = (steps.done("restate") or steps.done("empathise")) and not moment.has("accepts")
    return met and not cues.apologies and not steps.done("apologise") and bool(moment.situation.concerns.notes)


def _enough_apology(cues: Cues, moment: Moment) -> bool:
    if not moment.has("apologises") or moment.after_cutting_in:
        return False
    moves_on = any(moment.has(name) for name in ("offers_option", "promises", "restates", "asks_outcome"))
    long = moment.ended - moment.began > moment.situation.playbook.budget.long_apology_seconds and not moves_on
    return (cues.apologies >= 1 and not moves_on) or long


def _ask_what_would_help(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    if steps.done("ask") or steps.done("resolve") or moment.has("thanking"):
        return False
    if moment.heard.party == "agent":
        return moment.has("offers_option")
    return steps.done("restate")


def _bring_a_supervisor(cues: Cues, moment: Moment) -> bool:
    if moment.has("asks_supervisor") or moment.has("threat_harm"):
        return True
    situation = moment.situation
    since = situation.heat.hot_since
    long = since is not None and situation.at - since >= situation.playbook.budget.long_anger_seconds
    return long and situation.steps.done("empathise") and situation.steps.done("restate")


def _set_a_boundary(cues: Cues, moment: Moment) -> bool:
    ladder = moment.situation.playbook.ladder
    likely = max(moment.heard.signals.get(name, 0.0) for name in ("personal_attack", "threat_harm"))
    return likely >= ladder.sure_at and not warned_lately(cues, moment) and len(cues.warnings) < len(ladder.rungs)


_TROUBLE = ("rejects", "corrects", "states_problem", "venting", "asks_supervisor")


def _more_trouble(moment: Moment) -> bool:
    return any(moment.has(name) for name in _TROUBLE)


def _close_warmly(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    stands = steps.done("commit") and moment.has("accepts")
    leaves = (steps.done("resolve") or steps.done("commit")) and moment.has("thanking")
    return (stands or leaves) and not steps.done("close") and not _more_trouble(moment)


Trigger = Callable[[Cues, Moment], bool]

ON_CUSTOMER: dict[Cue, Trigger] = {
    "name_the_feeling": _name_the_feeling,
    "say_it_back": _say_it_back,
    "check_you_got_it": _check_you_got_it,
    "say_it_again_right": lambda c, m: m.has("corrects") and m.situation.steps.changes.get("restate") is not None,
    "apologise_once": _apologise_once,
    "ask_what_would_help": _ask_what_would_help,
    "set_a_boundary": _set_a_boundary,
    "bring_a_supervisor": _bring_a_supervisor,
    "close_warmly": _close_warmly,
}

ON_AGENT: dict[Cue, Trigger] = {
    "enough_apology": _enough_apology,
    "drop_the_script": lambda c, m: m.has("formulaic"),
    "ask_what_would_help": _ask_what_would_help,
    "plain_words": lambda c, m: m.has("jargon"),
    "say_what_you_can_do": lambda c, m: (
        m.has("negative_language") and not m.has("offers_option") and not m.has("promises")
    ),
    "do_not_argue": lambda c, m: m.has("argues") or m.has("dismissive"),
    "make_it_concrete": lambda c, m: m.has("vague_action") and not m.has("promises"),
    "put_a_time_on_it": lambda c, m: any(p.who != "customer" and not promises.is_dated(p) for p in m.heard.promises),
}

# Cues that answer the customer wait until the customer has stopped speaking.
AFTER_CUSTOMER = (frozenset(ON_CUSTOMER) | {"let_them_finish"}) - {"set_a_boundary"}


# --- what makes a wanted or shown cue pointless --------------------------------------------------------------------


def names_it(moment: Moment) -> bool:
    """The feeling was named, and not by a formula."""
    return moment.has("empathy") and not moment.has("formulaic")


Pointless = Literal["done", "moot"]
Check = Callable[[Moment, Seconds], Pointless | None]
"""What an utterance makes of a cue that was wanted, or is on the screen, since then."""


def _when(*, done: tuple[str, ...] = (), moot: tuple[str, ...] = ()) -> Check:
    """Pointless once one of these signals is heard."""

    def check(moment: Moment, since: Seconds) -> Pointless | None:
        if any(moment.has(name) for name in done):
            return "done"
        return "moot" if any(moment.has(name) for name in moot) else None

    return check


def _finished(moment: Moment, since: Seconds) -> Pointless | None:
    """After a cutting in: a protest is not the rest of what was cut off, and the words cut in with are no amends."""
    if moment.heard.party == "customer":
        return "done" if moment.began >= since and (moment.has("states_problem") or moment.new_concern) else None
    if moment.has("apologises"):
        return "done"
    if moment.began < since:
        return None
    return "done" if moment.has("acknowledges") else "moot"


def _still_telling(moment: Moment, since: Seconds) -> Pointless | None:
    """There is more to say back than there was."""
    return "moot" if moment.new_concern else None


_AGREED = _when(moot=("accepts", "thanking"))

_SAID_BACK = _when(done=("restates",), moot=("accepts",))
_SAID_RIGHT = _when(done=("restates",), moot=("confirms",))


def _unless_named(otherwise: Check) -> Check:
    """Done once the feeling is named; else what ``otherwise`` says."""
    return lambda moment, since: "done" if names_it(moment) else otherwise(moment, since)


ENDS: dict[Cue, Check] = {
    "let_them_finish": _finished,
    "name_the_feeling": _unless_named(_AGREED),
    "say_it_back": lambda m, s: _SAID_BACK(m, s) or _still_telling(m, s),
    "check_you_got_it": _when(done=("checks_understanding", "confirms"), moot=("corrects", "accepts")),
    "say_it_again_right": lambda m, s: None if m.has("corrects") else _SAID_RIGHT(m, s),
    "apologise_once": _when(done=("apologises",), moot=("accepts",)),
    "enough_apology": _when(done=("offers_option", "promises", "asks_outcome")),
    "drop_the_script": _unless_named(_when(done=("restates",), moot=("accepts", "thanking"))),
    "ask_what_would_help": _when(done=("asks_outcome", "states_outcome"), moot=("accepts", "thanking")),
    "plain_words": lambda m, s: "done" if m.has("explains") and not m.has("jargon") else None,
    "say_what_you_can_do": _when(done=("offers_option", "promises")),
    "do_not_argue": _unless_named(_when(done=("apologises", "restates"), moot=("accepts", "thanking"))),
    "make_it_concrete": _when(done=("promises", "offers_option", "takes_ownership"), moot=("accepts",)),
    "put_a_time_on_it": lambda m, s: "done" if any(map(promises.is_dated, m.heard.promises)) else None,
    "set_a_boundary": _when(done=("sets_boundary",)),
    "bring_a_supervisor": _when(done=("offers_supervisor",), moot=("accepts", "thanking", "confirms")),
    "close_warmly": _when(done=("closes_warmly",), moot=_TROUBLE),
}
