"""
One quiet cue at a time.

What is heard makes the agent *want* a cue; it is *offered* only at a fit moment: nothing else on the screen, the
agent silent and heard out, the customer done where the cue answers them, the budget not spent. It leaves the screen
when taken, dismissed, done, moot or stale. Nothing is ever offered while the agent speaks, nor before the last words
of either are known.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from steadyline.core import promises, wording
from steadyline.core.concerns import Concerns
from steadyline.core.events import (
    CueDismissed,
    CueExpired,
    CueOffered,
    CueTaken,
    Finding,
    Header,
    Heard,
    Party,
    Seconds,
    SpeechEnded,
    TalkOver,
)
from steadyline.core.floor import Floor
from steadyline.core.heat import Heat
from steadyline.core.names import LEVELS, Cue
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.steps import Steps

_LONG_AGO: Seconds = -1e9
_SAME_VOICE_SECONDS = 0.5
"""The words of a voice may be cut this much before voice activity ends."""


class Want(msgspec.Struct, frozen=True):
    """A cue that waits for its moment, with what it rests on."""

    cue: Cue
    since: Seconds
    turn: int
    quote: str
    slots: dict[str, str] = {}


class Unheard(msgspec.Struct, frozen=True):
    """Words that are still to come: of a voice that ended at ``ended``, which was known ``since``."""

    since: Seconds
    ended: Seconds


class Cues(msgspec.Struct, frozen=True):
    """The cue on the screen, those that wait, and what this call remembers of both.

    ``unheard``: who fell silent and whose words are not known yet; they may make a cue pointless.
    ``feeling_named``: the agent has named the feeling since heat rose to frustrated.
    ``apologies``: turns of apologies since the last new problem. ``warnings``: when a boundary was set.
    """

    shown: CueOffered | None = None
    wants: tuple[Want, ...] = ()
    offered: int = 0
    offered_by_cue: dict[str, int] = {}
    last_at: dict[str, Seconds] = {}
    dismissed: dict[str, int] = {}
    free_since: Seconds = _LONG_AGO
    unheard: dict[Party, Unheard] = {}
    feeling_named: bool = False
    apologies: int = 0
    warnings: tuple[Seconds, ...] = ()
    terms_known: frozenset[str] = frozenset()


class Situation(msgspec.Struct, frozen=True):
    """The call as it stands after a fact: what the rules may look at."""

    playbook: Playbook
    header: Header
    at: Seconds
    floor: Floor
    heat: Heat
    concerns: Concerns
    promises: Promises
    steps: Steps

    def hot(self, level: str) -> bool:
        """Whether believed heat stands at this level or above."""
        return LEVELS.index(self.playbook.level(self.heat.now)) >= LEVELS.index(level)


class Moment(msgspec.Struct, frozen=True):
    """A judged utterance in its situation, with when it began and ended.

    ``after_cutting_in``: the agent's words as they cut in, or the first since; a sorry in them is for that.
    """

    situation: Situation
    heard: Heard
    began: Seconds
    ended: Seconds
    new_concern: bool
    after_cutting_in: bool

    def has(self, signal: str) -> bool:
        """Whether this utterance carries the signal."""
        return self.heard.signals.get(signal, 0.0) >= self.situation.playbook.heard_at


# --- what makes a cue wanted ---------------------------------------------------------------------------------------


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
    return bool(waits) and waits < moment.heard.turn and not (moment.has("confirms") or moment.has("corrects"))


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
    abusive = moment.has("personal_attack") or moment.has("threat_harm")
    rungs = moment.situation.playbook.ladder.rungs
    return abusive and not _warned_lately(cues, moment) and len(cues.warnings) < len(rungs)


_TROUBLE = ("rejects", "corrects", "states_problem", "venting", "asks_supervisor")


def _more_trouble(moment: Moment) -> bool:
    return any(moment.has(name) for name in _TROUBLE)


def _close_warmly(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    stands = steps.done("commit") and moment.has("accepts")
    leaves = (steps.done("resolve") or steps.done("commit")) and moment.has("thanking")
    return (stands or leaves) and not steps.done("close") and not _more_trouble(moment)


Trigger = Callable[[Cues, Moment], bool]

_ON_CUSTOMER: dict[Cue, Trigger] = {
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

_ON_AGENT: dict[Cue, Trigger] = {
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
_AFTER_CUSTOMER = (frozenset(_ON_CUSTOMER) | {"let_them_finish"}) - {"set_a_boundary"}


# --- what makes a wanted or shown cue pointless --------------------------------------------------------------------


def _names_it(moment: Moment) -> bool:
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
    return lambda moment, since: "done" if _names_it(moment) else otherwise(moment, since)


_ENDS: dict[Cue, Check] = {
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
    "bring_a_supervisor": _when(done=("offers_supervisor",), moot=("accepts", "thanking")),
    "close_warmly": _when(done=("closes_warmly",), moot=_TROUBLE),
}


# --- the flow ------------------------------------------------------------------------------------------------------


def heard(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Take one judged utterance: what it ends, what it makes wanted, and what may be offered now."""
    cues, findings = _end(heard_out(cues, moment.heard.party, moment.ended), moment)
    cues = _remember_before(cues, moment)
    triggers = _ON_CUSTOMER if moment.heard.party == "customer" else _ON_AGENT
    wants = tuple(
        _want(cues, cue, moment)
        for cue, trigger in triggers.items()
        if trigger(cues, moment) and _allowed(cues, cue, moment.situation)
    )
    if wants:
        fresh = {want.cue for want in wants}
        kept = tuple(want for want in cues.wants if want.cue not in fresh)
        cues = msgspec.structs.replace(cues, wants=kept + wants)
    cues = _remember_after(cues, moment)
    cues, offers = offer(cues, moment.situation)
    return cues, findings + offers


def talk_over(cues: Cues, situation: Situation, finding: TalkOver) -> Cues:
    """Take who cut in on whom; the agent's own cutting in makes `let_them_finish` wanted."""
    if not (finding.by == "agent" and finding.takes_floor and _allowed(cues, "let_them_finish", situation)):
        return cues
    want = Want(cue="let_them_finish", since=finding.at, turn=0, quote="")
    others = tuple(other for other in cues.wants if other.cue != want.cue)
    return msgspec.structs.replace(cues, wants=(*others, want))


def answered(cues: Cues, fact: CueTaken | CueDismissed) -> Cues:
    """Take the agent's click. A click on a cue that is gone changes nothing but the count of dismissals."""
    if isinstance(fact, CueDismissed):
        dismissed = {**cues.dismissed, fact.cue: cues.dismissed.get(fact.cue, 0) + 1}
        cues = msgspec.structs.replace(cues, dismissed=dismissed)
    if cues.shown is None or cues.shown.id != fact.id:
        return cues
    spoken = isinstance(fact, CueTaken) and cues.shown.cue == "set_a_boundary"
    warnings = (*cues.warnings, fact.at) if spoken else cues.warnings
    return msgspec.structs.replace(cues, shown=None, free_since=fact.at, warnings=warnings)


def fell_silent(cues: Cues, fact: SpeechEnded) -> Cues:
    """Somebody stopped speaking; what was said is not known yet."""
    return msgspec.structs.replace(cues, unheard={**cues.unheard, fact.party: Unheard(since=fact.at, ended=fact.t1)})


def heard_out(cues: Cues, party: Party, until: Seconds) -> Cues:
    """What this party said up to ``until`` is known."""
    unheard = cues.unheard.get(party)
    if unheard is None or until < unheard.ended - _SAME_VOICE_SECONDS:
        return cues
    rest = {other: still for other, still in cues.unheard.items() if other != party}
    return msgspec.structs.replace(cues, unheard=rest)


def due(playbook: Playbook, cues: Cues, floor: Floor, now: Seconds) -> Seconds | None:
    """When this room has something to do although nothing else happens."""
    moment = cues.shown.until if cues.shown else None
    if not cues.wants or floor.speaks("agent"):
        return moment
    if cues.unheard:
        next_chance = min(unheard.since for unheard in cues.unheard.values()) + playbook.budget.settle_seconds
    else:
        next_chance = cues.free_since + playbook.budget.gap_seconds
        if next_chance <= now:  # the chance has come and gone: only a fact brings another
            return moment
    return next_chance if moment is None else min(moment, next_chance)


def wait(cues: Cues, situation: Situation) -> tuple[Cues, list[Finding]]:
    """What follows from time alone: the stale leaves, words that do not come are given up on, another cue may come."""
    findings: list[Finding] = []
    shown, at = cues.shown, situation.at
    if shown and at >= shown.until:
        findings.append(CueExpired(at=at, id=shown.id, cue=shown.cue, why="stale"))
        cues = msgspec.structs.replace(cues, shown=None, free_since=at)
    settle = situation.playbook.budget.settle_seconds
    awaited = {party: unheard for party, unheard in cues.unheard.items() if at < unheard.since + settle}
    if len(awaited) != len(cues.unheard):
        cues = msgspec.structs.replace(cues, unheard=awaited)
    cues, offers = offer(cues, situation)
    return cues, findings + offers


def end(cues: Cues, at: Seconds) -> tuple[Cues, list[Finding]]:
    """The call is over: nothing stays on the screen."""
    shown = cues.shown
    findings: list[Finding] = [CueExpired(at=at, id=shown.id, cue=shown.cue, why="call_ended")] if shown else []
    return msgspec.structs.replace(cues, shown=None, wants=()), findings


def offer(cues: Cues, situation: Situation) -> tuple[Cues, list[Finding]]:
    """Offer the weightiest cue that waits, if this is a moment for it."""
    playbook, at, floor = situation.playbook, situation.at, situation.floor
    waiting = tuple(want for want in cues.wants if at <= want.since + playbook.cues[want.cue].patience)
    if len(waiting) != len(cues.wants):
        cues = msgspec.structs.replace(cues, wants=waiting)
    if not waiting or floor.speaks("agent") or cues.unheard or floor.on_hold:
        return cues, []
    rules = playbook.cues
    for want in sorted(waiting, key=lambda want: (rules[want.cue].urgent, rules[want.cue].priority), reverse=True):
        listens = want.cue in _AFTER_CUSTOMER and floor.speaks("customer")
        if listens or not _has_room(cues, want.cue, situation):
            continue
        cues = msgspec.structs.replace(cues, wants=tuple(other for other in cues.wants if other is not want))
        said = _say(cues, want, situation)
        if said is not None:
            return _put_up(cues, want, said, situation)
    return cues, []


def _put_up(cues: Cues, want: Want, said: str, situation: Situation) -> tuple[Cues, list[Finding]]:
    at, rule, findings = situation.at, situation.playbook.cues[want.cue], list[Finding]()
    if cues.shown:
        findings.append(CueExpired(at=at, id=cues.shown.id, cue=cues.shown.cue, why="moot"))
    offered = CueOffered(
        at=at,
        id=f"cue_{cues.offered + 1}",
        cue=want.cue,
        say=said,
        why=rule.why,
        turn=want.turn,
        quote=want.quote,
        until=round(at + rule.life, 3),
    )
    cues = msgspec.structs.replace(
        cues,
        shown=offered,
        offered=cues.offered + 1,
        offered_by_cue={**cues.offered_by_cue, want.cue: cues.offered_by_cue.get(want.cue, 0) + 1},
        last_at={**cues.last_at, want.cue: at},
    )
    return cues, [*findings, offered]


def _has_room(cues: Cues, cue: Cue, situation: Situation) -> bool:
    """The budget and the quiet after the last cue allow one more; an urgent one needs no leave of theirs."""
    playbook, at = situation.playbook, situation.at
    if cues.shown and not _outweighs(playbook, cue, cues.shown, at):
        return False
    if playbook.cues[cue].urgent:
        return True
    rested = cues.shown is not None or at >= cues.free_since + playbook.budget.gap_seconds
    return rested and cues.offered < playbook.budget.cues_per_call


def _outweighs(playbook: Playbook, cue: Cue, shown: CueOffered, at: Seconds) -> bool:
    """A weightier cue may take the place of one that there was time to read; an urgent one, of any that is not."""
    rule, other = playbook.cues[cue], playbook.cues[shown.cue]
    if rule.urgent or other.urgent:
        return rule.urgent and not other.urgent
    return rule.priority > other.priority and at >= shown.at + playbook.budget.gap_seconds


def _allowed(cues: Cues, cue: Cue, situation: Situation) -> bool:
    """The playbook and the agent still want this cue on this call."""
    rule = situation.playbook.cues.get(cue)
    return (
        rule is not None
        and situation.hot(rule.heat)
        and cues.dismissed.get(cue, 0) < situation.playbook.budget.dismissals
        and cues.offered_by_cue.get(cue, 0) < rule.most
        and situation.at >= cues.last_at.get(cue, _LONG_AGO) + rule.cool_down
        and not (cues.shown is not None and cues.shown.cue == cue)
    )


def _want(cues: Cues, cue: Cue, moment: Moment) -> Want:
    heard, words = moment.heard, moment.situation.playbook.words
    slots: dict[str, str] = {}
    if cue == "plain_words" and (found := wording.plain(words, heard.quote, cues.terms_known)):
        slots = {"term": found[0], "plain": found[1]}
    promise = moment.situation.promises.undated
    if cue == "put_a_time_on_it" and promise and promise.who == "agent":
        slots = {"act": promise.act}
    return Want(cue=cue, since=moment.situation.at, turn=heard.turn, quote=heard.quote, slots=slots)


def _say(cues: Cues, want: Want, situation: Situation) -> str | None:
    playbook = situation.playbook
    if want.cue == "set_a_boundary":
        return playbook.ladder.rungs[len(cues.warnings)]
    level = playbook.level(situation.heat.now)
    slots = wording.slots(
        playbook.words,
        situation.header,
        situation.concerns,
        situation.promises,
        level,
        turn=want.turn,
        variant=cues.offered,
    )
    return wording.choose(playbook.cues[want.cue].say, {**slots, **want.slots}, cues.offered)


def _end(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Drop what this utterance did or made pointless, on the screen and among those that wait."""
    findings: list[Finding] = []
    shown = cues.shown
    if shown and (why := _ENDS[shown.cue](moment, shown.at)):
        findings.append(CueExpired(at=moment.situation.at, id=shown.id, cue=shown.cue, why=why))
        cues = msgspec.structs.replace(cues, shown=None, free_since=moment.situation.at)
        if shown.cue == "say_it_back" and moment.new_concern:  # what was read is not all of it any more
            cues = msgspec.structs.replace(cues, last_at={**cues.last_at, shown.cue: _LONG_AGO})
    wants = tuple(want for want in cues.wants if _ENDS[want.cue](moment, want.since) is None)
    return (cues if len(wants) == len(cues.wants) else msgspec.structs.replace(cues, wants=wants)), findings


def _remember_before(cues: Cues, moment: Moment) -> Cues:
    """What the triggers must know of this utterance already."""
    if moment.heard.party == "agent":
        named = not cues.feeling_named and _names_it(moment) and moment.situation.hot("frustrated")
        return msgspec.structs.replace(cues, feeling_named=True) if named else cues
    if cues.feeling_named and (not moment.situation.hot("frustrated") or _hurt_again(moment)):
        cues = msgspec.structs.replace(cues, feeling_named=False)
    known = wording.terms_used(moment.situation.playbook.words, moment.heard.quote)
    if known - cues.terms_known:
        cues = msgspec.structs.replace(cues, terms_known=cues.terms_known | known)
    if moment.new_concern and cues.apologies:
        cues = msgspec.structs.replace(cues, apologies=0)
    return _with_words_cut_off(cues, moment)


def _hurt_again(moment: Moment) -> bool:
    """This utterance has opened `empathise` again: a new rise."""
    change = moment.situation.steps.changes.get("empathise")
    return change is not None and change.state == "reopened" and change.turn == moment.heard.turn


def _with_words_cut_off(cues: Cues, moment: Moment) -> Cues:
    """`let_them_finish` rests on what the customer was saying, which is known only now."""
    wants = tuple(
        msgspec.structs.replace(want, turn=moment.heard.turn, quote=moment.heard.quote)
        if want.cue == "let_them_finish" and not want.turn and moment.began < want.since
        else want
        for want in cues.wants
    )
    return cues if wants == cues.wants else msgspec.structs.replace(cues, wants=wants)


def _remember_after(cues: Cues, moment: Moment) -> Cues:
    if moment.heard.party == "customer":
        return cues
    if moment.has("apologises") and not moment.after_cutting_in:
        cues = msgspec.structs.replace(cues, apologies=cues.apologies + 1)
    if moment.has("sets_boundary") and not _warned_lately(cues, moment):
        cues = msgspec.structs.replace(cues, warnings=(*cues.warnings, moment.heard.at))
    return cues


def _warned_lately(cues: Cues, moment: Moment) -> bool:
    """There was a warning, and no time yet to calm down: what is said now belongs to it."""
    cooling = moment.situation.playbook.ladder.cooling_seconds
    return bool(cues.warnings) and moment.heard.at - cues.warnings[-1] < cooling
