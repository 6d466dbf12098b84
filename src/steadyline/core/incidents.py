"""
What was done to people on the call, and said against them: abuse, threats, boundaries, and how it ended.

The evidence of the ladder is kept together, the first of it and the latest, and all is counted. A threat of harm is
told from the same certainty on as the supervisor's alert, whatever the ladder makes of it. Every piece is a quote with
its turn and the second it began.
"""

from typing import Final, Literal, Protocol

import msgspec

from steadyline.core.events import Heard, Seconds
from steadyline.core.ladder import Rungs
from steadyline.core.playbook import Playbook

INCIDENTS_KEPT: Final = 20
THREATS_KEPT: Final = 8
LAST_WORDS: Final = 2
"""Turns of the agent's after a boundary within which a call that ends has ended on it."""

Incident = Literal["personal_attack", "threat_harm", "profanity", "sets_boundary", "apologises"]
Threat = Literal["threat_harm", "threat_public", "threat_leave"]
THREATS: Final[tuple[Threat, ...]] = ("threat_harm", "threat_public", "threat_leave")

_SURE: Final = 0.7
_GOES_ON: Final = (
    "asks_detail",
    "asks_outcome",
    "asks_permission",
    "empathy",
    "explains",
    "offers_option",
    "restates",
    "closes_warmly",
)
_SETTLES: Final = ("accepts", "thanking", "confirms")


class _Has(Protocol):
    def __call__(self, *signals: str) -> bool: ...


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One act of the abuse ladder: an attack, a threat, swearing; a boundary set; the customer's apology."""

    what: Incident
    turn: int
    at: Seconds
    quote: str


class Threatened(msgspec.Struct, frozen=True, kw_only=True):
    """What may be a threat, and how sure that is; ``plain``: sure enough to be told as one."""

    what: Threat
    turn: int
    at: Seconds
    quote: str
    sure: float
    plain: bool = True


class Incidents(msgspec.Struct, frozen=True, kw_only=True):
    """``attacks`` and ``boundaries``: how many ever, while ``abuse`` keeps the first and the latest. ``threats``: of
    each kind the first and the latest. ``since_boundary``: turns of the agent's since a boundary after which nothing
    went on; None where none stands so.
    """

    abuse: tuple[Happened, ...] = ()
    attacks: int = 0
    boundaries: int = 0
    threats: tuple[Threatened, ...] = ()
    since_boundary: int | None = None

    @property
    def harm(self) -> tuple[Threatened, ...]:
        """The threats of harm."""
        return tuple(threat for threat in self.threats if threat.what == "threat_harm" and threat.plain)

    @property
    def taken_back(self) -> bool:
        """Whether the customer's last word on it was to take it back."""
        theirs = [act.what for act in self.abuse if act.what != "sets_boundary"]
        return bool(theirs) and theirs[-1] == "apologises"

    @property
    def rough(self) -> bool:
        """Whether somebody was attacked or threatened, and it was not taken back."""
        return bool(self.attacks or self.harm) and not self.taken_back

    @property
    def parted(self) -> bool:
        """Whether the call, were it over now, ended on a boundary: after a warning before it, or a threat of harm."""
        fresh = self.since_boundary is not None and self.since_boundary <= LAST_WORDS
        return fresh and self.rough and (self.boundaries > 1 or bool(self.harm))

    def surest(self, what: Threat) -> Threatened | None:
        """The threat of this kind that most surely was one."""
        plain = (threat for threat in self.threats if threat.what == what and threat.plain)
        return max(plain, key=lambda threat: threat.sure, default=None)


def step(
    playbook: Playbook, incidents: Incidents, heard: Heard, before: Rungs, after: Rungs, *, began: Seconds
) -> Incidents:
    """Take one judged utterance, with the ladder before and after it."""

    def has(*signals: str) -> bool:
        return any(heard.signals.get(signal, 0.0) >= playbook.heard_at for signal in signals)

    what: Incident | None = None
    if (act := after.acted(heard.turn)) is not None:
        what = act.kind
    elif heard.party == "customer" and len(after.warnings) < len(before.warnings):
        what = "apologises"
    elif heard.party == "agent" and has("sets_boundary"):
        what = "sets_boundary"
    if what is not None:
        incidents = _keep(incidents, Happened(what=what, turn=heard.turn, at=began, quote=heard.quote))
    if heard.party == "customer":
        incidents = _threatened(playbook, incidents, heard, began)
    return msgspec.structs.replace(incidents, since_boundary=_since_boundary(incidents, heard, has))


def _since_boundary(incidents: Incidents, heard: Heard, has: _Has) -> int | None:
    if heard.party == "agent" and has("sets_boundary"):
        return 0
    since = incidents.since_boundary
    if since is None or has(*(_SETTLES if heard.party == "customer" else _GOES_ON)):
        return None
    return since + (heard.party == "agent")


def _keep(incidents: Incidents, happened: Happened) -> Incidents:
    """The first of them and the latest: what began it is not lost, and all are counted."""
    abuse = (*incidents.abuse, happened)
    if len(abuse) > INCIDENTS_KEPT:
        abuse = (*abuse[: INCIDENTS_KEPT // 2], *abuse[-INCIDENTS_KEPT // 2 :])
    return msgspec.structs.replace(
        incidents,
        abuse=abuse,
        attacks=incidents.attacks + (happened.what not in ("sets_boundary", "apologises")),
        boundaries=incidents.boundaries + (happened.what == "sets_boundary"),
    )


def _threatened(playbook: Playbook, incidents: Incidents, heard: Heard, began: Seconds) -> Incidents:
    for what in THREATS:
        sure = heard.signals.get(what, 0.0)
        if sure >= playbook.heard_at:
            plain = sure >= least(playbook, what)
            threat = Threatened(what=what, turn=heard.turn, at=began, quote=heard.quote, sure=sure, plain=plain)
            same = [*(known for known in incidents.threats if known.what == what), threat]
            kept = same if len(same) <= THREATS_KEPT else [*same[: THREATS_KEPT // 2], *same[-THREATS_KEPT // 2 :]]
            others = [known for known in incidents.threats if known.what != what]
            incidents = msgspec.structs.replace(incidents, threats=(*others, *kept))
    return incidents


def least(playbook: Playbook, what: Threat) -> float:
    """How sure it must be that something was a threat for it to be told: for harm, as sure as for the alert."""
    rule = playbook.alerts.kinds.get("threat_harm") if what == "threat_harm" else None
    return max(playbook.heard_at, _SURE if rule is None else rule.sure)
