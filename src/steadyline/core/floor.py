"""
Who has the floor.

Told who starts and stops speaking, and when. A talk-over is both parties at once; it *takes the floor* when the one
who cut in goes on after the other falls silent. Signs of listening ("mm-hm") never take the floor. A silence is nobody
speaking and nobody on hold. A vent is a customer who talks long with no sound from the agent; what it wants is a pause.
"""

import msgspec

from steadyline.core.events import (
    Event,
    Fact,
    Finding,
    HoldEnded,
    HoldStarted,
    Party,
    Seconds,
    SilenceFell,
    SpeechEnded,
    SpeechStarted,
    TalkOver,
)
from steadyline.core.playbook import FloorRules


class CutIn(msgspec.Struct, frozen=True):
    """``by`` started at ``since`` while the other was speaking, who fell silent at ``until`` (None: still speaks)."""

    by: Party
    since: Seconds
    until: Seconds | None = None


class Floor(msgspec.Struct, frozen=True):
    """Since when each party speaks (None: silent), and when the last voice ended, and whose it was.

    ``vent_since``: since when the customer has talked with no sound from the agent. ``vents``: how many pauses of a
    long vent there were.
    """

    agent: Seconds | None = None
    customer: Seconds | None = None
    cut_in: CutIn | None = None
    quiet_since: Seconds = 0.0
    silence_told: bool = True
    on_hold: bool = False
    last: Party | None = None
    vent_since: Seconds | None = None
    vent_told: bool = False
    vents: int = 0

    def speaks(self, party: Party) -> bool:
        """Whether this party is speaking now."""
        return (self.agent if party == "agent" else self.customer) is not None

    @property
    def speaking(self) -> tuple[Party, ...]:
        """Everyone who is speaking now."""
        parties: list[Party] = []
        if self.customer is not None:
            parties.append("customer")
        if self.agent is not None:
            parties.append("agent")
        return tuple(parties)


def due(rules: FloorRules, floor: Floor) -> Seconds | None:
    """When this room has something to say although nothing else happens."""
    if floor.cut_in and floor.cut_in.until is not None:
        return max(floor.cut_in.until, floor.cut_in.since + rules.sign_of_listening_seconds)
    if floor.on_hold or floor.speaking:
        return None
    if _vented(rules, floor):
        return floor.quiet_since + rules.vent_pause_seconds
    return None if floor.silence_told else floor.quiet_since + rules.silence_seconds


def wait(rules: FloorRules, floor: Floor, at: Seconds) -> tuple[Floor, list[Finding]]:
    """What follows from time alone, at the moment that `due` named."""
    if floor.cut_in and floor.cut_in.until is not None:
        return _settled(rules, floor, at, goes_on=True)
    if _vented(rules, floor):
        return msgspec.structs.replace(floor, vent_told=True, vents=floor.vents + 1), []
    return msgspec.structs.replace(floor, silence_told=True), [SilenceFell(at=at, seconds=rules.silence_seconds)]


def _vented(rules: FloorRules, floor: Floor) -> bool:
    """The customer has talked long, and pauses; and nobody was told of it yet."""
    since = floor.vent_since
    return since is not None and not floor.vent_told and floor.quiet_since - since >= rules.vent_seconds


def step(rules: FloorRules, floor: Floor, fact: Fact) -> tuple[Floor, list[Finding]]:
    """Take one fact."""
    match fact:
        case SpeechStarted(at=at, party=party):
            return _started(floor, at, party), []
        case SpeechEnded(party=party, t1=t1):
            return _ended(rules, floor, fact, party, t1)
        case HoldStarted():
            return msgspec.structs.replace(floor, on_hold=True, vent_since=None), []
        case HoldEnded(at=at) if floor.on_hold:
            return msgspec.structs.replace(floor, on_hold=False, quiet_since=at, silence_told=False), []
        case _:
            return floor, []


def _started(floor: Floor, at: Seconds, party: Party) -> Floor:
    if floor.speaks(party):
        return floor
    cut_in = floor.cut_in
    if floor.speaks(_other(party)) and cut_in is None:
        cut_in = CutIn(by=party, since=at)
    elif cut_in and cut_in.until is not None and party != cut_in.by:
        cut_in = None  # the one cut off speaks again: they had not lost the floor
    if party == "agent":
        return msgspec.structs.replace(
            floor, agent=at, cut_in=cut_in, silence_told=False, last=party, vent_since=None, vent_told=False
        )
    vent_since = at if floor.vent_since is None and floor.agent is None else floor.vent_since
    return msgspec.structs.replace(
        floor, customer=at, cut_in=cut_in, silence_told=False, last=party, vent_since=vent_since
    )


def _ended(rules: FloorRules, floor: Floor, fact: Event, party: Party, t1: Seconds) -> tuple[Floor, list[Finding]]:
    if not floor.speaks(party):
        return floor, []
    quiet_since = max(floor.quiet_since, t1)
    if party == "agent":
        vent_since = None if floor.customer is None else max(t1, floor.customer)  # who spoke under the agent goes on
        floor = msgspec.structs.replace(floor, agent=None, quiet_since=quiet_since, vent_since=vent_since)
    else:
        floor = msgspec.structs.replace(floor, customer=None, quiet_since=quiet_since)
    cut_in = floor.cut_in
    if cut_in is None:
        return floor, []
    if party == cut_in.by:
        # Speech of this length or less is a sign of listening, wherever the other stopped.
        goes_on = cut_in.until is not None and t1 - cut_in.since > rules.sign_of_listening_seconds
        ended = msgspec.structs.replace(cut_in, until=t1 if cut_in.until is None else cut_in.until)
        return _settled(rules, msgspec.structs.replace(floor, cut_in=ended), fact.at, goes_on=goes_on)
    return msgspec.structs.replace(floor, cut_in=msgspec.structs.replace(cut_in, until=t1)), []


def _settled(rules: FloorRules, floor: Floor, at: Seconds, *, goes_on: bool) -> tuple[Floor, list[Finding]]:
    """The talk-over is over: the one who cut in went on, or fell silent."""
    cut_in = floor.cut_in
    floor = msgspec.structs.replace(floor, cut_in=None)
    if cut_in is None or cut_in.until is None:
        return floor, []
    seconds = round(cut_in.until - cut_in.since, 3)
    if seconds < rules.least_overlap_seconds:
        return floor, []
    takes_floor = goes_on and seconds >= rules.takes_floor_overlap_seconds
    return floor, [TalkOver(at=at, by=cut_in.by, seconds=seconds, takes_floor=takes_floor)]


def _other(party: Party) -> Party:
    return "customer" if party == "agent" else "agent"
