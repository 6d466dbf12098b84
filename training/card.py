"""
The figures of the model card: ``python -m training.card`` writes them into it, ``--check`` says whether they still
hold.

What people wrote in the card stays; between the two marks stands what the shipped files are (their digests) and how
they judge the gold calls, as written, as recognised and in plain words. A card that does not fit its files is a lie,
so CI checks it.
"""

import argparse
import hashlib
import itertools
import re
from pathlib import Path
from typing import NamedTuple

import numpy as np
from msgspec.structs import replace

from steadyline import bootstrap, settings
from steadyline.service.evaluation import gold as golds
from steadyline.service.evaluation import judging, results
from steadyline.service.evaluation.results import Evaluation
from steadyline.service.evaluation.scores import Found
from steadyline.service.ports import Held
from steadyline.understanding import dialogue
from training import calls, times, voiced

CARD = dialogue.WEIGHTS.parent / "MODEL_CARD.md"
FILES = ("dialogue.onnx", "heads.npz", "tokenizer.json")
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"
NEAR = 0.01
"""Another processor rounds otherwise; a figure further off than this is another model's."""
PLAIN_TALK = ("acacia", "spruce")
"""Writers of gold who were asked for what anybody would say, in the flattest words; judged apart from the others."""
SERIOUS = ("personal_attack", "threat_harm", "asks_supervisor")


class Measured(NamedTuple):
    """What is shipped, on the gold calls as written and as a recogniser might have given them; on those that were said
    to one, as it heard them; and on the calls in plain words.
    """

    written: Evaluation
    heard: Evaluation
    aloud: Evaluation
    plain: Evaluation


def evaluations() -> Measured:
    """The gold calls judged by what is shipped."""
    chosen = settings.Settings()
    playbook, understanding = bootstrap.playbook(chosen).playbook, bootstrap.understanding(chosen)

    def judged(gold: golds.Gold, *, rough: bool = False) -> Evaluation:
        return results.evaluate(
            gold,
            judging.judge(gold, understanding, playbook, as_heard=rough),
            engine=understanding.name,
            heard_at=playbook.heard_at,
            policy=playbook.policy,
            as_heard=rough,
        )

    writers = sorted(folder for folder in calls.GOLD.iterdir() if folder.is_dir())
    read = golds.read([folder for folder in writers if folder.name not in PLAIN_TALK])
    plain = golds.read([folder for folder in writers if folder.name in PLAIN_TALK])
    return Measured(judged(read), judged(read, rough=True), judged(said_aloud(read)), judged(plain))


def said_aloud(gold: golds.Gold) -> golds.Gold:
    """The calls that were said to a recogniser, with what it really heard of each line that was."""
    told = {(at.slug, at.number): heard for at, heard in voiced.read(voiced.ROOT / f"{calls.GOLD.name}.jsonl").items()}

    def again(call: golds.Call, line: golds.Said | Held) -> golds.Said | Held:
        if isinstance(line, Held):
            return line
        text = told.get((call.name, line.utterance.turn), line.utterance.text)
        return replace(line, utterance=replace(line.utterance, text=text))

    said = [call for call in gold.calls if call.name in {slug for slug, _ in told}]
    return replace(gold, calls=tuple(replace(call, lines=tuple(again(call, li) for li in call.lines)) for call in said))


def figures(measured: Measured) -> str:
    """The part of the card that is measured."""
    written, heard, aloud, plain = measured
    of = f"{written.calls} gold calls of {written.utterances} lines"
    rows = [
        BEGIN,
        f"Of `{written.engine}`, on {of}, and on {plain.calls} of {plain.utterances} in plain words; 95 % intervals.",
        "",
    ]
    rows += ["| file | bytes | sha256 |", "|---|---|---|"]
    rows += [f"| `{name}` | {size} | `{digest}` |" for name, size, digest in _files(dialogue.WEIGHTS.parent)]
    heads = (
        "as written",
        "as recognised",
        f"said and recognised ({aloud.calls} calls)",
        f"plain words ({plain.calls} calls)",
    )
    rows += ["", f"| | {' | '.join(heads)} |", "|---|---|---|---|---|"]
    for one in zip(*(_overall(judged) for judged in measured), strict=True):
        rows.append(f"| {one[0][0]} | {' | '.join(figure for _, figure in one)} |")
    rows += ["", _times()]
    rows += [
        "",
        "| signal | n | precision | recall | F1 as written | F1 as recognised | off | n and F1 in plain words |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for a, b, c in zip(written.signals, heard.signals, plain.signals, strict=True):
        off = "" if a.calibration_error is None else f"{a.calibration_error:.3f}"
        count = f"{a.found.gold} | {_one(a.found.precision)} | {_one(a.found.recall)}"
        told = f"{count} | {_ranged(a.found)} | {_ranged(b.found)} | {off} | {c.found.gold}: {_ranged(c.found)}"
        rows.append(f"| `{a.signal}` | {told} |")
    return "\n".join([*rows, END])


def _times() -> str:
    """How many times are reckoned as meant, in turns by somebody whose turns nobody learnt from."""
    found = list(times.judged(times.turns(times.BLIND), bootstrap.understanding(settings.Settings())))
    exact = sum(one.exact for one in found)
    share = f"{_one(exact / len(found))} of {round(len(found), -1)} or so promises found"
    return f"Deadlines exact in single turns full of times, by a writer whose turns nobody read: {share}."


def _files(folder: Path) -> list[tuple[str, int, str]]:
    return [
        (name, len(data), hashlib.sha256(data).hexdigest()[:16])
        for name in FILES
        for data in [(folder / name).read_bytes()]
    ]


def _overall(e: Evaluation) -> list[tuple[str, str]]:
    sure = {s.signal: s.recall_when_sure for s in e.signals}
    told = [
        (f"mean F1 of {e.means.signals} signals", _one(e.means.f1)),
        ("calibration error of signals, mean", _one(e.means.calibration_error)),
        *((f"`{name}`: recall at precision 0.9", _one(sure[name])) for name in SERIOUS),
    ]
    if e.heat:
        told += [("heat: Spearman", _one(e.heat.spearman)), ("heat: mean absolute error", _one(e.heat.mean_error))]
    for name, found in (("concerns", e.concerns), ("promises", e.promises), ("restatement answered", e.restatement)):
        if found:
            told.append((f"{name}: F1", _ranged(found)))
    if e.deadlines and e.deadlines.told:
        told.append(("deadlines exact, of promises found", f"{e.deadlines.exact} of {e.deadlines.told}"))
    if e.forecast:
        told += [
            ("forecast: accuracy", _one(e.forecast.accuracy)),
            ("forecast: false-positive rate", _one(e.forecast.false_positive_rate)),
        ]
    return told


def _one(figure: float | None) -> str:
    return "-" if figure is None else f"{figure:.3f}"


def _ranged(found: Found) -> str:
    if found.f1 is None:
        return "-"
    return f"{found.f1:.2f}" + (f" ({found.interval.low:.2f}-{found.interval.high:.2f})" if found.interval else "")


def standing(card: str) -> str:
    """The measured part as it stands in the card. Raises `ValueError` where there is none."""
    found = re.search(f"{re.escape(BEGIN)}.*{re.escape(END)}", card, re.DOTALL)
    if not found:
        raise ValueError(f"{CARD}: no figures between {BEGIN} and {END}")
    return found[0]


def differences(stands: str, measured: str) -> list[str]:
    """Lines of the card that what is shipped does not bear out."""
    wrong = []
    for old, new in itertools.zip_longest(stands.splitlines(), measured.splitlines(), fillvalue=""):
        numbers = [np.array(re.findall(r"\d+\.\d+", line), np.float64) for line in (old, new)]
        words = [re.sub(r"\d+\.\d+", "", line) for line in (old, new)]
        fits = (
            words[0] == words[1] and len(numbers[0]) == len(numbers[1]) and np.all(abs(numbers[0] - numbers[1]) <= NEAR)
        )
        if not fits:
            wrong.append(f"card:     {old}\nmeasured: {new}")
    return wrong


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--check", action="store_true", help="change nothing; fail if the card does not fit the files")
    chosen = asked.parse_args()
    card, measured = CARD.read_text(encoding="utf-8"), figures(evaluations())
    if not chosen.check:
        CARD.write_text(card.replace(standing(card), measured), encoding="utf-8")
        print(measured)
    elif wrong := differences(standing(card), measured):
        raise SystemExit(
            "the model card does not fit what is shipped; run python -m training.card\n" + "\n".join(wrong)
        )
    else:
        print("the model card fits what is shipped")


if __name__ == "__main__":
    main()
