"""
One quiet cue at a time.

What is heard makes a cue *wanted*; it is *offered* only at a fit moment: the agent has let their own chance pass, is
silent, and both are heard out, the customer is done where the cue answers them, nothing else is on the screen, and the
budget is not spent. It leaves the screen when taken, dismissed, done, moot or stale. Nothing is ever offered while the
agent speaks, or has switched cues off.
"""

from typing import Literal

import msgspec

from steadyline.core import endings, ladder, limits, memory, noticing, occasions, offering, pace, wording
from steadyline.core.events import (
    CueDismissed,
    CueExpired,
    CueOffered,
    CueTaken,
    Finding,
    Party,
    Seconds,
    SpeechEnded,
    TalkOver,
)
from steadyline.core.floor import Floor
from steadyline.core.moments import LONG_AGO, SAID_KEPT, Cues, Moment, Situation, Unheard, Want
from steadyline.core.names import Cue
from steadyline.core.playbook import Ladder, Playbook

_SAME_VOICE_SECONDS = 0.5
"""The words of a voice may be cut this much before voice activity ends."""


def begin(cues: Cues, situation: Situation) -> tuple[Cues, list[Finding]]:
    """The call begins: a customer who is known is met as one."""
    history = situation.header.customer.history
    cues = msgspec.structs.replace(cues, memory=memory.begin(situation.playbook.memory, history))
    if history:
        cues = _wanted(cues, "at_pickup", situation, quote="; ".join(history))
    return offer(cues, situation)


def heard(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Take one judged utterance: what it ends, what it makes wanted, and what may be offered now."""
    if moment.heard.language:
        return _not_understood(cues, moment)
    if moment.heard.party == "agent":
        fast = pace.hurried(moment.situation.playbook.pace, cues.pace, moment.words, moment.seconds)
        moment = msgspec.structs.replace(moment, hurried=fast)
    cues, findings = _end(heard_out(cues, moment.heard.party, moment.ended), moment)
    cues = noticing.let_pass(noticing.before(cues, moment), moment)
    cues, hushed = _hushed(cues, moment.situation)
    findings += hushed
    triggers = occasions.ON_CUSTOMER if moment.heard.party == "customer" else occasions.ON_AGENT
    wants = tuple(
        noticing.want(cues, cue, moment)
        for cue, trigger in triggers.items()
        if trigger(cues, moment) and offering.allowed(cues, cue, moment.situation)
    )
    if wants:
        fresh = {want.cue for want in wants}
        kept = tuple(want for want in cues.wants if want.cue not in fresh)
        cues = msgspec.structs.replace(cues, wants=kept + wants)
    cues = noticing.after(cues, moment)
    cues, offers = offer(cues, moment.situation)
    return cues, findings + offers


def _hushed(cues: Cues, situation: Situation) -> tuple[Cues, list[Finding]]:
    """Harm was threatened: what is of no use to an agent who was leaves the screen, and waits no longer."""
    if not cues.threatened:
        return cues, []
    playbook = situation.playbook
    wants = tuple(want for want in cues.wants if not offering.out_of_place(cues, playbook, want.cue))
    cues = msgspec.structs.replace(cues, wants=wants)
    if cues.shown is not None and offering.out_of_place(cues, playbook, cues.shown.cue):
        return _gone(cues, situation.at, "moot")
    return cues, []


def _not_understood(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Words of a language that no model here has learnt: what waits may be done or pointless by them, so it goes."""
    heard = moment.heard
    cues = heard_out(cues, heard.party, moment.ended)
    wants = tuple(want for want in cues.wants if want.cue in occasions.NEED_NO_WORDS)
    said = (heard.turn, heard.quote) if heard.party == "customer" else cues.last_words
    return offer(msgspec.structs.replace(cues, wants=wants, last_words=said), moment.situation)


def talk_over(cues: Cues, situation: Situation, finding: TalkOver) -> Cues:
    """Take who cut in on whom; the agent's own cutting in makes `let_them_finish` wanted."""
    if finding.by != "agent" or not finding.takes_floor:
        return cues
    return _wanted(cues, "let_them_finish", situation, presses=True)


def left_alone(cues: Cues, situation: Situation) -> Cues:
    """The customer has talked long, or waits in silence, and no sound has come from the agent."""
    turn, quote = cues.last_words
    return _wanted(cues, "show_you_listen", situation, turn=turn, quote=quote)


def held(cues: Cues, seconds: Seconds) -> Cues:
    """A long hold is over; how it was ended is heard next."""
    return msgspec.structs.replace(cues, held=seconds)


def _wanted(
    cues: Cues, cue: Cue, situation: Situation, turn: int = 0, quote: str = "", *, presses: bool = False
) -> Cues:
    """A cue that rests on no judged words is wanted now."""
    if not offering.allowed(cues, cue, situation):
        return cues
    want = Want(cue=cue, since=situation.at, began=situation.at, turn=turn, quote=quote, presses=presses)
    return msgspec.structs.replace(cues, wants=(*(other for other in cues.wants if other.cue != cue), want))


def switched(cues: Cues, on: bool, at: Seconds) -> tuple[Cues, list[Finding]]:
    """The agent switched cues off or on. Off, nothing is offered, and nothing stays on the screen."""
    if on:
        return msgspec.structs.replace(cues, on=True, waved=0), []
    cues, findings = _gone(cues, at, "moot")
    return msgspec.structs.replace(cues, on=False, wants=()), findings


def level_chosen(cues: Cues, situation: Situation) -> Cues:
    """The agent has another level now: what waits and is too slight for it is let go; what is shown stays."""
    wants = tuple(want for want in cues.wants if offering.weighty(want.cue, situation))
    return cues if len(wants) == len(cues.wants) else msgspec.structs.replace(cues, wants=wants)


def allowed_more(cues: Cues, at: Seconds) -> tuple[Cues, list[Finding]]:
    """The agent may give more than before."""
    wants = tuple(want for want in cues.wants if want.cue != "within_your_limits")
    cues = msgspec.structs.replace(cues, wants=wants)
    return _gone(cues, at, "moot") if cues.shown and cues.shown.cue == "within_your_limits" else (cues, [])


def answered(cues: Cues, rules: Ladder, fact: CueTaken | CueDismissed) -> Cues:
    """Take the agent's click. A click on a cue that is gone changes nothing."""
    if cues.shown is None or cues.shown.id != fact.id:
        return cues
    cue = cues.shown.cue
    if isinstance(fact, CueDismissed):
        dismissed = {**cues.dismissed, cue: cues.dismissed.get(cue, 0) + 1}
        cues = msgspec.structs.replace(cues, dismissed=dismissed, waved=cues.waved + 1)
    else:
        cues = msgspec.structs.replace(cues, waved=0)
        if cue == "set_a_boundary":
            cues = msgspec.structs.replace(cues, ladder=ladder.warned(rules, cues.ladder, fact.at))
    return msgspec.structs.replace(cues, shown=None, free_since=fact.at)


def fell_silent(cues: Cues, fact: SpeechEnded) -> Cues:
    """Somebody stopped speaking; what was said is mostly not known yet."""
    if cues.heard_until.get(fact.party, LONG_AGO) >= fact.t1 - _SAME_VOICE_SECONDS:
        return cues
    return msgspec.structs.replace(cues, unheard={**cues.unheard, fact.party: Unheard(since=fact.at, ended=fact.t1)})


def heard_out(cues: Cues, party: Party, until: Seconds) -> Cues:
    """What this party said up to ``until`` is known."""
    known, unheard = {**cues.heard_until, party: until}, cues.unheard
    if party in unheard and until >= unheard[party].ended - _SAME_VOICE_SECONDS:
        unheard = {other: still for other, still in unheard.items() if other != party}
    return msgspec.structs.replace(cues, heard_until=known, unheard=unheard)


def hummed(cues: Cues, at: Seconds) -> tuple[Cues, list[Finding]]:
    """The agent gave a sign of listening: what asks for one is done."""
    wants = tuple(want for want in cues.wants if want.cue != "show_you_listen")
    cues = msgspec.structs.replace(cues, wants=wants)
    return _gone(cues, at, "done") if cues.shown and cues.shown.cue == "show_you_listen" else (cues, [])


def due(playbook: Playbook, cues: Cues, floor: Floor, now: Seconds) -> Seconds | None:
    """When this room has something to do although nothing else happens."""
    moments = [cues.shown.until] if cues.shown else []
    if cues.wants and not floor.speaks("agent"):
        if cues.unheard:
            moments.append(min(unheard.since for unheard in cues.unheard.values()) + playbook.budget.settle_seconds)
        else:
            moments.append(
                offering.read_until(playbook, cues.shown)
                if cues.shown
                else cues.free_since + playbook.budget.gap_seconds
            )
            moments += [ripe for want in cues.wants if (ripe := offering.ripe_at(playbook, want, floor)) is not None]
            # A chance that has come and gone does not come again by itself.
            moments = [moment for moment in moments if moment > now or (cues.shown and moment == cues.shown.until)]
    return min(moments, default=None)


def wait(cues: Cues, situation: Situation) -> tuple[Cues, list[Finding]]:
    """What follows from time alone: the stale leaves, words that do not come are given up on, another cue may come."""
    findings = list[Finding]()
    shown, at = cues.shown, situation.at
    if shown and at >= shown.until:
        cues, findings = _gone(cues, at, "stale")
    settle = situation.playbook.budget.settle_seconds
    awaited = {party: unheard for party, unheard in cues.unheard.items() if at < unheard.since + settle}
    if len(awaited) != len(cues.unheard):
        cues = msgspec.structs.replace(cues, unheard=awaited)
    cues, offers = offer(cues, situation)
    return cues, findings + offers


def end(cues: Cues, at: Seconds) -> tuple[Cues, list[Finding]]:
    """The call is over: nothing stays on the screen."""
    cues, findings = _gone(cues, at, "call_ended")
    return msgspec.structs.replace(cues, wants=()), findings


def _gone(cues: Cues, at: Seconds, why: Literal["stale", "done", "moot", "call_ended"]) -> tuple[Cues, list[Finding]]:
    """The cue on the screen leaves it."""
    shown = cues.shown
    if shown is None:
        return cues, []
    expired = CueExpired(at=at, id=shown.id, cue=shown.cue, why=why)
    faded, waved = shown if why == "stale" else None, 0 if why == "done" else cues.waved
    return msgspec.structs.replace(cues, shown=None, free_since=at, faded=faded, waved=waved), [expired]


def offer(cues: Cues, situation: Situation) -> tuple[Cues, list[Finding]]:
    """Offer the weightiest cue that waits, if this is a moment for it."""
    playbook, floor = situation.playbook, situation.floor
    waiting = tuple(want for want in cues.wants if not offering.too_late(playbook, want, situation.at))
    if len(waiting) != len(cues.wants):
        cues = msgspec.structs.replace(cues, wants=waiting)
    if not waiting or not cues.on or floor.speaks("agent") or floor.on_hold:
        return cues, []
    for want in sorted(waiting, key=lambda want: offering.weight(playbook, want), reverse=True):
        if not offering.fits(cues, want, situation):
            if offering.comes_soon(cues, want, situation):  # nothing slighter flashes up before it
                break
            continue
        cues = msgspec.structs.replace(cues, wants=tuple(other for other in cues.wants if other is not want))
        said = _say(cues, want, situation)
        if said is not None:
            return _put_up(cues, want, said, situation)
    return cues, []


def _put_up(cues: Cues, want: Want, said: str, situation: Situation) -> tuple[Cues, list[Finding]]:
    at, rule = situation.at, situation.playbook.cues[want.cue]
    cues, findings = _gone(cues, at, "moot")
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
        faded=None,
        offered=cues.offered + 1,
        offered_by_cue={**cues.offered_by_cue, want.cue: cues.offered_by_cue.get(want.cue, 0) + 1},
        last_at={**cues.last_at, want.cue: at},
        said=(*cues.said, said)[-SAID_KEPT:],
    )
    return cues, [*findings, offered]


_ASK_WHICH = frozenset[Cue]({"offer_choices", "enough_apology"})
"""Those that ask the customer which of the ways they would rather have."""


def _say(cues: Cues, want: Want, situation: Situation) -> str | None:
    playbook = situation.playbook
    if want.cue == "set_a_boundary":
        return playbook.ladder.rungs[min(len(cues.ladder.warnings), len(playbook.ladder.rungs) - 1)]
    level = playbook.level(situation.heat.now)
    unwanted = limits.turned_down(playbook.remedies, situation.header.agent.limits, want.quote)
    slots = wording.slots(
        playbook.words,
        situation.header,
        situation.concerns,
        situation.promises,
        level,
        turn=want.turn,
        variant=_variant(cues, situation),
        better=situation.better,
        corrected=want.cue == "say_it_again_right",
        unwanted=unwanted,
    )
    if want.cue in _ASK_WHICH:
        slots = wording.without_choice(slots, situation.header, unwanted)
    if want.cue == "say_it_again_right" and all(note.turn != want.turn for note in situation.concerns.grievances):
        slots = wording.without_problem(slots)  # what they put right is not known: the same again would be wrong again
    return wording.choose(playbook.cues[want.cue].say, {**slots, **want.slots}, _variant(cues, situation), cues.said)


def _variant(cues: Cues, situation: Situation) -> int:
    """Which of the wordings that fit is taken: another one on every call, and then in turn."""
    return cues.offered + sum(map(ord, situation.header.call))


def _end(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Drop what this utterance did or made pointless, on the screen and among those that wait."""
    findings = list[Finding]()
    shown = cues.shown
    if shown and (why := endings.ENDS[shown.cue](moment, shown.at)):
        cues, findings = _gone(cues, moment.situation.at, why)
        if shown.cue == "say_it_back" and (moment.new_concern or moment.concern_gone):  # it is another than was read
            cues = msgspec.structs.replace(cues, last_at={**cues.last_at, shown.cue: LONG_AGO})
    wants = tuple(want for want in cues.wants if endings.ENDS[want.cue](moment, want.since) is None)
    return (cues if len(wants) == len(cues.wants) else msgspec.structs.replace(cues, wants=wants)), findings
