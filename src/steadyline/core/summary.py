"""
What is left when the call is over: a brief for the next person, the steps with their evidence, a draft to send.

Every line rests on something said. Where nothing was heard it says so, and guesses nothing. The drafts are for a
person to read, mend and send.
"""

from datetime import datetime
from typing import Literal

from steadyline.core import restate
from steadyline.core.concerns import Concerns
from steadyline.core.events import CallSummedUp, Evidence, Header, PromiseHeard, Seconds
from steadyline.core.heat import Heat
from steadyline.core.names import STEPS, Step
from steadyline.core.playbook import Playbook
from steadyline.core.promises import Promises
from steadyline.core.steps import Change, Steps


def sum_up(
    playbook: Playbook,
    header: Header,
    heat: Heat,
    concerns: Concerns,
    promises: Promises,
    steps: Steps,
    *,
    at: Seconds,
) -> CallSummedUp:
    """The call in one page."""
    return CallSummedUp(
        at=at,
        brief=_brief(playbook, header, heat, concerns, promises, steps),
        scorecard=_scorecard(steps),
        promises=promises.heard,
        follow_up=_follow_up(playbook, header, concerns, promises),
    )


def when(promise: PromiseHeard) -> str:
    """By when, in plain words: the words said and the day they mean."""
    if promise.due is None:
        return promise.due_text
    try:
        due = datetime.fromisoformat(promise.due)
    except ValueError:
        return promise.due_text
    day = f"{due:%A} {due.day} {due:%B}, {due:%H:%M}"
    return f"{promise.due_text} ({day})" if promise.due_text else day


def _scorecard(steps: Steps) -> tuple[Evidence, ...]:
    return tuple(_evidence(name, steps.changes.get(name)) for name in STEPS)


def _evidence(name: Step, change: Change | None) -> Evidence:
    if change is None:
        return Evidence(step=name, state="not_enough_evidence")
    state: Literal["done", "open"] = "done" if change.state == "done" else "open"
    return Evidence(step=name, state=state, turn=change.turn, at=change.at, quote=change.quote)


def _brief(playbook: Playbook, header: Header, heat: Heat, concerns: Concerns, promises: Promises, steps: Steps) -> str:
    words = playbook.words.brief
    lines = [words["problem"].format(problem="; ".join(concerns.texts) or words["no_problem"])]
    lines.append(words["feeling"].format(peak=playbook.level(heat.peak), now=playbook.level(heat.now)))
    done = [playbook.steps[name].title for name in STEPS if steps.done(name)]
    lines.append(words["done"].format(steps=", ".join(done) or words["nothing"]))
    lines += [words["promise"].format(act=_act(promise), who=promise.who) for promise in promises.heard]
    if header.customer.history:
        lines.append(words["history"].format(history="; ".join(header.customer.history)))
    return "\n".join(lines)


def _follow_up(playbook: Playbook, header: Header, concerns: Concerns, promises: Promises) -> str:
    words = playbook.words.follow_up
    name = header.customer.name.split()[0] if header.customer.name else ""
    lines = [words["greeting"].format(name=name).replace(" ,", ","), "", words["thanks"]]
    if concerns.notes:
        told = restate.join([restate.to_you(text) for text in concerns.texts])
        lines.append(words["told"].format(concerns=told))
    ours = [promise for promise in promises.heard if promise.who != "customer"]
    if ours:
        lines += ["", words["promised"]]
        lines += [words["promise"].format(act=_act(promise)) for promise in ours]
    lines += ["", words["closing"], header.agent.name or header.company]
    return "\n".join(lines).strip()


def _act(promise: PromiseHeard) -> str:
    by = when(promise)
    return f"{promise.act}, {by}" if by else promise.act
