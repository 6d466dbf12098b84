"""
When a supervisor is called to a call, and why.

Belief and decision are apart. *Belief*: the grounds that hold now, each with the words it rests on; they come and go
with what is heard. *Decision*: the weightiest ground that has held long enough becomes an alert, one a call at a time,
few a call, and none while the call is likely to mend itself. A threat, and an agent who asks for help, come through at
once. An alert goes when its ground is gone, when somebody took it up, when a weightier one comes, or with the call.
Judgements of earlier alerts make a kind stricter, never those two.
"""

import math
from typing import Literal

import msgspec

from steadyline.core import concerns, heat, wording
from steadyline.core.concerns import Concerns
from steadyline.core.events import (
    AlertCleared,
    AlertJudged,
    AlertRaised,
    Finding,
    Header,
    Heard,
    HeatMoved,
    HelpAsked,
    Judged,
    Seconds,
)
from steadyline.core.heat import Heat, Watch
from steadyline.core.names import LEVELS, Alert
from steadyline.core.playbook import AlertRule, LearnRules, Playbook

SLOTS = frozenset({"name", "agent", "felt", "problem", "times", "long"})
AT_ONCE: frozenset[Alert] = frozenset({"threat_harm", "help_asked"})
"""Raised whatever was raised before, and however such alerts were judged."""

_TIMED: frozenset[Alert] = frozenset({"asks_supervisor", "angry_for_long"})
_MEND: frozenset[Alert] = frozenset({"asks_supervisor", "escalating", "angry_for_long"})
_KEPT = 12
_SECOND_WARNING = 2


class Ground(msgspec.Struct, frozen=True):
    """A reason for an alert that has held since then, and the words it rests on."""

    since: Seconds
    turn: int = 0
    quote: str = ""


class Past(msgspec.Struct, frozen=True):
    """An alert of this call: how it went, and whether somebody said that it was useful."""

    alert: AlertRaised
    cleared: AlertCleared | None = None
    useful: bool | None = None


class Alerts(msgspec.Struct, frozen=True):
    """What this call knows of alerts.

    ``up``: the one that stands. ``past``: the latest, with the one that stands. ``raised``: how many ever; ``spent``:
    how many of them counted towards `most`; ``by_kind``: of each kind. ``calm``: customer utterances since the one that
    stands last had its reason. ``mending``: heat falls and a step was just done. ``asked``: times that a supervisor
    was asked for and none offered. ``attacks`` since the last warning; ``warnings`` known; ``attack``: the last.
    ``closed``: kinds judged not useful on this call. ``free_from``, ``free_at``: when a call, a kind, may be alerted of
    again. ``judged``: how alerts of earlier calls were judged.
    """

    up: AlertRaised | None = None
    past: tuple[Past, ...] = ()
    raised: int = 0
    spent: int = 0
    by_kind: dict[Alert, int] = {}
    grounds: dict[Alert, Ground] = {}
    calm: int = 0
    watch: Watch = Watch()
    mending: bool = False
    asked: int = 0
    attacks: int = 0
    warnings: int = 0
    attack: Ground | None = None
    said: Ground | None = None
    closed: tuple[Alert, ...] = ()
    free_from: Seconds = 0.0
    free_at: dict[Alert, Seconds] = {}
    judged: dict[Alert, Judged] = {}


class Seen(msgspec.Struct, frozen=True):
    """The call as it stands: what the rules about alerts may look at. ``warnings``: boundaries set so far."""

    playbook: Playbook
    header: Header
    at: Seconds
    heat: Heat
    concerns: Concerns
    warnings: int

    def hot(self, level: str) -> bool:
        """Whether believed heat stands at this level or above."""
        return LEVELS.index(self.playbook.level(self.heat.now)) >= LEVELS.index(level)


_replace = msgspec.structs.replace


def bar(learn: LearnRules, kind: Alert, judged: Judged | None) -> float:
    """How much stricter an alert is for how such alerts were judged: 0 (as the playbook says) to 1 (`stricter`)."""
    if judged is None or kind in AT_ONCE or judged.useful + judged.not_useful < max(1, learn.least):
        return 0.0
    share = judged.not_useful / (judged.useful + judged.not_useful)
    return round(max(0.0, (share - learn.fine) / (1 - learn.fine)), 2)


def due(alerts: Alerts, seen: Seen) -> Seconds | None:
    """The moment at which time alone will raise an alert; None if it never will."""
    moments = [ripe for kind in alerts.grounds if (ripe := _ripe_at(alerts, seen, kind)) is not None]
    return min(moments, default=None)


def wait(alerts: Alerts, seen: Seen) -> tuple[Alerts, list[Finding]]:
    """Time has passed: raise what is due."""
    return _decide(alerts, seen)


def heard(alerts: Alerts, seen: Seen, heard: Heard, found: list[Finding]) -> tuple[Alerts, list[Finding]]:
    """Take one judged utterance, with what heat and the steps made of it (``found``)."""
    alerts = _watch(alerts, seen, found)
    before = alerts.grounds.get("asks_supervisor")
    believe = _believe_customer if heard.party == "customer" else _believe_agent
    alerts = believe(alerts, seen, heard)
    cleared: list[Finding] = []
    if alerts.up is not None:
        if alerts.up.alert == "asks_supervisor" and before is not None and "asks_supervisor" not in alerts.grounds:
            alerts, cleared = _clear(alerts, seen, "better" if heard.party == "customer" else "handled")
        elif heard.party == "customer":
            alerts, cleared = _calm(alerts, seen, heard)
    alerts, raised = _decide(alerts, seen)
    return alerts, [*cleared, *raised]


def help_asked(alerts: Alerts, seen: Seen, fact: HelpAsked) -> tuple[Alerts, list[Finding]]:
    """The agent asks for help: what the customer said last goes with it."""
    if "help_asked" in alerts.grounds:
        return alerts, []
    said = alerts.said or Ground(fact.at)
    return _decide(_with(alerts, "help_asked", Ground(fact.at, said.turn, said.quote)), seen)


def judged(alerts: Alerts, seen: Seen, fact: AlertJudged) -> tuple[Alerts, list[Finding]]:
    """Somebody looked at an alert. It is taken up then, useful or not; of no use, its kind is quiet on this call."""
    known = next((past for past in alerts.past if past.alert.id == fact.id and past.alert.alert == fact.alert), None)
    if known is None:
        return alerts, []
    past = tuple(_replace(one, useful=fact.useful) if one is known else one for one in alerts.past)
    closed = tuple(kind for kind in alerts.closed if kind != fact.alert)
    if not fact.useful and fact.alert not in AT_ONCE:
        closed = (*closed, fact.alert)
    alerts = _replace(alerts, past=past, closed=closed)
    if alerts.up is None or alerts.up.id != fact.id:
        return alerts, []
    alerts, cleared = _clear(alerts, seen, "handled")
    alerts, raised = _decide(alerts, seen)
    return alerts, [*cleared, *raised]


def end(alerts: Alerts, seen: Seen) -> tuple[Alerts, list[Finding]]:
    """The call is over."""
    return _clear(alerts, seen, "call_ended") if alerts.up is not None else (alerts, [])


# --- belief ---------------------------------------------------------------------------------------------------------


def _watch(alerts: Alerts, seen: Seen, found: list[Finding]) -> Alerts:
    """Take what heat and the steps did: whether the forecast is an alarm, and whether the call seems to mend."""
    rules, rule = seen.playbook.policy, seen.playbook.alerts.kinds.get("escalating")
    if rule is not None:
        surer = min(0.99, rules.alarm + _bar(alerts, seen, "escalating") * rule.stricter)
        rules = _replace(rules, alarm=surer, in_a_row=max(rules.in_a_row, math.ceil(rule.after)))
    watch, mending = alerts.watch, alerts.mending
    for event in found:
        if isinstance(event, HeatMoved):
            mending = rules.wait and watch.helped and event.trend < 0
        watch = heat.decide(rules, watch, event)
    return _replace(alerts, watch=watch, mending=mending)


def _believe_customer(alerts: Alerts, seen: Seen, heard: Heard) -> Alerts:
    now = Ground(seen.at, heard.turn, heard.quote)
    alerts = _replace(alerts, said=now, warnings=min(alerts.warnings, seen.warnings))
    if _has(seen, "threat_harm", heard, "threat_harm") and "threat_harm" not in alerts.grounds:
        alerts = _with(alerts, "threat_harm", now)
    if _has(seen, "abuse", heard, "personal_attack", "threat_harm"):
        alerts = _replace(alerts, attack=now, attacks=alerts.attacks + 1 if alerts.warnings else 0)
        if alerts.warnings and alerts.attacks >= _needed(alerts, seen, "abuse"):
            alerts = _with(alerts, "abuse", now)
    if _has(seen, "asks_supervisor", heard, "asks_supervisor"):
        first = alerts.grounds.get("asks_supervisor", now).since
        alerts = _with(_replace(alerts, asked=alerts.asked + 1), "asks_supervisor", _replace(now, since=first))
    elif any(heard.signals.get(name, 0.0) >= seen.playbook.heard_at for name in ("accepts", "thanking")):
        alerts = _replace(_without(alerts, "asks_supervisor"), asked=0)
    if alerts.watch.alarm:
        alerts = _with(alerts, "escalating", alerts.grounds.get("escalating", now))
    else:
        alerts = _without(alerts, "escalating")
    if seen.heat.hot_since is not None:
        return _with(alerts, "angry_for_long", _replace(now, since=seen.heat.hot_since))
    return _without(alerts, "angry_for_long")


def _believe_agent(alerts: Alerts, seen: Seen, heard: Heard) -> Alerts:
    if heard.signals.get("offers_supervisor", 0.0) >= seen.playbook.heard_at:
        alerts = _replace(_without(alerts, "asks_supervisor"), asked=0)
    if seen.warnings == alerts.warnings:
        return alerts
    more = seen.warnings > alerts.warnings
    alerts = _replace(alerts, warnings=seen.warnings, attacks=0)
    if more and seen.warnings >= _SECOND_WARNING:
        attack = alerts.attack or alerts.said or Ground(seen.at)
        return _with(alerts, "abuse", _replace(attack, since=seen.at))
    return alerts


def _has(seen: Seen, kind: Alert, heard: Heard, *signals: str) -> bool:
    """Whether this utterance carries one of the signals, surely enough for that alert."""
    rule = seen.playbook.alerts.kinds.get(kind)
    return rule is not None and any(heard.signals.get(name, 0.0) >= rule.sure for name in signals)


def _with(alerts: Alerts, kind: Alert, ground: Ground) -> Alerts:
    return _replace(alerts, grounds={**alerts.grounds, kind: ground})


def _without(alerts: Alerts, kind: Alert) -> Alerts:
    if kind not in alerts.grounds:
        return alerts
    return _replace(alerts, grounds={name: ground for name, ground in alerts.grounds.items() if name != kind})


# --- decision -------------------------------------------------------------------------------------------------------


def _decide(alerts: Alerts, seen: Seen) -> tuple[Alerts, list[Finding]]:
    """Raise the weightiest ground that is ripe, if any is."""
    kinds = seen.playbook.alerts.kinds
    ripe = [kind for kind in kinds if (at := _ripe_at(alerts, seen, kind)) is not None and at <= seen.at]
    if not ripe:
        return alerts, []
    kind = max(ripe, key=lambda kind: kinds[kind].priority)
    cleared: list[Finding] = []
    if alerts.up is not None:
        alerts, cleared = _clear(alerts, seen, "outweighed")
    ground = alerts.grounds[kind]
    raised = AlertRaised(
        at=seen.at,
        id=f"alert_{alerts.raised + 1}",
        alert=kind,
        why=_why(alerts, seen, kind, kinds[kind]),
        turn=ground.turn,
        quote=ground.quote,
    )
    alerts = _replace(
        alerts,
        up=raised,
        past=(*alerts.past, Past(raised))[-_KEPT:],
        raised=alerts.raised + 1,
        spent=alerts.spent + (kind not in AT_ONCE),
        by_kind={**alerts.by_kind, kind: alerts.by_kind.get(kind, 0) + 1},
        calm=0,
    )
    return alerts, [*cleared, raised]


def _ripe_at(alerts: Alerts, seen: Seen, kind: Alert) -> Seconds | None:
    """From when on this ground is an alert, as things stand; None if it is not."""
    rules, ground, up = seen.playbook.alerts, alerts.grounds.get(kind), alerts.up
    rule = rules.kinds.get(kind)
    if rule is None or ground is None or (up and rules.kinds[up.alert].priority >= rule.priority):
        return None
    if kind in AT_ONCE:
        return ground.since
    spent = alerts.spent >= rules.most or alerts.by_kind.get(kind, 0) >= rule.most or kind in alerts.closed
    if spent or (alerts.mending and kind in _MEND) or not seen.hot(rule.heat):
        return None
    held = _needed(alerts, seen, kind) if kind in _TIMED else 0.0
    return max(ground.since + held, alerts.free_from, alerts.free_at.get(kind, 0.0))


def _needed(alerts: Alerts, seen: Seen, kind: Alert) -> float:
    """How much of its reason an alert takes on this call: see `AlertRule.after`."""
    rule = seen.playbook.alerts.kinds[kind]
    return rule.after + _bar(alerts, seen, kind) * rule.stricter


def _bar(alerts: Alerts, seen: Seen, kind: Alert) -> float:
    return bar(seen.playbook.alerts.learn, kind, alerts.judged.get(kind))


def _calm(alerts: Alerts, seen: Seen, heard: Heard) -> tuple[Alerts, list[Finding]]:
    """The customer has spoken: does the alert that stands still have its reason?"""
    up = alerts.up
    if up is None or up.alert in AT_ONCE:
        return alerts, []
    if up.alert == "abuse":
        holds = seen.hot("angry") or _has(seen, "abuse", heard, "personal_attack", "threat_harm")
    else:
        holds = up.alert in alerts.grounds
    alerts = _replace(alerts, calm=0 if holds else alerts.calm + 1)
    return _clear(alerts, seen, "better") if alerts.calm >= seen.playbook.alerts.calm else (alerts, [])


def _clear(
    alerts: Alerts, seen: Seen, why: Literal["better", "handled", "outweighed", "call_ended"]
) -> tuple[Alerts, list[Finding]]:
    """Take down the alert that stands. What was handled is known to somebody: the call is let alone for a while."""
    up = alerts.up
    if up is None:
        return alerts, []
    cleared = AlertCleared(at=seen.at, id=up.id, alert=up.alert, why=why)
    rested = seen.at + seen.playbook.alerts.kinds[up.alert].cool_down
    if why == "handled" or up.alert == "abuse":  # it takes a new act
        alerts = _without(alerts, up.alert)
        alerts = _replace(
            alerts,
            asked=0 if up.alert == "asks_supervisor" else alerts.asked,
            attacks=0 if up.alert == "abuse" else alerts.attacks,
            free_from=max(alerts.free_from, rested) if why == "handled" else alerts.free_from,
        )
    past = tuple(_replace(one, cleared=cleared) if one.alert.id == up.id else one for one in alerts.past)
    free_at = {**alerts.free_at, up.alert: rested}
    return _replace(alerts, up=None, past=past, free_at=free_at, calm=0), [cleared]


# --- words ----------------------------------------------------------------------------------------------------------


def _why(alerts: Alerts, seen: Seen, kind: Alert, rule: AlertRule) -> str:
    """The reason in one sentence, with this call's particulars; the title where no sentence can be filled."""
    sentence = wording.choose(rule.why, _slots(alerts, seen, kind), alerts.raised) or rule.title
    return sentence[:1].upper() + sentence[1:]


def _slots(alerts: Alerts, seen: Seen, kind: Alert) -> dict[str, str]:
    words, playbook = seen.playbook.alerts.words, seen.playbook
    customer, agent = wording.called(seen.header.customer.name), seen.header.agent.name
    filled = {"name": customer or words.customer, "agent": agent or words.agent}
    if felt := playbook.words.felt.get(playbook.level(seen.heat.now)):
        filled["felt"] = felt[0]
    if problem := concerns.main(seen.concerns):
        filled["problem"] = problem
    if times := (alerts.asked if kind == "asks_supervisor" else alerts.warnings):
        filled["times"] = words.times[min(times, len(words.times)) - 1]
    held = int(seen.at - alerts.grounds[kind].since)
    filled["long"] = words.minutes.format(n=held // 60) if held >= 120 else words.seconds.format(n=held)
    return filled
