"""
Fits the forecast of escalation: ``python -m training.forecast`` prints the weights for the playbook.

The labelled calls of ``training/data`` are run through the rules of a call as if they had been heard rightly, so that
the weights are about people and not about one version of the engine. What is in the sum and how far the weights are
shrunk was chosen by leaving one writer out; ``training/gold`` was never looked at. Takes seconds.
"""

from collections.abc import Iterator, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from steadyline.core import call as rules
from steadyline.core.events import Heard, Seconds
from steadyline.core.playbook import Playbook
from steadyline.playbooks import loader
from steadyline.service.evaluation import scores
from steadyline.service.evaluation.forecast import escalates
from steadyline.service.evaluation.gold import Said
from steadyline.service.evaluation.judging import Line
from training import calls

Numbers = npt.NDArray[np.float64]

STRENGTH = 0.03
"""Inverse of the shrinkage, on standardised columns: chosen on left-out writers among 0.003, 0.01, 0.03 and 0.1."""
PARTS: dict[str, tuple[str, ...]] = {
    "heat": ("heat", "trend"),
    "how new the call is": ("fresh",),
    "heard of the customer": ("personal_attack", "profanity", "corrects", "confused", "thanking"),
    "heard of the agent": (
        *("formulaic", "jargon", "argues", "asks_detail", "vague_action", "negative_language"),
        *("empathy", "asks_outcome", "promises", "takes_ownership", "offers_supervisor"),
    ),
}
"""What is summed: of the signals, those whose weight mattered, kept its sign whoever was left out, and makes sense."""
COLUMNS = tuple(name for names in PARTS.values() for name in names)
HEARD = COLUMNS[3:]


class Rows(msgspec.Struct):
    """Each customer utterance but the last of a call: ``x`` (n, columns), whether it escalated, and the writer."""

    x: Numbers
    came: npt.NDArray[np.bool_]
    writer: npt.NDArray[np.str_]


def rows(playbook: Playbook, labelled: Sequence[calls.Call]) -> Rows:
    """The calls, heard rightly."""
    found = [(x, came, call.writer) for call in labelled for x, came in _of(playbook, call)]
    return Rows(
        x=np.array([x for x, _, _ in found]),
        came=np.array([came for _, came, _ in found]),
        writer=np.array([writer for _, _, writer in found]),
    )


def _of(playbook: Playbook, call: calls.Call) -> Iterator[tuple[list[float], bool]]:
    state, lately = rules.begin(playbook, call.header), np.zeros(len(HEARD))
    seen: list[list[float]] = []
    customer: list[Line] = []
    for line, spoken in zip(call.lines, call.utterances(), strict=True):
        heard = _rightly(line, spoken.at, spoken.turn, spoken.text)
        lately = lately * playbook.forecast.fade + np.array([heard.signals.get(name, 0.0) for name in HEARD])
        for fact in (spoken, heard):
            state, _ = rules.step(state, fact)
        if line.party == "customer":
            heat = state.heat
            fresh = max(0.0, 1 - (heat.utterances - 1) / playbook.forecast.fresh_utterances)
            seen.append([heat.now, heat.trend, fresh, *lately])
            said = Said(utterance=spoken, signals=frozenset(line.signals), heat=line.heat)
            customer.append(Line(0, said, heard))
    yield from ((x, escalates(customer, at)) for at, x in enumerate(seen[:-1]))


def _rightly(line: calls.Line, at: Seconds, turn: int, text: str) -> Heard:
    return Heard(
        at=at, turn=turn, party=line.party, signals=dict.fromkeys(line.signals, 1.0), heat=line.heat, quote=text
    )


def fit(found: Rows, columns: Sequence[str]) -> tuple[float, dict[str, float]]:
    """The base and the weights, by column."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    model.fit(found.x[:, [COLUMNS.index(name) for name in columns]], found.came)
    scale, line = model[0], model[1]
    weights = line.coef_[0] / scale.scale_
    return float(line.intercept_[0] - weights @ scale.mean_), dict(zip(columns, map(float, weights), strict=True))


def forecast(found: Rows, base: float, weights: dict[str, float]) -> Numbers:
    """The probabilities."""
    x = found.x[:, [COLUMNS.index(name) for name in weights]]
    given: Numbers = 1 / (1 + np.exp(-(base + x @ np.array(list(weights.values())))))
    return given


def left_out(found: Rows, columns: Sequence[str]) -> Numbers:
    """Every writer's forecasts by weights that never saw them."""
    given = np.zeros(len(found.came))
    for writer in np.unique(found.writer):
        theirs = found.writer == writer
        others = Rows(found.x[~theirs], found.came[~theirs], found.writer[~theirs])
        given[theirs] = forecast(Rows(found.x[theirs], found.came[theirs], found.writer[theirs]), *fit(others, columns))
    return given


def figures(came: npt.NDArray[np.bool_], given: Numbers) -> str:
    """How good they are, in a line."""
    alarm, error = given >= 0.5, scores.calibration_error(scores.reliability(came, given)) or 0.0
    brier = ((given - came) ** 2).mean()
    return (
        f"Brier {brier:.4f}, calibration error {error:.3f}, accuracy {(alarm == came).mean():.3f}, "
        f"false positives {alarm[~came].mean():.3f}, recall {alarm[came].mean():.3f}"
    )


def main() -> None:
    found = rows(loader.shipped(), calls.read_all(calls.DATA))
    print(f"{len(found.came)} forecasts; it came {found.came.mean():.0%} of the time. Writers left out:")
    print(f"  {'all':28} {figures(found.came, left_out(found, COLUMNS))}")
    for part, names in PARTS.items():
        rest = [name for name in COLUMNS if name not in names]
        print(f"  {'without ' + part:28} {figures(found.came, left_out(found, rest))}")
    base, weights = fit(found, COLUMNS)
    print(f"\nbase: {base:.2f}")
    for name, weight in weights.items():
        print(f"{name}: {weight:.2f}")


if __name__ == "__main__":
    main()
