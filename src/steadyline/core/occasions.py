"""
When a cue is called for.

Two tables, read by `steadyline.core.cues`: what an utterance of the customer makes wanted, and what one of the agent.
They look at one judged utterance in its call and know nothing of screens, budgets or time to read. What the agent may
still do by themselves is the business of `chances`; what makes a cue pointless, of `endings`.
"""

import re
from collections.abc import Callable

from steadyline.core import grievance, ladder, limits, memory, phrases, promises, record, wording
from steadyline.core.moments import Cues, Moment
from steadyline.core.names import Cue, Step
from steadyline.core.steps import ways

# --- the telling ---------------------------------------------------------------------------------------------------


def _show_you_listen(cues: Cues, moment: Moment) -> bool:
    """Back from a long hold, with no word of it; or the customer has to ask where everybody went."""
    if cues.held is None:
        return False
    words = moment.situation.playbook.words
    thanked = moment.any("acknowledges", "apologises") or phrases.found(words.thanks_for_waiting, moment.heard.quote)
    return moment.heard.party == "customer" or not thanked


def _say_it_back(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    told = bool(moment.situation.concerns.grievances) and not settled(moment)
    return told and not steps.restated and not steps.done("restate")


def _check_you_got_it(cues: Cues, moment: Moment) -> bool:
    """It was said back a moment ago: a customer who has gone on for longer than that has other things in mind."""
    waits, turn = moment.situation.steps.restated, moment.heard.turn
    fresh = waits < turn <= waits + moment.situation.playbook.budget.check_within_turns
    answered = moment.any("corrects", "accepts", "rejects", "thanking") or moment.maybe("confirms")
    return bool(waits) and fresh and not answered and not _is_yes(moment.heard.quote)


_YES = frozenset("yes yeah yep yup correct right aye exactly precisely".split())


def _is_yes(text: str) -> bool:
    """Whether it is a bare yes, which leaves nothing to check."""
    words = [word.strip(".,!") for word in text.lower().split()]
    return 0 < len(words) <= 3 and words[0] in _YES


def _say_it_again_right(cues: Cues, moment: Moment) -> bool:
    """What was said back a moment ago is put right."""
    return _reopened(moment, "restate")


def _reopened(moment: Moment, step: Step) -> bool:
    """Whether this utterance has opened the step again."""
    change = moment.situation.steps.changes.get(step)
    return change is not None and change.state == "reopened" and change.turn == moment.heard.turn


def _do_not_ask_again(cues: Cues, moment: Moment) -> bool:
    rules, heard = moment.situation.playbook.memory, moment.heard
    if heard.party == "customer":
        protests = memory.protests(rules, heard.quote) or (moment.has("venting") and moment.has("repeat_contact"))
        return cues.memory.asked and protests
    return moment.has("asks_detail") and memory.asked_again(rules, cues.memory, heard.quote) is not None


# --- the feeling ---------------------------------------------------------------------------------------------------


def _agrees(moment: Moment) -> bool:
    """The customer is content with what was said: no moment to go back to how they feel."""
    return moment.any("accepts", "confirms", "thanking")


def settled(moment: Moment) -> bool:
    """A way forward stands, and nothing in this utterance is against it."""
    steps = moment.situation.steps
    stands = steps.done("resolve") or steps.done("commit")
    return stands and not moment.any("venting", *TROUBLE, "personal_attack", "threat_leave", "threat_public")


def _name_the_feeling(cues: Cues, moment: Moment) -> bool:
    situation = moment.situation
    rises = situation.hot("frustrated") and situation.heat.trend > 0
    hot = rises or situation.hot("angry")
    return hot and not cues.feeling_named and not _agrees(moment) and not settled(moment)


def _apologise_once(cues: Cues, moment: Moment) -> bool:
    situation = moment.situation
    steps = situation.steps
    met = steps.done("restate") or steps.done("empathise")
    ours = any(not grievance.is_own_slip(note.text) for note in situation.concerns.grievances)
    owed = ours and cues.harmed and not cues.apologies and not steps.done("apologise")
    return met and owed and not moment.any("accepts", "thanking")


def _enough_apology(cues: Cues, moment: Moment) -> bool:
    if not moment.has("apologises") or moment.after_cutting_in:
        return False
    playbook = moment.situation.playbook
    said = phrases.count(playbook.words.sorry, moment.heard.quote)
    if said >= playbook.budget.apologies_in_a_breath:
        return True
    if moment.maybe(*_MOVES_ON):
        return False
    # Words for what they went through take their time; with one sorry in them they are no long apology.
    took = moment.seconds * _share_of_sorry(playbook.words.sorry, moment.heard.quote)
    long = took > playbook.budget.long_apology_seconds and (said > 1 or not moment.names_it)
    return cues.apologies >= 1 or long


_MOVES_ON = (
    "asks_permission",
    "offers_option",
    "promises",
    "restates",
    "asks_outcome",
    "takes_ownership",
    "explains",
    "offers_supervisor",
)


def _share_of_sorry(sorry: tuple[str, ...], text: str) -> float:
    """How much of the words is the sentence that says sorry; all of it where none plainly does."""
    sentences = [(len(sentence.split()), phrases.found(sorry, sentence)) for sentence in re.split(r"[.!?]+", text)]
    words, apology = sum(count for count, _ in sentences), sum(count for count, found in sentences if found)
    return apology / words if apology else 1.0


# --- the way forward -----------------------------------------------------------------------------------------------


def _ask_what_would_help(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    if cues.wish or steps.done("ask") or steps.done("resolve") or moment.has("thanking"):
        return False
    if moment.heard.party == "agent":  # a choice of ways asks what would help, too; and nothing to mend needs no asking
        wrong = bool(moment.situation.concerns.grievances)
        return wrong and moment.any("offers_option", "promises") and steps.options < 2 and ways(moment.heard.quote) < 2
    return steps.done("restate")


def _offer_choices(cues: Cues, moment: Moment) -> bool:
    """The one way that was offered is turned down; or all is known, and no way was offered yet."""
    steps = moment.situation.steps
    if _reopened(moment, "resolve"):
        return steps.options < 2
    known = steps.done("restate") and steps.done("ask") and "resolve" not in steps.changes
    return known and not steps.options and not steps.offered and not moment.has("asks_supervisor")


def _plain_words(cues: Cues, moment: Moment) -> bool:
    """A word with plain words for it; or any other, once the customer shows that it was not understood."""
    if moment.heard.party == "customer":
        return cues.jargon and moment.has("confused")
    known = wording.plain(moment.situation.playbook.words, moment.heard.quote, cues.terms_known)
    return moment.has("jargon") and known is not None


def _within_your_limits(cues: Cues, moment: Moment) -> bool:
    return over(moment) is not None


def over(moment: Moment) -> limits.Beyond | None:
    """What the agent gives in this utterance that is not theirs to give."""
    if not moment.any("offers_option", "promises") or moment.has("offers_supervisor"):
        return None
    situation = moment.situation
    return limits.beyond(situation.playbook.remedies, situation.header.agent.limits, moment.heard.quote)


def _own_it(cues: Cues, moment: Moment) -> bool:
    """Our word is given and nobody has made it theirs, though they had to come back, or it was broken before. Of two
    ways to choose from, none is our word yet.
    """
    steps, history = moment.situation.steps, moment.situation.header.customer.history
    definite = any(promise.who != "customer" for promise in moment.heard.promises)
    choice = moment.has("offers_option") and ways(moment.heard.quote) > 1
    ours = definite or (moment.has("promises") and not choice)
    return ours and (steps.returned or record.was_broken(history)) and not steps.owned


def _put_a_time_on_it(cues: Cues, moment: Moment) -> bool:
    """Our word is given with no time, and with none beside it in the same breath."""
    ours = [promise for promise in moment.heard.promises if promise.who != "customer"]
    in_passing = moment.any("asks_detail", "asks_permission") and not moment.maybe("promises")
    return bool(ours) and not in_passing and not any(map(promises.is_dated, ours))


def _ask_before_explaining(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    welcome = moment.any("empathy", "apologises", "restates", "offers_option", "promises") or steps.done("resolve")
    return moment.has("explains") and moment.situation.hot("angry") and not steps.leave and not welcome


# --- the ladder, the supervisor, the end ---------------------------------------------------------------------------


def _rung(cues: Cues, moment: Moment) -> int | None:
    """How many warnings stand as this new act comes; None if there is no act, or it belongs to the last warning."""
    rules = moment.situation.playbook.ladder
    new = cues.ladder.acted(moment.heard.turn) and not ladder.cooling(rules, cues.ladder, moment.heard.at)
    return len(cues.ladder.warnings) if new else None


def _set_a_boundary(cues: Cues, moment: Moment) -> bool:
    rung = _rung(cues, moment)
    due = rung is not None and rung < len(moment.situation.playbook.ladder.rungs)
    return due and not ladder.answered_otherwise(cues.ladder)


def _end_with_care(cues: Cues, moment: Moment) -> bool:
    rung = _rung(cues, moment)
    return rung is not None and rung >= len(moment.situation.playbook.ladder.rungs)


def _bring_a_supervisor(cues: Cues, moment: Moment) -> bool:
    if moment.any("asks_supervisor", "threat_harm"):
        return True
    situation = moment.situation
    since = situation.heat.hot_since
    long = since is not None and situation.at - since >= situation.playbook.budget.long_anger_seconds
    return long and situation.steps.done("empathise") and situation.steps.done("restate")


TROUBLE = ("rejects", "corrects", "states_problem", "venting", "asks_supervisor")


def _close_warmly(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    stands = steps.done("commit") and moment.has("accepts")
    leaves = (steps.done("resolve") or steps.done("commit")) and moment.has("thanking")
    return (stands or leaves) and not steps.done("close") and not moment.any(*TROUBLE)


Trigger = Callable[[Cues, Moment], bool]

ON_CUSTOMER: dict[Cue, Trigger] = {
    "show_you_listen": _show_you_listen,
    "name_the_feeling": _name_the_feeling,
    "say_it_back": _say_it_back,
    "check_you_got_it": _check_you_got_it,
    "say_it_again_right": _say_it_again_right,
    "do_not_ask_again": _do_not_ask_again,
    "apologise_once": _apologise_once,
    "ask_what_would_help": _ask_what_would_help,
    "plain_words": _plain_words,
    "offer_choices": _offer_choices,
    "set_a_boundary": _set_a_boundary,
    "end_with_care": _end_with_care,
    "bring_a_supervisor": _bring_a_supervisor,
    "close_warmly": _close_warmly,
}

ON_AGENT: dict[Cue, Trigger] = {
    "show_you_listen": _show_you_listen,
    "do_not_ask_again": _do_not_ask_again,
    "enough_apology": _enough_apology,
    "drop_the_script": lambda c, m: m.has("formulaic"),
    "slow_down": lambda c, m: m.hurried,
    "ask_what_would_help": _ask_what_would_help,
    "ask_before_explaining": _ask_before_explaining,
    "plain_words": _plain_words,
    "say_what_you_can_do": lambda c, m: m.has("negative_language") and not m.any("offers_option", "promises"),
    "do_not_argue": lambda c, m: m.any("argues", "dismissive"),
    "within_your_limits": _within_your_limits,
    "own_it": _own_it,
    "make_it_concrete": lambda c, m: m.has("vague_action") and not m.has("promises"),
    "put_a_time_on_it": _put_a_time_on_it,
}

# What the agent's own words lack may follow in the next breath: whose it is, and by when.
MAY_FOLLOW = frozenset({"own_it", "put_a_time_on_it"})

# Cues that answer the customer, or hang on their answer, wait until the customer has stopped speaking.
AFTER_CUSTOMER = (frozenset(ON_CUSTOMER) | MAY_FOLLOW | {"let_them_finish"}) - {
    "set_a_boundary",
    "end_with_care",
    "plain_words",
}

# What is wrong with words of the agent's own: the last ones matter most.
OF_OWN_WORDS = frozenset(ON_AGENT) - frozenset(ON_CUSTOMER)

# Who speaks when is known in every language.
NEED_NO_WORDS = frozenset({"show_you_listen", "let_them_finish"})

# After a threat of harm, until the customer is calm again, nothing else helps: to keep safe, to promise nothing that
# will not be kept, and not to say their problem back to somebody who says what they will do to you.
UNDER_THREAT = frozenset(
    {"bring_a_supervisor", "set_a_boundary", "end_with_care", "do_not_argue", "within_your_limits"}
)

# Cues of the floor rest on no words: nothing that is still to be heard can make them pointless.
OF_THE_FLOOR = frozenset({"show_you_listen"})
