"""Judged lines made by hand, for tests of what is counted in them."""

from collections.abc import Iterable

from steadyline.core.events import Concern, Heard, Party, PromiseDraft, PromiseHeard, Utterance
from steadyline.service.evaluation.gold import Said
from steadyline.service.evaluation.judging import Line
from steadyline.service.evaluation.labelled import Promised


def line(
    party: Party = "customer",
    *,
    call: int = 0,
    turn: int = 1,
    gold: Iterable[str] = (),
    heard: Iterable[str] = (),
    heat: float = 0.0,
    judged: float | None = None,
    escalation: float = 0.0,
    promised: Iterable[Promised] = (),
    promises: Iterable[PromiseDraft] = (),
    concerns: Iterable[str] = (),
    noted: Iterable[str] = (),
) -> Line:
    """One line; what is ``gold``, ``promised`` and told in ``concerns`` people heard, the rest was judged."""
    customer = party == "customer"
    spoken = Utterance(at=turn, turn=turn, party=party, t0=turn - 0.5, t1=turn, text="so")
    said = Said(
        utterance=spoken,
        signals=frozenset(gold),
        heat=heat if customer else None,
        concerns=tuple(concerns),
        promises=tuple(promised),
    )
    judgement = Heard(
        at=turn,
        turn=turn,
        party=party,
        signals=dict.fromkeys(heard, 0.9),
        heat=(heat if judged is None else judged) if customer else None,
        concerns=tuple(Concern(text=text) for text in noted),
    )
    drafts = tuple(
        PromiseHeard(
            at=turn, id=f"prm_{n}", who=p.who, act=p.act, due=p.due, due_text=p.due_text, turn=turn, quote="so"
        )
        for n, p in enumerate(promises, start=1)
    )
    return Line(call, said, judgement, drafts, escalation if customer else None, alarm=escalation >= 0.5)


def customer(*heats: float, escalation: Iterable[float] = (), call: int = 0) -> list[Line]:
    """A call of customer lines at these heats, each with its forecast."""
    given = list(escalation) or [0.0] * len(heats)
    return [
        line(call=call, turn=turn, heat=heat, escalation=likely)
        for turn, (heat, likely) in enumerate(zip(heats, given, strict=True), start=1)
    ]
