"""
One quiet cue at a time.

What is heard makes the agent *want* a cue; it is *offered* only at a fit moment: nothing else on the screen, the
agent silent and both heard out, the customer done where the cue answers them, the budget not spent. It leaves the
screen when taken, dismissed, done, moot or stale. Nothing is ever offered while the agent speaks.
"""

import msgspec

from steadyline.core import occasions, wording
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
from steadyline.core.moments import LONG_AGO, Cues, Moment, Situation, Unheard, Want
from steadyline.core.names import Cue
from steadyline.core.playbook import Playbook

_SAME_VOICE_SECONDS = 0.5
"""The words of a voice may be cut this much before voice activity ends."""


def heard(cues: Cues, moment: Moment) -> tuple[Cues, list[Finding]]:
    """Take one judged utterance: what it ends, what it makes wanted, and what may be offered now."""
    cues, findings = _end(heard_out(cues, moment.heard.party, moment.ended), moment)
    cues = _remember_before(cues, moment)
    triggers = occasions.ON_CUSTOMER if moment.heard.party == "customer" else occasions.ON_AGENT
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
    want = Want(cue="let_them_finish", since=finding.at, began=finding.at, turn=0, quote="")
    others = tuple(other for other in cues.wants if other.cue != want.cue)
    return msgspec.structs.replace(cues, wants=(*others, want))


def answered(cues: Cues, fact: CueTaken | CueDismissed) -> Cues:
    """Take the agent's click. A click on a cue that is gone changes nothing."""
    if cues.shown is None or cues.shown.id != fact.id:
        return cues
    cue = cues.shown.cue
    if isinstance(fact, CueDismissed):
        dismissed = {**cues.dismissed, cue: cues.dismissed.get(cue, 0) + 1}
        cues = msgspec.structs.replace(cues, dismissed=dismissed)
    spoken = isinstance(fact, CueTaken) and cue == "set_a_boundary"
    warnings = (*cues.warnings, fact.at) if spoken else cues.warnings
    return msgspec.structs.replace(cues, shown=None, free_since=fact.at, warnings=warnings)


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
        if _would_distract(want, floor) or not _has_room(cues, want.cue, situation):
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


def _would_distract(want: Want, floor: Floor) -> bool:
    """The customer speaks, and it answers them; or they never stopped while the agent said what it rests on."""
    return floor.customer is not None and (want.cue in occasions.AFTER_CUSTOMER or floor.customer < want.began)


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
        and situation.at >= cues.last_at.get(cue, LONG_AGO) + rule.cool_down
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
    return Want(cue=cue, since=moment.situation.at, began=moment.began, turn=heard.turn, quote=heard.quote, slots=slots)


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
    if shown and (why := occasions.ENDS[shown.cue](moment, shown.at)):
        findings.append(CueExpired(at=moment.situation.at, id=shown.id, cue=shown.cue, why=why))
        cues = msgspec.structs.replace(cues, shown=None, free_since=moment.situation.at)
        if shown.cue == "say_it_back" and moment.new_concern:  # what was read is not all of it any more
            cues = msgspec.structs.replace(cues, last_at={**cues.last_at, shown.cue: LONG_AGO})
    wants = tuple(want for want in cues.wants if occasions.ENDS[want.cue](moment, want.since) is None)
    return (cues if len(wants) == len(cues.wants) else msgspec.structs.replace(cues, wants=wants)), findings


def _remember_before(cues: Cues, moment: Moment) -> Cues:
    """What the triggers must know of this utterance already."""
    if moment.heard.party == "agent":
        named = not cues.feeling_named and occasions.names_it(moment) and moment.situation.hot("frustrated")
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
    if moment.has("sets_boundary") and not occasions.warned_lately(cues, moment):
        cues = msgspec.structs.replace(cues, warnings=(*cues.warnings, moment.heard.at))
    return cues
