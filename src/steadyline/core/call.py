"""
A call: facts in, findings out.

`step` is the whole of Steadyline's judgement of a call, put together from the rooms beside it. It is pure: told the
time, never asking it, so that a call stopped anywhere, frozen and resumed says the same. Time passes only through
facts; what falls due between two facts is found at its own moment, however late somebody asks. A fact that comes late
counts as now.
"""

from collections.abc import Iterable, Sequence

import msgspec

from steadyline.core import (
    aftermath,
    alerts,
    cues,
    floor,
    heat,
    incidents,
    limits,
    occasions,
    promises,
    retelling,
    rewording,
    scorecard,
    steps,
    story,
    summary,
)
from steadyline.core.aftermath import Aftermath
from steadyline.core.alerts import Alerts, Seen
from steadyline.core.concerns import Concerns
from steadyline.core.events import (
    AlertJudged,
    AnyEvent,
    CallEnded,
    CallStarted,
    ConcernNoted,
    ConcernTakenBack,
    CueDismissed,
    CueFollowed,
    CuesSwitched,
    CueTaken,
    Fact,
    Finding,
    Header,
    Heard,
    HelpAsked,
    HoldEnded,
    LevelChosen,
    LimitRaised,
    Reworded,
    Seconds,
    SilenceFell,
    SpeechEnded,
    TalkOver,
    Ticked,
    Utterance,
)
from steadyline.core.floor import Floor
from steadyline.core.heat import Heat
from steadyline.core.incidents import Incidents
from steadyline.core.moments import Cues, Moment, Situation
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.rewording import Rewordings
from steadyline.core.scorecard import Proofs
from steadyline.core.steps import Steps
from steadyline.core.story import Story

_TURNS_REMEMBERED = 16
_LIMITS_REMEMBERED = 8


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the rules know of a call.

    ``better``: a helper's words. ``started``: its first fact was taken. ``spans``: when each of the last turns began
    and ended; ``judged``: which of them a model has spoken of. ``raised``: the latest limits that a supervisor raised.
    """

    playbook: Playbook
    header: Header
    now: Seconds = 0.0
    ended: bool = False
    floor: Floor = Floor()
    heat: Heat = Heat()
    concerns: Concerns = Concerns()
    promises: Promises = Promises()
    steps: Steps = Steps()
    story: Story = Story()
    incidents: Incidents = Incidents()
    proofs: Proofs = Proofs()
    cues: Cues = Cues()
    alerts: Alerts = Alerts()
    aftermath: Aftermath = ()
    better: Rewordings = {}
    started: bool = False
    spans: dict[int, tuple[Seconds, Seconds]] = {}
    judged: tuple[int, ...] = ()
    raised: tuple[LimitRaised, ...] = ()


_replace = msgspec.structs.replace
_encoder = msgspec.json.Encoder()
_decoder = msgspec.json.Decoder(Call)


def begin(playbook: Playbook, header: Header) -> Call:
    """A call of which nothing has been heard yet."""
    return Call(playbook=playbook, header=header)


def freeze(call: Call) -> bytes:
    """The call as JSON; `thaw` gives the same call back."""
    return _encoder.encode(call)


def thaw(frozen: bytes) -> Call:
    """The call that `freeze` wrote. Raises `msgspec.ValidationError` for anything else."""
    return _decoder.decode(frozen)


def run(call: Call, facts: Iterable[Fact]) -> tuple[Call, list[AnyEvent]]:
    """Every fact followed by its findings, in order of time: a whole call at once. What comes after the end is left."""
    events: list[AnyEvent] = []
    for fact in facts:
        if call.ended:
            break
        for timely in (*ticks(call, fact.at), fact):
            call, findings = step(call, timely)
            events += [on_time(call, timely), *findings]
    return call, events


def ticks(call: Call, until: Seconds) -> list[Ticked]:
    """The moments before ``until`` at which time alone brings a finding: facts to take before the next one."""
    moments = []
    while (moment := due(call)) is not None and moment < until:
        tick = Ticked(at=max(moment, call.now))
        moments.append(tick)
        call, _ = step(call, tick)
    return moments


def on_time(call: Call, fact: Fact) -> Fact:
    """The fact, at the earliest now: call time never runs backwards."""
    return fact if fact.at >= call.now else _replace(fact, at=call.now)


def due(call: Call) -> Seconds | None:
    """The moment at which time alone will bring a finding; None if it never will."""
    if call.ended:
        return None
    by_floor = floor.due(call.playbook.floor, call.floor)
    by_cues = cues.due(call.playbook, call.cues, call.floor, call.now)
    by_alerts = alerts.due(call.alerts, _seen(call))
    return min((moment for moment in (by_floor, by_cues, by_alerts) if moment is not None), default=None)


def step(call: Call, fact: Fact) -> tuple[Call, list[Finding]]:
    """Take one fact; say what follows, in order of time. After the end nothing follows."""
    if call.ended:
        return call, []
    call, findings = _until(call, fact.at)
    fact = on_time(call, fact)
    call = _replace(call, now=fact.at)
    call, found = _take(call, fact)
    call, followed = _followed(call, [fact, *found])
    findings += [*found, *followed]
    call, found = _until(call, call.now)
    return call, findings + found


def _until(call: Call, at: Seconds) -> tuple[Call, list[Finding]]:
    """Let time pass up to and with ``at``."""
    findings: list[Finding] = []
    while (moment := due(call)) is not None and moment <= at:
        call = _replace(call, now=max(call.now, moment))
        by_floor = floor.due(call.playbook.floor, call.floor)
        by_alerts = alerts.due(call.alerts, _seen(call))
        if by_floor is not None and by_floor <= call.now:
            after, found = floor.wait(call.playbook.floor, call.floor, call.now)
            vents, call = after.vents > call.floor.vents, _replace(call, floor=after)
            if vents:
                call = _replace(call, cues=cues.left_alone(call.cues, _situation(call)))
            call, found = _floor_found(call, found)
        elif by_alerts is not None and by_alerts <= call.now:
            after_alerts, found = alerts.wait(call.alerts, _seen(call))
            call = _replace(call, alerts=after_alerts)
        else:
            after_cues, found = cues.wait(call.cues, _situation(call))
            call = _replace(call, cues=after_cues)
        call, followed = _followed(call, found)
        findings += [*found, *followed]
    return call, findings


def _followed(call: Call, events: Sequence[AnyEvent]) -> tuple[Call, list[CueFollowed]]:
    """What heat did after the cues that these events settle."""
    after, at = call.playbook.budget.followed_after, call.now
    left, followed = aftermath.step(call.aftermath, events, call.heat, after=after, at=at)
    return (call if left is call.aftermath else _replace(call, aftermath=left)), followed


def _take(call: Call, fact: Fact) -> tuple[Call, list[Finding]]:
    match fact:
        case CallStarted():
            return _started(call, fact)
        case Utterance():
            return _uttered(call, fact)
        case Heard():
            return _heard(call, fact)
        case CueTaken() | CueDismissed():
            return _replace(call, cues=cues.answered(call.cues, call.playbook.ladder, fact)), []
        case CuesSwitched(on=on):
            switched, findings = cues.switched(call.cues, on, call.now)
            return _replace(call, cues=switched), findings
        case LevelChosen(level=level):
            call = _replace(call, header=_replace(call.header, agent=_replace(call.header.agent, level=level)))
            return _replace(call, cues=cues.level_chosen(call.cues, _situation(call))), []
        case LimitRaised():
            return _allowed_more(call, fact)
        case Reworded():
            return _replace(call, better=rewording.step(call.better, fact)), []
        case HelpAsked():
            after, findings = alerts.help_asked(call.alerts, _seen(call), fact)
            return _replace(call, alerts=after), findings
        case AlertJudged():
            after, findings = alerts.judged(call.alerts, _seen(call), fact)
            return _replace(call, alerts=after), findings
        case CallEnded():
            return _ended(call, fact)
        case _:
            return _spoke(call, fact)


def _allowed_more(call: Call, fact: LimitRaised) -> tuple[Call, list[Finding]]:
    """A supervisor raised a limit; what is no more than the agent may give already changes nothing."""
    header = limits.raised(call.header, fact)
    if header is call.header:
        return call, []
    more, findings = cues.allowed_more(call.cues, call.now)
    return _replace(call, header=header, cues=more, raised=(*call.raised, fact)[-_LIMITS_REMEMBERED:]), findings


def _started(call: Call, fact: CallStarted) -> tuple[Call, list[Finding]]:
    """The first fact of the call; told again, it says nothing new."""
    if call.started:
        return call, []
    header = limits.of_role(call.playbook.limits, fact.header)
    alerts_before = _replace(call.alerts, judged=fact.judged)
    call = _replace(call, header=header, alerts=alerts_before, started=True)
    after, offers = cues.begin(call.cues, _situation(call))
    return _replace(call, cues=after), offers


def _spoke(call: Call, fact: Fact) -> tuple[Call, list[Finding]]:
    after, findings = floor.step(call.playbook.floor, call.floor, fact)
    if after is call.floor:
        return call, []
    call = _replace(call, floor=after)
    if isinstance(fact, SpeechEnded):
        call = _replace(call, cues=cues.fell_silent(call.cues, fact))
    if isinstance(fact, HoldEnded) and fact.seconds >= call.playbook.floor.long_hold_seconds:
        call = _replace(call, cues=cues.held(call.cues, fact.seconds))
    return _floor_found(call, findings)


def _floor_found(call: Call, findings: list[Finding]) -> tuple[Call, list[Finding]]:
    """Tell the other rooms what the floor found."""
    for finding in findings:
        if isinstance(finding, TalkOver):
            situation = _situation(call)
            call = _replace(
                call,
                steps=steps.talk_over(call.steps, finding),
                cues=cues.talk_over(call.cues, situation, finding),
            )
        elif isinstance(finding, SilenceFell) and call.floor.last == "customer" and not call.steps.done("close"):
            call = _replace(call, cues=cues.left_alone(call.cues, _situation(call)))
    after, offers = cues.offer(call.cues, _situation(call)) if call.cues.wants else (call.cues, [])
    return _replace(call, cues=after), findings + offers


def _uttered(call: Call, fact: Utterance) -> tuple[Call, list[Finding]]:
    spans = dict(list(call.spans.items())[-_TURNS_REMEMBERED:])
    spans[fact.turn] = (fact.t0, fact.t1)
    call = _replace(call, spans=spans)
    if not fact.listening:
        return call, []
    # A sign of listening brings no words that could make a cue pointless: no need to wait for any.
    after, done = cues.heard_out(call.cues, fact.party, fact.t1), list[Finding]()
    if fact.party == "agent":
        after, done = cues.hummed(after, call.now)
    after, offers = cues.offer(after, _situation(call))
    return _replace(call, cues=after), done + offers


def _heard(call: Call, heard: Heard) -> tuple[Call, list[Finding]]:
    if heard.turn in call.judged:
        return call, []
    playbook, before = call.playbook, call.heat.now
    heat_after, moved = heat.step(playbook, call.heat, heard)
    concerns_after, noted = retelling.step(playbook.heard_at, call.concerns, heard)
    told = any(isinstance(finding, ConcernNoted) for finding in noted)
    promises_after, promised = promises.step(playbook.heard_at, call.promises, heard)
    began, ended = call.spans.get(heard.turn, (heard.at, heard.at))
    evidence = steps.Evidence(
        heard=heard,
        began=began,
        at_least=playbook.heard_at,
        concerns=concerns_after,
        promises=promises_after,
        heat_before=before,
        heat_now=heat_after.now,
        jump=playbook.heat.jump,
        angry=heat_after.hot_since is not None,
    )
    steps_after, changed = steps.step(call.steps, evidence)
    cut_in = heard.party == "agent" and call.steps.cut_in_at is not None
    call = _replace(
        call,
        heat=heat_after,
        concerns=concerns_after,
        promises=promises_after,
        steps=steps_after,
        judged=(*call.judged[-_TURNS_REMEMBERED:], heard.turn),
    )
    moment = Moment(
        situation=_situation(call),
        heard=heard,
        began=began,
        ended=ended,
        after_cutting_in=cut_in,
        new_concern=told,
        concern_gone=any(isinstance(finding, ConcernTakenBack) for finding in noted),
    )
    cues_after, cued = cues.heard(call.cues, moment)
    over = occasions.over(moment) if heard.party == "agent" else None
    call = _replace(
        call,
        cues=cues_after,
        story=story.step(playbook, call.story, heard, began=began, over=over),
        incidents=incidents.step(playbook, call.incidents, heard, call.cues.ladder, cues_after.ladder, began=began),
        proofs=scorecard.step(playbook, call.proofs, heard, changed, began=began, told=told),
    )
    alerts_after, alerted = alerts.heard(call.alerts, _seen(call), heard, [*moved, *changed])
    return _replace(call, alerts=alerts_after), [*moved, *noted, *promised, *changed, *cued, *alerted]


def _ended(call: Call, fact: CallEnded) -> tuple[Call, list[Finding]]:
    cues_after, left = cues.end(call.cues, fact.at)
    _, followed = aftermath.step(call.aftermath, left, call.heat, after=0, at=fact.at, ended=True)
    alerts_after, cleared = alerts.end(call.alerts, _seen(call))
    summed = summary.sum_up(so_far(call), at=fact.at)
    call = _replace(call, cues=cues_after, alerts=alerts_after, aftermath=(), ended=True)
    return call, [*left, *followed, *cleared, summed]


def _seen(call: Call) -> Seen:
    return Seen(
        playbook=call.playbook,
        header=call.header,
        at=call.now,
        heat=call.heat,
        concerns=call.concerns,
        warnings=len(call.cues.warnings),
    )


def so_far(call: Call) -> summary.SoFar:
    """The call as it stands, for those who write of it."""
    return summary.SoFar(
        playbook=call.playbook,
        header=call.header,
        heat=call.heat,
        concerns=call.concerns,
        promises=call.promises,
        steps=call.steps,
        story=call.story,
        incidents=call.incidents,
        proofs=call.proofs,
    )


def _situation(call: Call) -> Situation:
    return Situation(
        playbook=call.playbook,
        header=call.header,
        at=call.now,
        floor=call.floor,
        heat=call.heat,
        concerns=call.concerns,
        promises=call.promises,
        steps=call.steps,
        better=call.better,
    )
