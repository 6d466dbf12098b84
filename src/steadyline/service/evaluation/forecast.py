"""
The forecast of escalation, held against what really followed.

At each customer utterance the rules say how likely the call is to escalate within the next six of the customer's. By
gold it did, when one of those six stood at a higher level of heat than this one, asked for a supervisor, attacked or
threatened, or when within them the call broke off in anger. The customer's last utterance forecasts nothing. What is
an alarm the playbook's policy has decided by then.
"""

from collections.abc import Sequence
from typing import Final

import msgspec
import numpy as np

from steadyline.core.playbook import PolicyRules
from steadyline.service.evaluation import scores
from steadyline.service.evaluation.judging import Line
from steadyline.service.evaluation.scores import Bin, Counts, Flags, Interval, Numbers

WITHIN: Final = 6
"""Customer utterances that a forecast looks ahead."""
SERIOUS: Final = frozenset(
    {"asks_supervisor", "personal_attack", "threat_harm", "threat_leave", "threat_public"},
)
_ANGRY: Final = 3


class Forecast(msgspec.Struct, frozen=True):
    """How the forecasts went. ``policy``: when one is an alarm. Shares are of 1.

    ``base_rate``: how often it did escalate. ``false_positive_rate``: alarms among the times when it did not.
    ``recovery``: of calls, those in which a wrong alarm was taken back less those in which a right one was.
    ``onsets``: utterances at which a call did escalate; ``foreseen``: those with an alarm on just before; ``ahead``:
    how many of these had been foreseen for 1, 2 ... 6 customer utterances.
    """

    forecasts: int
    policy: PolicyRules
    base_rate: float
    accuracy: float
    accuracy_interval: Interval | None
    precision: float | None
    recall: float | None
    false_positive_rate: float | None
    false_positive_interval: Interval | None
    average_precision: float | None
    brier: float
    brier_of_base_rate: float
    calibration_error: float | None
    recovery: float
    onsets: int
    foreseen: int
    mean_ahead: float | None
    ahead: list[int]
    reliability: list[Bin]


class Outlook(msgspec.Struct, frozen=True):
    """One forecast: its ``call``, the probability given, whether that was an alarm, and whether it came so."""

    call: int
    given: float
    alarm: bool
    came: bool


def level(heat: float) -> int:
    """The nearest of the five levels, 0 (calm) to 4 (enraged)."""
    return int(heat * 4 + 0.5)


def onset(before: Line, now: Line) -> bool:
    """Whether the call escalated from one customer utterance to the next."""
    return level(now.said.heat or 0.0) > level(before.said.heat or 0.0) or bool(SERIOUS & now.said.signals)


def escalates(customer: Sequence[Line], at: int) -> bool:
    """Whether the call escalated within six customer utterances of the one ``at`` this place."""
    now = customer[at]
    ahead = customer[at + 1 : at + 1 + WITHIN]
    hangs_up = at + WITHIN >= len(customer) - 1 and level(customer[-1].said.heat or 0.0) >= _ANGRY
    return hangs_up or any(onset(now, later) for later in ahead)


def outlooks(lines: Sequence[Line], calls: int) -> list[Outlook]:
    """Every forecast of every call, but the last of each."""
    found = []
    for customer in _customers(lines, calls):
        for at, line in enumerate(customer[:-1]):
            found.append(Outlook(line.call, line.escalation or 0.0, line.alarm, escalates(customer, at)))
    return found


def score(lines: Sequence[Line], weights: Numbers, policy: PolicyRules) -> Forecast | None:
    """How the forecasts went; None where no call has two utterances of the customer."""
    calls = weights.shape[1]
    found = outlooks(lines, calls)
    if not found:
        return None
    call = np.array([f.call for f in found])
    given = np.array([f.given for f in found])
    came = np.array([f.came for f in found])
    alarm = np.array([f.alarm for f in found])
    leads = [lead for customer in _customers(lines, calls) for lead in ahead(customer)]
    foreseen = [lead for lead in leads if lead]
    curve = scores.reliability(came, given)
    return Forecast(
        forecasts=len(found),
        policy=policy,
        base_rate=float(came.mean()),
        accuracy=float((alarm == came).mean()),
        accuracy_interval=_share(call, alarm == came, weights),
        precision=float(came[alarm].mean()) if alarm.any() else None,
        recall=float(alarm[came].mean()) if came.any() else None,
        false_positive_rate=None if came.all() else float(alarm[~came].mean()),
        false_positive_interval=_share(call[~came], alarm[~came], weights),
        average_precision=scores.average_precision(came, given),
        brier=float(((given - came) ** 2).mean()),
        brier_of_base_rate=float(came.mean() * (1 - came.mean())),
        calibration_error=scores.calibration_error(curve),
        recovery=_recovery(call, alarm, came),
        onsets=len(leads),
        foreseen=len(foreseen),
        mean_ahead=float(np.mean(foreseen)) if foreseen else None,
        ahead=[foreseen.count(lead) for lead in range(1, WITHIN + 1)],
        reliability=curve,
    )


def ahead(customer: Sequence[Line]) -> list[int]:
    """For each onset in a call, by how many customer utterances the alarm came before it, at most six; 0 for none.

    The alarm is the first of those that were on without a break until the onset.
    """
    leads = []
    for at in range(1, len(customer)):
        if onset(customer[at - 1], customer[at]):
            lead = 0
            while lead < min(WITHIN, at) and customer[at - 1 - lead].alarm:
                lead += 1
            leads.append(lead)
    return leads


def _recovery(call: Counts, alarm: Flags, came: Flags) -> float:
    """Alarms that were off again at the call's last forecast: rightly, less wrongly, as a share of calls."""
    calls = np.unique(call)
    balance = 0
    for number in calls:
        rows = np.flatnonzero(call == number)
        if alarm[rows].any() and not alarm[rows[-1]]:
            balance += -1 if came[rows[-1]] else 1
    return balance / len(calls)


def _share(call: Counts, flags: Flags, weights: Numbers) -> Interval | None:
    """The interval of the share of lines that are so."""
    calls = weights.shape[1]
    so = weights @ np.bincount(call[flags], minlength=calls)
    all_ = weights @ np.bincount(call, minlength=calls)
    return scores.interval(np.divide(so, all_, out=np.full(len(weights), np.nan), where=all_ > 0))


def _customers(lines: Sequence[Line], calls: int) -> list[list[Line]]:
    """The customer's lines of each call."""
    found: list[list[Line]] = [[] for _ in range(calls)]
    for line in lines:
        if line.party == "customer":
            found[line.call].append(line)
    return found
