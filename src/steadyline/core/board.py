"""
What a supervisor's screen shows: every call under way, and first those that need somebody.

Whole, small, and replaced, never patched. What needs help stands apart from what goes on: a calm call is one line, and
colour says nothing that words do not. Beside each kind of alert stands how often such alarms were wrong.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from steadyline.core import alerts, concerns
from steadyline.core.alerts import Past
from steadyline.core.call import Call
from steadyline.core.events import Judged, Seconds
from steadyline.core.names import Alert, Level
from steadyline.core.playbook import AlertRules
from steadyline.core.views import LimitShown, Point, Screen, limits_raised

POINTS_KEPT = 48
_UNSEEN = ("better", "call_ended")


class AlertShown(msgspec.Struct, frozen=True, kw_only=True):
    """An alert on the screen. ``cleared``: why it is down again; empty while it stands. ``useful``: as judged."""

    id: str
    alert: Alert
    title: str
    why: str
    turn: int
    quote: str
    raised_at: Seconds
    cleared: Literal["", "better", "handled", "outweighed", "call_ended"]
    useful: bool | None


class CallShown(msgspec.Struct, frozen=True, kw_only=True):
    """One call on a supervisor's screen.

    ``now``: its second at sending; ``running``: whether call time goes on. ``alert``: the one that stands. ``past``:
    the latest that went by themselves, and that nobody has judged. ``limits``: what the agent may give;
    ``raised``: what a supervisor raised.
    """

    call: str
    revision: int
    now: Seconds
    running: bool
    state: Literal["live", "ended"]
    company: str
    agent: str
    customer: str
    heat: float
    level: Level
    trend: float
    points: tuple[Point, ...]
    problem: str
    alert: AlertShown | None
    past: tuple[AlertShown, ...]
    limits: dict[str, Any]
    raised: tuple[LimitShown, ...]
    break_minutes: int


class KindJudged(msgspec.Struct, frozen=True, kw_only=True):
    """How the latest alerts of a kind were judged, and how much stricter that makes new calls: ``bar``, 0 to 1."""

    alert: Alert
    title: str
    useful: int
    not_useful: int
    bar: float


class Board(msgspec.Struct, frozen=True, kw_only=True):
    """The whole screen: ``needed``, the weightiest first; ``calm``, in the order they began; ``over``, with an alert
    that nobody has judged.
    """

    needed: tuple[CallShown, ...]
    calm: tuple[CallShown, ...]
    over: tuple[CallShown, ...]
    judged: tuple[KindJudged, ...]


def shown(
    id: str,
    call: Call,
    screen: Screen,
    revision: int,
    *,
    now: Seconds | None = None,
    said: Mapping[str, bool] = {},
) -> CallShown:
    """A call as of ``revision``. ``now``: call time, where it goes on. ``said``: verdicts by alert, given since."""
    rules, header = call.playbook.alerts, call.header
    stands = [_alert(rules, past, said) for past in call.alerts.past]
    return CallShown(
        call=id,
        revision=revision,
        now=call.now if now is None else now,
        running=now is not None,
        state="ended" if call.ended else "live",
        company=header.company,
        agent=header.agent.name or header.agent.id,
        customer=header.customer.name or header.customer.ref,
        heat=call.heat.now,
        level=call.playbook.level(call.heat.now),
        trend=call.heat.trend,
        points=_thinned(screen.points),
        problem=concerns.main(call.concerns),
        alert=next((alert for alert in stands if not alert.cleared), None),
        past=tuple(alert for alert in stands if alert.cleared in _UNSEEN and alert.useful is None),
        limits=header.agent.limits,
        raised=limits_raised(call),
        break_minutes=screen.break_minutes,
    )


def arrange(
    live: Iterable[CallShown], over: Iterable[CallShown], rules: AlertRules, judged: Mapping[Alert, Judged]
) -> Board:
    """The screen of these calls. ``rules`` say what weighs most and what each kind is called."""
    calls = list(live)
    return Board(
        needed=tuple(sorted((call for call in calls if call.alert), key=lambda call: _urgency(rules, call))),
        calm=tuple(call for call in calls if not call.alert),
        over=tuple(call for call in over if call.past),
        judged=tuple(_kind(rules, kind, judged.get(kind, Judged())) for kind in rules.kinds),
    )


def _urgency(rules: AlertRules, call: CallShown) -> tuple[int, Seconds]:
    """The weightiest first, then who has waited longest."""
    alert = call.alert
    if alert is None:
        return 0, 0.0
    rule = rules.kinds.get(alert.alert)
    return -(rule.priority if rule else 0), alert.raised_at - call.now


def _kind(rules: AlertRules, kind: Alert, judged: Judged) -> KindJudged:
    return KindJudged(
        alert=kind,
        title=rules.kinds[kind].title,
        useful=judged.useful,
        not_useful=judged.not_useful,
        bar=alerts.bar(rules.learn, kind, judged),
    )


def _alert(rules: AlertRules, past: Past, said: Mapping[str, bool]) -> AlertShown:
    raised = past.alert
    return AlertShown(
        id=raised.id,
        alert=raised.alert,
        title=rules.kinds[raised.alert].title,
        why=raised.why,
        turn=raised.turn,
        quote=raised.quote,
        raised_at=raised.at,
        cleared=past.cleared.why if past.cleared else "",
        useful=said.get(raised.id, past.useful),
    )


def _thinned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Evenly fewer, the newest always among them."""
    if len(points) <= POINTS_KEPT:
        return points
    step = len(points) / POINTS_KEPT
    return (*(points[int(place * step)] for place in range(POINTS_KEPT - 1)), points[-1])
