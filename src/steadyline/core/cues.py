"""
One quiet cue at a time.

What is heard makes the agent *want* a cue; it is *offered* only at a fit moment: nothing else on the screen, the
agent silent and heard out, the customer done where the cue answers them, the budget not spent. It leaves the screen
when taken, dismissed, done, moot or stale. Nothing is ever offered while the agent speaks.
"""

from collections.abc import Callable
from typing import Literal

import msgspec

from steadyline.core import wording
from steadyline.core.concerns import Concerns
from steadyline.core.events import (
    CueDismissed,
    CueExpired,
    CueOffered,
    CueTaken,
    Finding,
    Header,
    Heard,
    Seconds,
    TalkOver,
)
from steadyline.core.floor import Floor
from steadyline.core.heat import Heat
from steadyline.core.names import LEVELS, Cue
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.steps import Steps


class Want(msgspec.Struct, frozen=True):
    """A cue that waits for its moment, with what it rests on."""

    cue: Cue
    since: Seconds
    turn: int
    quote: str
    slots: dict[str, str] = {}


class Cues(msgspec.Struct, frozen=True):
    """The cue on the screen, those that wait, and what this call remembers of both.

    ``hot_without_empathy``: heat is at frustrated or above and nobody has named the feeling in this rise.
    ``apologies``: turns of apologies since the last new problem. ``warnings``: when a boundary was set or offered.
    """

    shown: CueOffered | None = None
    wants: tuple[Want, ...] = ()
    offered: int = 0
    offered_by_cue: dict[str, int] = {}
    last_at: dict[str, Seconds] = {}
    dismissed: dict[str, int] = {}
    free_since: Seconds = -1000.0
    agent_unheard_since: Seconds | None = None
    hot_without_empathy: bool = False
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
    """A judged utterance in its situation, with what it lasted (seconds) and whether its step was new."""

    situation: Situation
    heard: Heard
    seconds: Seconds
    new_concern: bool

    def has(self, signal: str) -> bool:
        """Whether this utterance carries the signal."""
        return self.heard.signals.get(signal, 0.0) >= self.situation.playbook.heard_at


# --- what makes a cue wanted ---------------------------------------------------------------------------------------


def _say_it_back(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    return bool(moment.situation.concerns.notes) and not steps.restated and not steps.done("restate")


def _check_you_got_it(cues: Cues, moment: Moment) -> bool:
    waits = moment.situation.steps.restated
    return bool(waits) and waits < moment.heard.turn and not (moment.has("confirms") or moment.has("corrects"))


def _apologise_once(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    met = steps.done("restate") or steps.done("empathise")
    return met and not cues.apologies and not steps.done("apologise") and bool(moment.situation.concerns.notes)


def _enough_apology(cues: Cues, moment: Moment) -> bool:
    if not moment.has("apologises"):
        return False
    moves_on = any(moment.has(name) for name in ("offers_option", "promises", "restates", "asks_outcome"))
    long = moment.seconds > moment.situation.playbook.budget.long_apology_seconds and not moves_on
    return cues.apologies >= 1 or long


def _ask_what_would_help(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    if steps.done("ask") or steps.done("resolve") or moment.has("thanking"):
        return False
    if moment.heard.party == "agent":
        return moment.has("offers_option")
    return steps.done("restate")


def _bring_a_supervisor(cues: Cues, moment: Moment) -> bool:
    if moment.has("asks_supervisor"):
        return True
    situation = moment.situation
    since = situation.heat.hot_since
    long = since is not None and situation.at - since >= situation.playbook.budget.long_anger_seconds
    return long and situation.steps.done("empathise") and situation.steps.done("restate")


def _set_a_boundary(cues: Cues, moment: Moment) -> bool:
    ladder = moment.situation.playbook.ladder
    cooled = not cues.warnings or moment.heard.at - cues.warnings[-1] >= ladder.cooling_seconds
    abusive = moment.has("personal_attack") or moment.has("threat_harm")
    return abusive and cooled and len(cues.warnings) < len(ladder.rungs)


def _close_warmly(cues: Cues, moment: Moment) -> bool:
    steps = moment.situation.steps
    agreed = steps.done("resolve") or steps.done("commit")
    return agreed and not steps.done("close") and (moment.has("accepts") or moment.has("thanking"))


Trigger = Callable[[Cues, Moment], bool]

_ON_CUSTOMER: dict[Cue, Trigger] = {
    "name_the_feeling": lambda c, m: c.hot_without_empathy,
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
    "put_a_time_on_it": lambda c, m: any(
        p.who != "customer" and not p.due_text and not p.due for p in m.heard.promises
    ),
}

# Cues that answer the customer wait until the customer has stopped speaking.
_AFTER_CUSTOMER = frozenset(_ON_CUSTOMER) - {"set_a_boundary"}


# --- what makes a wanted or shown cue pointless --------------------------------------------------------------------


def _names_it(moment: Moment) -> bool:
    """The feeling was named, and not by a formula."""
    return moment.has("empathy") and not moment.has("formulaic")


Pointless = Literal["done", "moot"]
Check = Callable[[Moment], Pointless | None]


def _when(*, done: tuple[str, ...] = (), moot: tuple[str, ...] = ()) -> Check:
    """Pointless once one of these signals is heard."""

    def check(moment: Moment) -> Pointless | None:
        if any(moment.has(name) for name in done):
            return "done"
        return "moot" if any(moment.has(name) for name in moot) else None

    return check


_AGREED = _when(moot=("accepts", "thanking"))

_ENDS: dict[Cue, Check] = {
    "let_them_finish": lambda m: "done" if m.heard.party == "customer" else "moot",
    "name_the_feeling": lambda m: "done" if _names_it(m) else _AGREED(m),
    "say_it_back": _when(done=("restates",), moot=("accepts",)),
    "check_you_got_it": _when(done=("checks_understanding", "confirms"), moot=("corrects",)),
    "say_it_again_right": _when(done=("restates",), moot=("confirms",)),
    "apologise_once": _when(done=("apologises",), moot=("accepts",)),
    "enough_apology": _when(done=("offers_option", "promises", "asks_outcome")),
    "drop_the_script": _when(done=("restates",), moot=("accepts", "thanking")),
    "ask_what_would_help": _when(done=("asks_outcome", "states_outcome")),
    "plain_words": _when(),
    "say_what_you_can_do": _when(done=("offers_option", "promises")),
    "do_not_argue": _when(done=("empathy", "apologises"), moot=("accepts", "thanking")),
    "make_it_concrete": _when(done=("promises", "offers_option")),
    "put_a_time_on_it": lambda m: "done" if any(p.due_text or p.due for p in m.heard.promises) else None,
    "set_a_boundary": _when(done=("sets_boundary",)),
    "bring_a_supervisor": _when(done=("offers_supervisor",), moot=("accepts", "thanking")),
    "close_warmly": _when(done=("closes_warmly",), moot=("rejects",)),
}


# --- the flow ------------------------------------------------------------------------------------------------------


def heard(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Take one judged utterance: what it ends, what it makes wanted, and what may be offered now."""
    if moment.heard.party == "agent":
        cues = msgspec.structs.replace(cues, agent_unheard_since=None)
    cues, findings = _end(cues, moment)
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
    return msgspec.structs.replace(cues, wants=(*cues.wants, want))


def answered(cues: Cues, fact: CueTaken | CueDismissed) -> Cues:
    """Take the agent's click. A click on a cue that is gone changes nothing but the count of dismissals."""
    if isinstance(fact, CueDismissed):
        dismissed = {**cues.dismissed, fact.cue: cues.dismissed.get(fact.cue, 0) + 1}
        cues = msgspec.structs.replace(cues, dismissed=dismissed)
    if cues.shown is None or cues.shown.id != fact.id:
        return cues
    return msgspec.structs.replace(cues, shown=None, free_since=fact.at)


def agent_silent(cues: Cues, at: Seconds) -> Cues:
    """The agent stopped speaking; what was said is not known yet, and may make a cue pointless."""
    return msgspec.structs.replace(cues, agent_unheard_since=at)


def due(playbook: Playbook, cues: Cues, floor: Floor, now: Seconds) -> Seconds | None:
    """When this room has something to do although nothing else happens."""
    moment = cues.shown.until if cues.shown else None
    if not cues.wants or floor.speaks("agent"):
        return moment
    if cues.agent_unheard_since is not None:
        next_chance = cues.agent_unheard_since + playbook.budget.settle_seconds
    else:
        next_chance = cues.free_since + playbook.budget.gap_seconds
        if next_chance <= now:  # the chance has come and gone: only a fact brings another
            return moment
    return next_chance if moment is None else min(moment, next_chance)


def wait(cues: Cues, situation: Situation) -> tuple[Cues, list[Finding]]:
    """What follows from time alone: the stale leaves, the words of a silent agent are given up on, another may come."""
    findings: list[Finding] = []
    shown, at = cues.shown, situation.at
    if shown and at >= shown.until:
        findings.append(CueExpired(at=at, id=shown.id, cue=shown.cue, why="stale"))
        cues = msgspec.structs.replace(cues, shown=None, free_since=at)
    unheard = cues.agent_unheard_since
    if unheard is not None and at >= unheard + situation.playbook.budget.settle_seconds:
        cues = msgspec.structs.replace(cues, agent_unheard_since=None)
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
    if not waiting or floor.speaks("agent") or cues.agent_unheard_since is not None or floor.on_hold:
        return cues, []
    ready = [want for want in waiting if want.cue not in _AFTER_CUSTOMER or not floor.speaks("customer")]
    if not ready:
        return cues, []
    want = max(ready, key=lambda want: playbook.cues[want.cue].priority)
    rule, findings = playbook.cues[want.cue], list[Finding]()
    if cues.shown:
        if not _outweighs(playbook, want.cue, cues.shown, at):
            return cues, []
        findings.append(CueExpired(at=at, id=cues.shown.id, cue=cues.shown.cue, why="moot"))
    elif not rule.urgent and at < cues.free_since + playbook.budget.gap_seconds:
        return cues, []
    if not rule.urgent and cues.offered >= playbook.budget.cues_per_call:
        return cues, []
    rest = tuple(other for other in cues.wants if other is not want)
    said = _say(cues, want, situation)
    if said is None:
        return msgspec.structs.replace(cues, wants=rest), []
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
        wants=rest,
        offered=cues.offered + 1,
        offered_by_cue={**cues.offered_by_cue, want.cue: cues.offered_by_cue.get(want.cue, 0) + 1},
        last_at={**cues.last_at, want.cue: at},
        warnings=(*cues.warnings, at) if want.cue == "set_a_boundary" else cues.warnings,
    )
    return cues, [*findings, offered]


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
        and situation.at >= cues.last_at.get(cue, -1e9) + rule.cool_down
        and not (cues.shown is not None and cues.shown.cue == cue)
    )


def _want(cues: Cues, cue: Cue, moment: Moment) -> Want:
    heard, words = moment.heard, moment.situation.playbook.words
    slots: dict[str, str] = {}
    if cue == "plain_words" and (found := wording.plain(words, heard.quote, cues.terms_known)):
        slots = {"term": found[0], "plain": found[1]}
    if cue == "put_a_time_on_it" and (promise := moment.situation.promises.undated):
        slots = {"act": promise.act}
    return Want(cue=cue, since=moment.situation.at, turn=heard.turn, quote=heard.quote, slots=slots)


def _say(cues: Cues, want: Want, situation: Situation) -> str | None:
    playbook = situation.playbook
    if want.cue == "set_a_boundary":
        return playbook.ladder.rungs[len(cues.warnings)]
    level = playbook.level(situation.heat.now)
    slots = wording.slots(
        playbook.words, situation.header, situation.concerns, level, turn=want.turn, variant=cues.offered
    )
    if may := wording.limits(situation.header):
        slots["limits"] = may
    return wording.choose(playbook.cues[want.cue].say, {**slots, **want.slots}, cues.offered)


def _end(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Drop what this utterance did or made pointless, on the screen and among those that wait."""
    findings: list[Finding] = []
    shown = cues.shown
    if shown and (why := _ENDS[shown.cue](moment)):
        findings.append(CueExpired(at=moment.situation.at, id=shown.id, cue=shown.cue, why=why))
        cues = msgspec.structs.replace(cues, shown=None, free_since=moment.situation.at)
    wants = tuple(want for want in cues.wants if _ENDS[want.cue](moment) is None)
    return (cues if len(wants) == len(cues.wants) else msgspec.structs.replace(cues, wants=wants)), findings


def _remember_before(cues: Cues, moment: Moment) -> Cues:
    """What the triggers must know of this utterance already."""
    if moment.heard.party == "agent":
        named = cues.hot_without_empathy and _names_it(moment)
        return msgspec.structs.replace(cues, hot_without_empathy=False) if named else cues
    hot = moment.situation.hot("frustrated")
    known = wording.terms_used(moment.situation.playbook.words, moment.heard.quote)
    if hot and not cues.hot_without_empathy and moment.situation.heat.trend > 0:
        named_since = moment.situation.steps.changes.get("empathise")
        risen_anew = (
            named_since is None or named_since.state == "reopened" or moment.situation.heat.peak_at >= moment.heard.at
        )
        cues = msgspec.structs.replace(cues, hot_without_empathy=risen_anew)
    elif not hot and cues.hot_without_empathy:
        cues = msgspec.structs.replace(cues, hot_without_empathy=False)
    if known - cues.terms_known:
        cues = msgspec.structs.replace(cues, terms_known=cues.terms_known | known)
    if moment.new_concern and cues.apologies:
        cues = msgspec.structs.replace(cues, apologies=0)
    return cues


def _remember_after(cues: Cues, moment: Moment) -> Cues:
    if moment.heard.party == "agent" and moment.has("apologises"):
        return msgspec.structs.replace(cues, apologies=cues.apologies + 1)
    return cues
