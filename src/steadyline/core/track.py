"""
The steps as a screen shows them.

A step is where the call is, done in its time or late, opened again, or passed over. What was passed over may still be
done; it is not where the call is.
"""

from typing import Literal

import msgspec

from steadyline.core import steps as progress
from steadyline.core.call import Call
from steadyline.core.events import Seconds
from steadyline.core.names import STEPS, Step
from steadyline.core.steps import Change

StepState = Literal["open", "now", "done", "late", "skipped", "reopened"]
"""``now``: the next one. ``late``: done after its time. ``skipped``: the call went past it; it may still be done."""


class StepShown(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the process on the track, with what its state rests on."""

    step: str
    title: str
    state: StepState
    quote: str = ""
    at: Seconds | None = None


def steps(call: Call) -> tuple[StepShown, ...]:
    """The track: what is done, late or passed over, what was opened again, and the first step still to do."""
    shown: list[StepShown] = []
    skipped, late = progress.skipped(call.steps), progress.late(call.steps)
    now_given = False
    for name in STEPS:
        change = call.steps.changes.get(name)
        state = _state(name, change, skipped=skipped, late=late, now_given=now_given)
        now_given = now_given or state in ("now", "reopened")
        shown.append(
            StepShown(
                step=name,
                title=call.playbook.steps[name].title,
                state=state,
                quote=change.quote if change else "",
                at=change.at if change else None,
            )
        )
    return tuple(shown)


def _state(
    step: Step, change: Change | None, *, skipped: tuple[Step, ...], late: tuple[Step, ...], now_given: bool
) -> StepState:
    if change is None:
        return "skipped" if step in skipped else "open" if now_given else "now"
    return "late" if change.state == "done" and step in late else change.state
