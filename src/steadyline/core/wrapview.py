"""
What the wrap-up page shows of a call: whole, and replaced, never patched.

Every quote comes with the second at which it began, so that it can be heard again. Nothing here is a grade of a
person: steps rest on words, credit goes to recovery, and where there is not enough evidence the page says so.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal

import msgspec

from steadyline.core import call as rules
from steadyline.core import ledger, letter, rewording, spoken, summary
from steadyline.core.call import Call
from steadyline.core.events import Header, PromiseHeard, PromiseSaid, Seconds
from steadyline.core.incidents import Incidents
from steadyline.core.ledger import Promise
from steadyline.core.names import Level
from steadyline.core.promises import Promises
from steadyline.core.summary import SoFar
from steadyline.core.views import Point, Screen
from steadyline.core.wrapup import Approved, Draft, Verdict, WrapUp

_NOTHING: Final[Mapping[str, Promise]] = {}
_replace = msgspec.structs.replace


class DraftShown(msgspec.Struct, frozen=True, kw_only=True):
    """A promise as it reads now, with what was heard and how it stands. ``says``: the sentence for the customer.

    ``beyond``: it is more than the agent may give, so the message has it only once a person confirmed it. ``ledger``:
    its id on the ledger; empty unless it is ours and was confirmed. ``on_ledger``: how it stands there, where it has
    gone on there since: it reads as there then, and is changed there alone; else empty.
    """

    id: str
    who: Literal["agent", "company", "customer"]
    verdict: Literal["draft", "confirmed", "dropped"]
    act: str
    due: str | None
    due_text: str
    says: str
    edited: bool
    by: str
    heard_act: str
    beyond: bool
    ledger: str
    on_ledger: Literal["", "open", "kept", "broken", "withdrawn", "dropped"]
    turn: int
    at: Seconds
    quote: str


class StepScored(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the scorecard, what it rests on (``answer``: what the other party said to that, where it matters), and
    what the agent says against it (empty: nothing).
    """

    step: str
    title: str
    state: Literal["done", "late", "skipped", "open", "not_enough_evidence"]
    quote: str
    turn: int | None
    at: Seconds | None
    answer: str
    dispute: str
    disputed_by: str


class HeatFall(msgspec.Struct, frozen=True, kw_only=True):
    """The heat line, its peak and its end. ``fall``: how far heat came down from its peak, 0 to 1. ``judged``: whether
    anything of the customer's was; where not, the figures say nothing.
    """

    points: tuple[Point, ...]
    peak: float
    peak_at: Seconds
    peak_level: Level
    end: float
    end_level: Level
    fall: float
    judged: bool


class HappenedShown(msgspec.Struct, frozen=True, kw_only=True):
    """One act of the abuse ladder, in order."""

    what: Literal["personal_attack", "threat_harm", "profanity", "sets_boundary", "apologises"]
    quote: str
    turn: int
    at: Seconds


class WrapUpView(msgspec.Struct, frozen=True, kw_only=True):
    """The whole page. ``edition`` is what an act must name, so that two editors cannot overwrite each other unseen.

    ``draft``: the message as it would be drafted from the promises as they stand; ``text``: as a person approved it,
    empty before; ``stale``: a promise reads otherwise since. ``own_brief`` and ``own_draft``: without a helper's
    words; ``reworded_by``: the models whose words are in ``brief`` or ``draft``, empty for none. ``audio``: where the
    sound is, or None.
    """

    call: str
    edition: int
    header: Header
    state: Literal["live", "ended"]
    at: Seconds
    brief: str
    promises: tuple[DraftShown, ...]
    draft: str
    own_brief: str
    own_draft: str
    reworded_by: str
    text: str
    approved_by: str
    stale: bool
    scorecard: tuple[StepScored, ...]
    signed_by: str
    heat: HeatFall
    abuse: tuple[HappenedShown, ...]
    break_minutes: int
    break_by: str
    break_taken: bool
    audio: str | None


def view(
    id: str,
    call: Call,
    screen: Screen,
    wrap_up: WrapUp,
    began: Mapping[int, Seconds],
    audio: str | None = None,
    stands: Mapping[str, Promise] = _NOTHING,
) -> WrapUpView:
    """The page as of now. ``began``: the second at which each turn began; ``stands``: by draft, what has gone on at the
    ledger.
    """
    written = wrap_up.follow_up
    wrap_up = _as_it_stands(wrap_up, stands)
    told = _so_far(call, wrap_up, stands)
    beyond = {breach.turn for breach in summary.breaches(told)}
    comes = _comes(told, wrap_up, beyond)
    brief, better = _brief(told, screen, wrap_up), wrap_up.better
    message = summary.follow_up(told, comes)
    return WrapUpView(
        call=id,
        edition=wrap_up.edition,
        header=call.header,
        state="ended" if wrap_up.ended else "live",
        at=call.now,
        brief=rewording.holds(better, brief),
        promises=tuple(_draft(id, call, draft, began, beyond, stands) for draft in wrap_up.drafts),
        draft=rewording.holds(better, message),
        own_brief=brief,
        own_draft=message,
        reworded_by=rewording.models(better, f"{brief}\n{message}"),
        text=written.text if written else "",
        approved_by=written.by if written else "",
        stale=bool(written and _stale(written, told, comes)),
        scorecard=_scorecard(told, wrap_up, began),
        signed_by=wrap_up.signed_by,
        heat=_heat(call, screen),
        abuse=_abuse(call.incidents, began),
        break_minutes=wrap_up.break_minutes,
        break_by=wrap_up.break_by,
        break_taken=wrap_up.break_taken,
        audio=audio,
    )


def said(call: Call, wrap_up: WrapUp, stands: Mapping[str, Promise] = _NOTHING) -> tuple[PromiseSaid, ...]:
    """The promises that a message has to say now, as they read."""
    wrap_up = _as_it_stands(wrap_up, stands)
    told = _so_far(call, wrap_up, stands)
    return _ours(_comes(told, wrap_up, {breach.turn for breach in summary.breaches(told)}))


def _comes(told: SoFar, wrap_up: WrapUp, beyond: Collection[int]) -> list[PromiseHeard]:
    """What happens next: nothing that is over, or beyond the agent's limits and confirmed by nobody."""
    return [
        draft.promise
        for draft in wrap_up.drafts
        if draft.verdict == "confirmed" or (draft.verdict == "draft" and draft.heard.turn not in beyond)
        if draft.heard.id not in told.fates
    ]


def _ours(promises: Iterable[PromiseHeard]) -> tuple[PromiseSaid, ...]:
    return tuple(
        PromiseSaid(id=promise.id, act=promise.act, due=promise.due, due_text=promise.due_text)
        for promise in promises
        if promise.who != "customer"
    )


def _stale(written: Approved, told: SoFar, comes: Iterable[PromiseHeard]) -> bool:
    """Whether there is something else to say than there was then; a promise that was kept has come out as it said."""
    if written.stale or written.promises is None:
        return written.stale
    return _ours(comes) != tuple(promise for promise in written.promises if told.fates.get(promise.id) != "kept")


def _as_it_stands(wrap_up: WrapUp, stands: Mapping[str, Promise]) -> WrapUp:
    """With what has gone on at the ledger as it reads there."""
    drafts = list(wrap_up.drafts)
    for place, draft in enumerate(drafts):
        if promise := stands.get(draft.heard.id):
            verdict: Verdict = "dropped" if promise.state == "dropped" else "confirmed"
            act, due, due_text = promise.act, promise.due, promise.due_text
            drafts[place] = _replace(draft, verdict=verdict, act=act, due=due, due_text=due_text)
    return _replace(wrap_up, drafts=tuple(drafts))


def _so_far(call: Call, wrap_up: WrapUp, stands: Mapping[str, Promise]) -> SoFar:
    """The call as people have settled it; one that goes on has not ended on a boundary, however it stands now."""
    told = rules.so_far(call)
    kept = Promises(heard=tuple(draft.promise for draft in wrap_up.drafts if draft.verdict != "dropped"))
    incidents = call.incidents if wrap_up.ended else _replace(call.incidents, since_boundary=None)
    fates = {id: promise.state for id, promise in stands.items() if promise.state != "open"}
    return _replace(told, promises=kept, incidents=incidents, fates=fates)


def _brief(told: SoFar, screen: Screen, wrap_up: WrapUp) -> str:
    """As summed up; with what people have settled since, so that nobody goes on with a promise that was none."""
    if screen.brief and not wrap_up.edition:
        return screen.brief
    return summary.brief(told, over=wrap_up.ended)


def _draft(
    id: str,
    call: Call,
    draft: Draft,
    began: Mapping[int, Seconds],
    beyond: Collection[int],
    stands: Mapping[str, Promise],
) -> DraftShown:
    heard, words = draft.heard, call.playbook.words.follow_up
    promise = stands.get(heard.id)
    ours = promise is not None or (draft.verdict == "confirmed" and heard.who != "customer")
    says = letter.commitment(words, draft.promise) if heard.who != "customer" else _customers(words, draft.promise)
    return DraftShown(
        id=heard.id,
        who=heard.who,
        verdict=draft.verdict,
        act=draft.act,
        due=draft.due,
        due_text=draft.due_text,
        says=says.removeprefix("- "),
        edited=draft.edited,
        by=draft.by,
        heard_act=heard.act,
        beyond=heard.turn in beyond,
        ledger=ledger.id_of(id, heard.id) if ours else "",
        on_ledger=promise.state if promise else "",
        turn=heard.turn,
        at=began.get(heard.turn, heard.at),
        quote=heard.quote,
    )


def _customers(words: Mapping[str, str], promise: PromiseHeard) -> str:
    """A promise of the customer's, as they put it."""
    said, by = spoken.act(promise), spoken.when(words, promise)
    said = spoken.as_said(words, said[:1].upper() + said[1:])
    return f"{said}, {by}." if by else f"{said}."


def _scorecard(told: SoFar, wrap_up: WrapUp, began: Mapping[int, Seconds]) -> tuple[StepScored, ...]:
    """As summed up when the call ended; while it goes on, as it stands."""
    scored = []
    for evidence in wrap_up.scorecard or summary.card(told, over=wrap_up.ended):
        dispute = wrap_up.disputes.get(evidence.step)
        at = evidence.at if evidence.turn is None else began.get(evidence.turn, evidence.at)
        scored.append(
            StepScored(
                step=evidence.step,
                title=told.playbook.steps[evidence.step].title,
                state=evidence.state,
                quote=evidence.quote,
                turn=evidence.turn,
                at=at,
                answer=evidence.answer,
                dispute=dispute.words if dispute else "",
                disputed_by=dispute.by if dispute else "",
            )
        )
    return tuple(scored)


def _heat(call: Call, screen: Screen) -> HeatFall:
    fell = summary.recovery(call.playbook, call.heat)
    return HeatFall(
        points=screen.points,
        peak=fell.peak,
        peak_at=fell.peak_at,
        peak_level=fell.peak_level,
        end=fell.end,
        end_level=fell.end_level,
        fall=fell.fall,
        judged=call.heat.utterances > 0,
    )


def _abuse(incidents: Incidents, began: Mapping[int, Seconds]) -> tuple[HappenedShown, ...]:
    return tuple(
        HappenedShown(what=act.what, quote=act.quote, turn=act.turn, at=began.get(act.turn, act.at))
        for act in incidents.abuse
    )
