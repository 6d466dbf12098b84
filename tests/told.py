"""Calls as far as most cues need them: a problem is told, and the agent has let their own chance pass."""

import msgspec

from script import PLAYBOOK, Talk
from steadyline.core.names import Cue
from steadyline.core.playbook import Playbook

TWICE = "I was charged twice in March"
NOBODY = "nobody called me back"
GRACE = 3.1
"""Nobody speaks for so long: whatever waits for the agent to do it by themselves may come."""


def told(heat: float = 0.25, **how: object) -> Talk:
    """The customer has told one problem, and waits."""
    talk = Talk(**how).customer(f"{TWICE}, hello?", "states_problem", heat=heat, concern=TWICE)  # type: ignore[arg-type]
    return talk.quiet(GRACE)


def only(*cues: Cue) -> Playbook:
    """The shipped playbook with these cues alone."""
    return msgspec.structs.replace(PLAYBOOK, cues={cue: PLAYBOOK.cues[cue] for cue in cues})


def quiet_told(heat: float = 0.25) -> Talk:
    """The same, where the first cue has come and gone and the next may come."""
    return told(heat).dismisses().quiet(4.2)


def confirmed(heat: float = 0.25) -> Talk:
    """The problem was said back, and that was right."""
    return told(heat).agent("So you paid twice in March?", "restates").customer("Exactly.", "confirms", heat=heat)
