"""
What an utterance leaves behind in the memory of cues.

Which cue it makes wanted and with what particulars, which chances the agent has let pass in it, and what the next
utterances are read against: the feeling named, apologies made, warnings given, what was told, how fast the agent talks.
"""

import msgspec

from steadyline.core import chances, incidents, ladder, memory, occasions, pace, wording
from steadyline.core.moments import Cues, Moment, Want
from steadyline.core.names import Cue

_SETTLES = ("accepts", "thanking", "confirms")
_HARM = ("venting", "repeat_contact", "threat_leave", "threat_public")


def want(cues: Cues, cue: Cue, moment: Moment) -> Want:
    """The cue as this utterance makes it wanted: what it rests on, and what its words need of it."""
    heard, situation = moment.heard, moment.situation
    turn, quote, slots = heard.turn, heard.quote, dict[str, str]()
    match cue:
        case "plain_words" if found := wording.plain(situation.playbook.words, quote, cues.terms_known):
            slots = {"term": found[0], "plain": found[1]}
        case "put_a_time_on_it" if (promise := situation.promises.undated) and promise.who == "agent":
            slots = {"act": act} if (act := wording.bare(promise.act)) else {}
        case "within_your_limits" if (over := occasions.over(moment)) and over.limit:
            slots = {"limit": over.limit}
        case "show_you_listen" if cues.held is not None:
            slots = {"waited": wording.waited(situation.playbook.words, cues.held)}
        case "do_not_ask_again" if again := memory.asked_again(situation.playbook.memory, cues.memory, quote):
            slots, turn, quote = {"topic": again[0]}, again[1].turn, again[1].quote
        case _:
            pass
    # What the agent said themselves is no chance to come, and a threat of harm waits for nobody.
    own_words = heard.party == "agent" and cue not in occasions.MAY_FOLLOW
    danger = cue == "bring_a_supervisor" and moment.has("threat_harm")
    missed = own_words or moment.has("threat_harm") or _missed(cues, cue)
    return Want(
        cue=cue,
        since=situation.at,
        began=moment.began,
        turn=turn,
        quote=quote,
        slots=slots,
        missed=missed,
        presses=cue == "bring_a_supervisor" and moment.has("asks_supervisor"),
        urgent=danger,
    )


def _missed(cues: Cues, cue: Cue) -> bool:
    return any(want.cue == cue and want.missed for want in cues.wants)


def let_pass(cues: Cues, moment: Moment) -> Cues:
    """Somebody spoke, and the agent has not done what waits for them to do it: now it may be offered."""
    wants = tuple(_chance_taken(want, moment) for want in cues.wants)
    return cues if wants == cues.wants else msgspec.structs.replace(cues, wants=wants)


def _chance_taken(want: Want, moment: Moment) -> Want:
    """The want after this utterance, if that was the chance to do it, or ends it."""
    if want.missed or moment.began < want.began:
        return want
    if moment.heard.party == "agent":
        chance = chances.CHANCES.get(want.cue)
    else:
        answered = want.cue in occasions.MAY_FOLLOW or moment.heard.turn > want.turn + 1
        chance = chances.OVER_WITH_AN_ANSWER.get(want.cue) if answered else None
    if chance is None or not chance(moment):
        return want
    return msgspec.structs.replace(want, missed=True, since=moment.situation.at)


def before(cues: Cues, moment: Moment) -> Cues:
    """Take what the rules about what is wanted must know of this utterance already."""
    if moment.heard.party == "agent":
        named = not cues.feeling_named and moment.names_it and moment.situation.hot("frustrated")
        return msgspec.structs.replace(cues, feeling_named=True) if named else cues
    heard, situation = moment.heard, moment.situation
    calm = heard.heat is not None and heard.heat < situation.playbook.heat.levels["frustrated"]
    rungs = ladder.heard(situation.playbook.ladder, cues.ladder, heard, calm=calm, asks=moment.has("asks_supervisor"))
    stepped_back = len(rungs.warnings) < len(cues.ladder.warnings)
    cues = msgspec.structs.replace(
        cues,
        ladder=rungs,
        last_words=(heard.turn, heard.quote),
        threatened=_threatens(moment) or (cues.threatened and not (calm or stepped_back or moment.any(*_SETTLES))),
    )
    if cues.feeling_named and (not moment.situation.hot("frustrated") or _hurt_again(moment)):
        cues = msgspec.structs.replace(cues, feeling_named=False)
    if not cues.harmed and (moment.any(*_HARM) or (moment.new_concern and situation.hot("displeased"))):
        cues = msgspec.structs.replace(cues, harmed=True)
    if not cues.wish and moment.maybe("states_outcome"):
        cues = msgspec.structs.replace(cues, wish=True)
    known = wording.terms_used(moment.situation.playbook.words, moment.heard.quote)
    if known - cues.terms_known:
        cues = msgspec.structs.replace(cues, terms_known=cues.terms_known | known)
    if moment.new_concern and cues.apologies:
        cues = msgspec.structs.replace(cues, apologies=0)
    return _with_words_cut_off(cues, moment)


def _threatens(moment: Moment) -> bool:
    """Whether harm is threatened, as surely as a supervisor would be told of it."""
    least = incidents.least(moment.situation.playbook, "threat_harm")
    return moment.heard.signals.get("threat_harm", 0.0) >= least


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


def after(cues: Cues, moment: Moment) -> Cues:
    """Take what only the utterances to come must know of this one."""
    heard, situation = moment.heard, moment.situation
    remembered = memory.step(
        situation.playbook.memory, cues.memory, heard, asks=moment.has("asks_detail"), problem=moment.new_concern
    )
    cues = msgspec.structs.replace(cues, memory=remembered, held=None)
    if heard.party == "customer":
        return cues
    if not situation.hot("angry"):
        cues = msgspec.structs.replace(cues, pace=pace.said(cues.pace, moment.words, moment.seconds))
    if cues.jargon != moment.has("jargon"):
        cues = msgspec.structs.replace(cues, jargon=not cues.jargon)
    if moment.has("apologises") and not moment.has("formulaic") and not moment.after_cutting_in:
        cues = msgspec.structs.replace(cues, apologies=cues.apologies + 1)
    if moment.has("sets_boundary"):
        cues = msgspec.structs.replace(cues, ladder=ladder.warned(situation.playbook.ladder, cues.ladder, heard.at))
    return cues
