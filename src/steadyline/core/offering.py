"""
Whether this is a moment to offer a cue.

Told what waits, what is on the screen and what the budget still bears, for an agent of this level. An urgent cue needs
no leave of the budget, and takes the place of any that is not; none comes before the agent has had their own chance.
"""

from steadyline.core import occasions
from steadyline.core.events import CueOffered, Seconds
from steadyline.core.floor import Floor
from steadyline.core.moments import LONG_AGO, Cues, Situation, Want
from steadyline.core.names import AgentLevel, Cue
from steadyline.core.playbook import LevelRule, Playbook


def allowed(cues: Cues, cue: Cue, situation: Situation) -> bool:
    """The playbook, the agent and their level still want this cue on this call."""
    playbook = situation.playbook
    rule = playbook.cues.get(cue)
    return (
        rule is not None
        and cues.on
        and situation.hot(rule.heat)
        and weighty(cue, situation)
        and cues.dismissed.get(cue, 0) < playbook.budget.dismissals
        and cues.offered_by_cue.get(cue, 0) < rule.most
        and situation.at >= cues.last_at.get(cue, LONG_AGO) + rule.cool_down
        and not (cues.shown is not None and cues.shown.cue == cue)
    )


def _is_over(cues: Cues, situation: Situation) -> bool:
    """The last warning was given and it went on: the agent may be ending the call, and needs nothing else."""
    return "end_with_care" in cues.last_at and len(cues.ladder.warnings) >= len(situation.playbook.ladder.rungs)


def weighty(cue: Cue, situation: Situation) -> bool:
    """Whether it weighs enough for an agent of this level."""
    rule = situation.playbook.cues[cue]
    return rule.urgent or rule.priority >= of_level(situation.playbook, situation.header.agent.level).least_priority


def most(playbook: Playbook, level: AgentLevel) -> int:
    """How many cues a call may have for an agent of this level; urgent ones come beyond that."""
    return min(playbook.budget.cues_per_call, of_level(playbook, level).cues_per_call)


def of_level(playbook: Playbook, level: AgentLevel) -> LevelRule:
    """How cues fade for an agent of this level; where the playbook does not say, not at all."""
    return playbook.levels.get(level, LevelRule(cues_per_call=playbook.budget.cues_per_call))


def fits(cues: Cues, want: Want, situation: Situation) -> bool:
    """Whether this cue may be offered now, as far as others and the floor allow."""
    floor = situation.floor
    if cues.unheard and want.cue not in occasions.OF_THE_FLOOR:
        return False
    if _is_over(cues, situation) and not situation.playbook.cues[want.cue].urgent:
        return False
    return _ripe(want, situation) and not _would_distract(want, floor) and _has_room(cues, want.cue, situation)


def too_late(playbook: Playbook, want: Want, at: Seconds) -> bool:
    """Whether it has waited longer than it can: for a moment, or for the agent to do it by themselves."""
    rule = playbook.cues[want.cue]
    waits = rule.patience if want.missed or not rule.grace else playbook.budget.chance_seconds
    return at > want.since + waits


def ripe_at(playbook: Playbook, want: Want, floor: Floor) -> Seconds | None:
    """When a silence has shown that the agent will not do it by themselves; None if nothing waits for one."""
    grace = playbook.cues[want.cue].grace
    if want.missed or not grace or floor.speaking or floor.on_hold:
        return None
    return floor.quiet_since + grace


def _ripe(want: Want, situation: Situation) -> bool:
    if want.missed or not situation.playbook.cues[want.cue].grace:
        return True
    ripe = ripe_at(situation.playbook, want, situation.floor)
    return ripe is not None and situation.at >= ripe


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
    followed = cues.shown or cues.faded  # what might have taken its place need not wait because its time ran out
    outweighs = followed is not None and _outweighs(playbook, cue, followed, at)
    rested = outweighs or at >= cues.free_since + playbook.budget.gap_seconds
    return rested and cues.offered < most(playbook, situation.header.agent.level)


def _outweighs(playbook: Playbook, cue: Cue, shown: CueOffered, at: Seconds) -> bool:
    """A weightier cue may take the place of one that there was time to read; an urgent one, of any that is not."""
    rule, other = playbook.cues[cue], playbook.cues[shown.cue]
    if rule.urgent or other.urgent:
        return rule.urgent and not other.urgent
    return rule.priority > other.priority and at >= shown.at + playbook.budget.gap_seconds
