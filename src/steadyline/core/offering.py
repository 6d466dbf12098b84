"""
Whether this is a moment to offer a cue.

Told what waits, what is on the screen and what the budget still bears, for an agent of this level. What has come to the
screen stays until it can have been read. An urgent cue needs no leave of the budget, and takes the place of any that is
not; none comes before the agent has had their own chance.
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
        and not out_of_place(cues, playbook, cue)
        and cues.dismissed.get(cue, 0) < playbook.budget.dismissals
        and cues.offered_by_cue.get(cue, 0) < rule.most
        and situation.at >= cues.last_at.get(cue, LONG_AGO) + rule.cool_down
        and not (cues.shown is not None and cues.shown.cue == cue)
    )


def out_of_place(cues: Cues, playbook: Playbook, cue: Cue) -> bool:
    """Whether harm was threatened and this cue is of no use to an agent who was."""
    return cues.threatened and cue not in occasions.UNDER_THREAT and not playbook.cues[cue].urgent


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
    if _is_over(cues, situation) and not urgent(situation.playbook, want):
        return False
    return _ripe(want, situation) and not _would_distract(want, floor) and _has_room(cues, want, situation)


def urgent(playbook: Playbook, want: Want) -> bool:
    """Whether it waits for nobody: by the playbook's word, or by what was said."""
    return want.urgent or playbook.cues[want.cue].urgent


def weight(playbook: Playbook, want: Want) -> tuple[bool, bool, int]:
    """What comes first: a danger, then what is urgent by the playbook, then what has the higher priority."""
    rule = playbook.cues[want.cue]
    return want.urgent, rule.urgent, rule.priority


def comes_soon(cues: Cues, want: Want, situation: Situation) -> bool:
    """Whether it may come any moment, so that nothing slighter should take the screen before it: it is urgent; or it
    presses, and waits only for this silence to show that the agent will not do it by themselves.
    """
    if urgent(situation.playbook, want):
        return True
    ripe = ripe_at(situation.playbook, want, situation.floor)
    return want.presses and ripe is not None and ripe > situation.at and _has_room(cues, want, situation)


def left_in_peace(cues: Cues, playbook: Playbook) -> bool:
    """Whether the agent has waved so many away in a row that nothing is worth their while, but for what is urgent."""
    return cues.waved >= playbook.budget.dismissals_in_a_row


def read_until(playbook: Playbook, shown: CueOffered) -> Seconds:
    """When an agent who listens meanwhile can have read it."""
    budget = playbook.budget
    return shown.at + budget.glance_seconds + len(shown.say.split()) / budget.words_a_second


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


def _has_room(cues: Cues, want: Want, situation: Situation) -> bool:
    """The budget and the quiet after the last cue allow one more; an urgent one needs no leave of theirs."""
    playbook, at = situation.playbook, situation.at
    if cues.shown and not _gives_way(cues, cues.shown, want, situation):
        return False
    if urgent(playbook, want):
        return True
    if left_in_peace(cues, playbook) or cues.offered >= most(playbook, situation.header.agent.level):
        return False
    followed = cues.shown or cues.faded  # what might have taken its place need not wait because its time ran out
    follows = followed is not None and _gives_way(cues, followed, want, situation)
    return follows or want.presses or at >= cues.free_since + playbook.budget.gap_seconds


def _gives_way(cues: Cues, shown: CueOffered, want: Want, situation: Situation) -> bool:
    """What is urgent or presses takes the place of what is neither. Else there must have been time to read it, and the
    customer be silent: then the weightier takes its place, or a slip of the agent's since they answered it.
    """
    playbook, at = situation.playbook, situation.at
    rule, other = playbook.cues[want.cue], playbook.cues[shown.cue]
    if urgent(playbook, want) and not other.urgent:
        return True
    if other.urgent and not urgent(playbook, want):
        return False
    weightier = rule.priority > other.priority
    if weightier and want.presses:
        return True
    if at < read_until(playbook, shown) or situation.floor.speaks("customer"):
        return False
    return weightier or _is_slip_since(cues, want, shown)


def _is_slip_since(cues: Cues, want: Want, shown: CueOffered) -> bool:
    """The agent has had their say since it came, and this is about that."""
    return want.cue in occasions.OF_OWN_WORDS and want.began >= shown.at
