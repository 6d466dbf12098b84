"""
What a screen shows of a call: whole, small, and replaced, never patched.

A view is bounded however long the call runs: the last lines of the transcript, a heat line thinned to what a screen
can draw, the steps, the concerns, the promises and at most one cue. Its revision is the journal's, so a client that
has seen revision 40 knows exactly what it has seen.
"""

from collections.abc import Mapping
from typing import Literal

import msgspec

from steadyline.core import beside, rewording, summary, track
from steadyline.core.beside import CuesShown, LadderShown, PauseShown, ToldShown
from steadyline.core.call import Call, so_far
from steadyline.core.events import (
    AnyEvent,
    BreakGranted,
    CallSummedUp,
    Header,
    Heard,
    HeatMoved,
    HoldEnded,
    HoldStarted,
    Party,
    PromiseHeard,
    PromiseSettled,
    QualityChanged,
    Seconds,
    Utterance,
)
from steadyline.core.track import StepShown

LINES_KEPT = 120
POINTS_KEPT = 240


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One utterance on the screen. ``heat`` for the customer once judged; ``signals`` at or above one half."""

    turn: int
    party: Party
    t0: Seconds
    t1: Seconds
    text: str
    listening: bool = False
    heat: float | None = None
    signals: tuple[str, ...] = ()


class Point(msgspec.Struct, frozen=True, array_like=True):
    """Believed heat at a moment of the call."""

    at: Seconds
    heat: float


class ConcernShown(msgspec.Struct, frozen=True, kw_only=True):
    """A problem noted so far."""

    id: str
    text: str
    turn: int


class PromiseShown(msgspec.Struct, frozen=True, kw_only=True):
    """A promise heard so far: a draft until a person confirms it, as it then reads, or drops it."""

    id: str
    who: Literal["agent", "company", "customer"]
    verdict: Literal["draft", "confirmed", "dropped"]
    act: str
    due: str | None
    due_text: str
    turn: int
    quote: str


class CueShown(msgspec.Struct, frozen=True, kw_only=True):
    """The one cue on the screen."""

    id: str
    cue: str
    title: str
    say: str
    why: str
    quote: str
    offered_at: Seconds
    until: Seconds


class LimitShown(msgspec.Struct, frozen=True, kw_only=True):
    """A limit as a supervisor raised it for one call. ``amount`` None: as much as it takes."""

    kind: str
    amount: float | None


class Desk(msgspec.Struct, frozen=True, kw_only=True):
    """The agent's screen. ``revision`` grows with every event of the call.

    ``speaking`` lists who is speaking now; ``brief`` is there at any moment, for a warm transfer; ``heat``
    and ``trend`` as believed, with ``level`` the word for it. ``help``: whether the agent asked for a supervisor, and
    whether one is on it (``seen``) or has put it aside (``declined``); ``limits_raised`` and ``break_minutes``: what a
    supervisor gave.
    ``header`` has the agent's level and limits as they are now. ``cues``, ``ladder``, ``pause`` and ``told``: see
    `core.beside`.
    """

    call: str
    revision: int
    at: Seconds
    header: Header
    state: Literal["live", "ended"]
    quality: Literal["full", "no_interim", "late"]
    quality_why: str
    speaking: tuple[Party, ...]
    heat: float
    level: Literal["calm", "displeased", "frustrated", "angry", "enraged"]
    trend: float
    escalation: float
    points: tuple[Point, ...]
    steps: tuple[StepShown, ...]
    concerns: tuple[ConcernShown, ...]
    promises: tuple[PromiseShown, ...]
    cue: CueShown | None
    lines: tuple[Line, ...]
    earlier_lines: int
    brief: str = ""
    follow_up: str = ""
    help: Literal["none", "asked", "seen", "declined"] = "none"
    limits_raised: tuple[LimitShown, ...] = ()
    break_minutes: int = 0
    cues: CuesShown
    ladder: LadderShown | None = None
    pause: PauseShown | None = None
    told: tuple[ToldShown, ...] = ()


class Screen(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules of a call need not remember and a screen must: the lines, the heat line, the last words, and the
    last word of a person on each promise (``settled``, by its id).
    """

    lines: tuple[Line, ...] = ()
    earlier_lines: int = 0
    points: tuple[Point, ...] = ()
    quality: Literal["full", "no_interim", "late"] = "full"
    quality_why: str = ""
    brief: str = ""
    follow_up: str = ""
    break_minutes: int = 0
    hold_since: Seconds | None = None
    settled: Mapping[str, PromiseSettled] = {}


def step(heard_at: float, screen: Screen, event: AnyEvent) -> Screen:
    """Take one event of the call, fact or finding."""
    match event:
        case Utterance():
            return _line(screen, event)
        case Heard():
            return _judged(heard_at, screen, event)
        case HeatMoved(at=at, heat=heat):
            return msgspec.structs.replace(screen, points=_thinned((*screen.points, Point(at, heat))))
        case QualityChanged(quality=quality, why=why):
            return msgspec.structs.replace(screen, quality=quality, quality_why=why)
        case HoldStarted(at=at) if screen.hold_since is None:
            return msgspec.structs.replace(screen, hold_since=at)
        case HoldEnded():
            return msgspec.structs.replace(screen, hold_since=None)
        case BreakGranted(minutes=minutes):
            return msgspec.structs.replace(screen, break_minutes=minutes)
        case PromiseSettled(id=id):
            return msgspec.structs.replace(screen, settled={**screen.settled, id: event})
        case CallSummedUp(brief=brief, follow_up=follow_up):
            return msgspec.structs.replace(screen, brief=brief, follow_up=follow_up)
        case _:
            return screen


def limits_raised(call: Call) -> tuple[LimitShown, ...]:
    """What a supervisor raised on this call and the rules took: never less than the agent could give already."""
    return tuple(LimitShown(kind=fact.kind, amount=fact.amount) for fact in call.raised)


def desk(id: str, call: Call, screen: Screen, revision: int) -> Desk:
    """The agent's screen as of ``revision``."""
    playbook, shown = call.playbook, call.cues.shown
    return Desk(
        call=id,
        revision=revision,
        at=call.now,
        header=call.header,
        state="ended" if call.ended else "live",
        quality=screen.quality,
        quality_why=screen.quality_why,
        speaking=call.floor.speaking,
        heat=call.heat.now,
        level=playbook.level(call.heat.now),
        trend=call.heat.trend,
        escalation=call.heat.escalation,
        points=screen.points,
        steps=track.steps(call),
        concerns=tuple(ConcernShown(id=note.id, text=note.text, turn=note.turn) for note in call.concerns.notes),
        promises=tuple(_promise(promise, screen.settled.get(promise.id)) for promise in call.promises.heard),
        cue=None
        if shown is None
        else CueShown(
            id=shown.id,
            cue=shown.cue,
            title=playbook.cues[shown.cue].title,
            say=shown.say,
            why=shown.why,
            quote=shown.quote,
            offered_at=shown.at,
            until=shown.until,
        ),
        lines=screen.lines,
        earlier_lines=screen.earlier_lines,
        brief=rewording.holds(call.better, screen.brief or summary.brief(so_far(call))),
        follow_up=rewording.holds(call.better, screen.follow_up),
        help=_help(call),
        limits_raised=limits_raised(call),
        break_minutes=screen.break_minutes,
        cues=beside.cues(call),
        ladder=beside.ladder(call),
        pause=beside.pause(call, screen.hold_since),
        told=beside.told(call),
    )


def _promise(heard: PromiseHeard, settled: PromiseSettled | None) -> PromiseShown:
    """The promise as it was heard; once a person confirmed it, as it read to them."""
    reads = settled if settled and settled.verdict == "confirmed" else heard
    return PromiseShown(
        id=heard.id,
        who=heard.who,
        verdict=settled.verdict if settled else "draft",
        act=reads.act or heard.act,
        due=reads.due,
        due_text=reads.due_text,
        turn=heard.turn,
        quote=heard.quote,
    )


def _help(call: Call) -> Literal["none", "asked", "seen", "declined"]:
    """Whether the agent asked for a supervisor, and what one made of it the last time."""
    if call.ended:
        return "none"
    if "help_asked" in call.alerts.grounds:
        return "asked"
    newest = next((past for past in reversed(call.alerts.past) if past.alert.alert == "help_asked"), None)
    if newest is None:
        return "none"
    return "declined" if newest.useful is False else "seen"


def _line(screen: Screen, said: Utterance) -> Screen:
    line = Line(turn=said.turn, party=said.party, t0=said.t0, t1=said.t1, text=said.text, listening=said.listening)
    lines = (*screen.lines, line)
    dropped = max(0, len(lines) - LINES_KEPT)
    return msgspec.structs.replace(screen, lines=lines[dropped:], earlier_lines=screen.earlier_lines + dropped)


def _judged(heard_at: float, screen: Screen, heard: Heard) -> Screen:
    for place in range(len(screen.lines) - 1, -1, -1):
        if screen.lines[place].turn == heard.turn:
            signals = tuple(sorted(name for name, likely in heard.signals.items() if likely >= heard_at))
            line = msgspec.structs.replace(screen.lines[place], heat=heard.heat, signals=signals)
            return msgspec.structs.replace(screen, lines=(*screen.lines[:place], line, *screen.lines[place + 1 :]))
    return screen


def _thinned(points: tuple[Point, ...]) -> tuple[Point, ...]:
    """Every second point of the older half dropped, once there are more than a screen can draw."""
    if len(points) <= POINTS_KEPT:
        return points
    half = len(points) // 2
    return points[:half:2] + points[half:]
