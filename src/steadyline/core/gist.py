"""
A call in one row of a list: what it was about, and how hot it got.

Taken from findings as they are written, so that a list need not read any call again. The problem is the first one told
that is fit to be read back, as it was told best; where it is taken back, the next. Heat is as believed, and None while
nothing was judged.
"""

import msgspec

from steadyline.core import grievance
from steadyline.core.events import AnyEvent, ConcernNoted, ConcernTakenBack, HeatMoved


class Gist(msgspec.Struct, frozen=True, kw_only=True):
    """``problem``: in the customer's words, noted as ``of``; ``noted``: all that stand, by id; ``peak`` and ``heat``:
    how hot at most, and at last.
    """

    problem: str = ""
    of: str = ""
    noted: dict[str, str] = {}
    peak: float | None = None
    heat: float | None = None


def step(gist: Gist, event: AnyEvent) -> Gist:
    """Take the next event of the call; the same gist back where it says nothing of these."""
    match event:
        case HeatMoved(heat=heat):
            return msgspec.structs.replace(gist, heat=heat, peak=heat if gist.peak is None else max(gist.peak, heat))
        case ConcernNoted(id=id, text=text, replaces=replaces):
            others = [(known, told) for known, told in gist.noted.items() if known != replaces]
            place = list(gist.noted).index(replaces) if replaces in gist.noted else len(others)
            better = not gist.problem or (grievance.is_one(text) and not grievance.is_one(gist.problem))
            told_again = bool(replaces) and replaces == gist.of
            noted = dict([*others[:place], (id, text), *others[place:]])
            first = {"problem": text, "of": id} if better or told_again else {}
            return msgspec.structs.replace(gist, noted=noted, **first)
        case ConcernTakenBack(id=id):
            noted = {known: text for known, text in gist.noted.items() if known != id}
            if id != gist.of:
                return msgspec.structs.replace(gist, noted=noted)
            of = next((known for known, text in noted.items() if grievance.is_one(text)), next(iter(noted), ""))
            return msgspec.structs.replace(gist, noted=noted, of=of, problem=noted.get(of, ""))
        case _:
            return gist
