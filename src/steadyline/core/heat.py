"""
How heated the customer is, as believed.

Each customer utterance is judged by a model; belief follows the judgement, fast upwards and slowly downwards. Silence
moves nothing, and neither does anything the agent says. How likely the call is to escalate is believed beside it, as a
sum that can be read in the playbook. Belief and decision are apart: `decide` says when a belief is an alarm.
"""

import math

import msgspec

from steadyline.core.events import AnyEvent, Finding, Heard, HeatMoved, Seconds, Signals, StepChanged
from steadyline.core.playbook import ForecastRules, HeatRules, Playbook, PolicyRules

# A short answer says little about heat, but not one that agrees.
_SETTLING = ("confirms", "accepts", "thanking")


class Heat(msgspec.Struct, frozen=True):
    """Belief now, its change per customer utterance lately, the highest so far and when.

    ``hot_since``: since when it stands at angry or above. ``utterances``: how many of the customer's were judged.
    ``lately``: faded weight of what was heard.
    """

    now: float = 0.0
    trend: float = 0.0
    peak: float = 0.0
    peak_at: Seconds = 0.0
    hot_since: Seconds | None = None
    utterances: int = 0
    lately: float = 0.0
    escalation: float = 0.0


class Watch(msgspec.Struct, frozen=True):
    """Whether an alarm is on, for how many customer utterances belief has been high, and whether a step was done since
    heat last moved.
    """

    alarm: bool = False
    high: int = 0
    helped: bool = False


def step(playbook: Playbook, heat: Heat, heard: Heard) -> tuple[Heat, list[Finding]]:
    """Take what a model made of one utterance, of either party."""
    lately = heat.lately * playbook.forecast.fade + _weight(playbook.forecast, heard.signals)
    heat = msgspec.structs.replace(heat, lately=lately)
    if heard.heat is None:
        return heat, []
    settled = any(heard.signals.get(name, 0.0) >= playbook.heard_at for name in _SETTLING)
    words = playbook.heat.full_weight_words if settled else len(heard.quote.split())
    heat = believe(playbook.heat, heat, heard.heat, words=words, at=heard.at)
    heat = msgspec.structs.replace(heat, utterances=heat.utterances + 1)
    heat = msgspec.structs.replace(heat, escalation=forecast(playbook.forecast, heat))
    moved = HeatMoved(
        at=heard.at,
        turn=heard.turn,
        quote=heard.quote,
        heat=heat.now,
        trend=heat.trend,
        escalation=heat.escalation,
    )
    return heat, [moved]


def believe(rules: HeatRules, heat: Heat, judged: float, *, words: int, at: Seconds) -> Heat:
    """Belief after one more customer utterance judged at ``judged`` (0 to 1)."""
    gap = judged - heat.now
    share = rules.rise if gap > 0 else rules.fall * max(rules.least_weight, min(1.0, words / rules.full_weight_words))
    now = round(min(1.0, max(0.0, heat.now + share * gap)), 4)
    trend = round(heat.trend * rules.trend_memory + (now - heat.now) * (1 - rules.trend_memory), 4)
    hot = now >= rules.levels["angry"]
    return msgspec.structs.replace(
        heat,
        now=now,
        trend=trend,
        peak=max(heat.peak, now),
        peak_at=at if now > heat.peak else heat.peak_at,
        hot_since=(at if heat.hot_since is None else heat.hot_since) if hot else None,
    )


def forecast(rules: ForecastRules, heat: Heat) -> float:
    """The probability that the call escalates within the next six customer utterances."""
    score = rules.base + rules.heat * heat.now + rules.trend * heat.trend + heat.lately
    score += rules.fresh * max(0.0, 1 - (heat.utterances - 1) / rules.fresh_utterances)
    return round(1 / (1 + math.exp(-max(-50.0, min(50.0, score)))), 3)


def decide(policy: PolicyRules, watch: Watch, event: AnyEvent) -> Watch:
    """Take the next event of a call: whether its forecast is an alarm now. One that is on stays on while belief is
    high; only to be raised must it wait.
    """
    match event:
        case HeatMoved():
            high = watch.high + 1 if event.escalation >= policy.alarm else 0
            mending = policy.wait and watch.helped and event.trend < 0
            return Watch(alarm=high >= policy.in_a_row and (watch.alarm or not mending), high=high)
        case StepChanged(state="done"):
            return msgspec.structs.replace(watch, helped=True)
        case _:
            return watch


def _weight(rules: ForecastRules, signals: Signals) -> float:
    return sum(rules.heard[name] * likely for name, likely in signals.items() if name in rules.heard)
