"""
The encoder that reads a call line by line, as it is trained.

Every line is read once. Its words see one another and the lines before, never one that comes after, so what was kept
of a line serves for all that follow. Positions begin anew with every line; how many lines ago a word stood is told by
a fixed handicap on attention, another for each head. What runs at the desk is `Step`, the same weights one line at a
time.
"""

import math
from typing import NamedTuple, cast

import torch
import transformers
from torch import Tensor, nn

from steadyline.understanding import clues, dialogue

HANDICAP = (0.05, 0.8)
"""What each line back costs in attention, from the first head to the last."""
FAR = -1e4


class Fed(NamedTuple):
    """Windows of calls, ``(batch, tokens)``: word pieces, their place in their line, which line of the window they are
    of (and ``lines``, of all windows), whether that line is read without those before, and which are real. ``clues``:
    for each line.
    """

    ids: Tensor
    places: Tensor
    window: Tensor
    alone: Tensor
    real: Tensor
    lines: Tensor
    clues: Tensor


class Listener(nn.Module):
    """Encoder; a row of weights for each signal and heat over a line's vectors and clues, and one for each tag of a
    word."""

    def __init__(self, pretrained: str, columns: int) -> None:
        super().__init__()
        bert = transformers.BertModel.from_pretrained(pretrained, add_pooling_layer=False)
        self.words, self.layers = bert.embeddings, bert.encoder.layer
        self.heads = bert.config.num_attention_heads
        self.register_buffer("handicap", torch.linspace(*HANDICAP, self.heads))
        self.drop, self.blur = nn.Dropout(0.15), nn.Dropout(0.1)
        self.head = nn.Linear(2 * bert.config.hidden_size, columns)
        self.clue = nn.Linear(clues.SIZE, columns, bias=False)
        nn.init.zeros_(self.clue.weight)
        self.tag = nn.Linear(bert.config.hidden_size, len(dialogue.TAGS))

    def forward(self, fed: Fed) -> tuple[Tensor, Tensor]:
        """Scores ``(lines, columns)``, and tags of the real words ``(words, tags)`` in their order."""
        ago = fed.window[:, :, None] - fed.window[:, None, :]
        seen = (ago >= 0) & (ago <= dialogue.LINES_BEFORE) & fed.real[:, None, :] & ~((ago > 0) & fed.alone[:, :, None])
        seen = seen | torch.eye(ago.shape[1], dtype=torch.bool)
        cost = self._cost(ago[:, None].float()).masked_fill(~seen[:, None], FAR)
        hidden = self.blur(self.embedded(fed.ids, fed.places))
        cost = cost.to(torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32)
        for layer in self.layers:
            keys, values = self.kept(layer, hidden)
            split = (self._split(x) for x in (layer.attention.self.query(hidden), keys, values))
            said = nn.functional.scaled_dot_product_attention(*split, attn_mask=cost)
            hidden = self.through(layer, hidden, said.transpose(-3, -2).flatten(-2))
        words, of = hidden[fed.real].float(), fed.lines[fed.real]
        count = torch.zeros(len(fed.clues)).index_add(0, of, torch.ones(len(of)))
        total = torch.zeros(len(fed.clues), words.shape[1]).index_add(0, of, words)
        first = hidden[(fed.places == 0) & fed.real].float()
        return self.judged(total / count[:, None], first, fed.clues), self.tag(self.drop(words))

    def embedded(self, ids: Tensor, places: Tensor) -> Tensor:
        summed = self.words.word_embeddings(ids) + self.words.position_embeddings(places)
        return cast(Tensor, self.words.LayerNorm(summed + self.words.token_type_embeddings.weight[0]))

    def kept(self, layer: nn.Module, hidden: Tensor) -> tuple[Tensor, Tensor]:
        """What later words will look at."""
        return layer.attention.self.key(hidden), layer.attention.self.value(hidden)

    def through(self, layer: nn.Module, hidden: Tensor, said: Tensor) -> Tensor:
        """The rest of a layer, from what attention gathered."""
        hidden = layer.attention.output.LayerNorm(self.blur(layer.attention.output.dense(said)) + hidden)
        wide = nn.functional.gelu(layer.intermediate.dense(hidden))
        return cast(Tensor, layer.output.LayerNorm(self.blur(layer.output.dense(wide)) + hidden))

    def judged(self, mean: Tensor, first: Tensor, found: Tensor) -> Tensor:
        return cast(Tensor, self.head(self.drop(torch.cat([mean, first], -1))) + self.clue(self.drop(found)))

    def _cost(self, ago: Tensor) -> Tensor:
        return -self.handicap[:, None, None] * ago.clamp(0, dialogue.LINES_BEFORE)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(-3, -2)


class Step(nn.Module):
    """One line read with what was kept of those before: what is exported."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.net = listener

    def forward(
        self, ids: Tensor, ago: Tensor, keys: Tensor, values: Tensor, found: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Word pieces ``(n,)``; of ``m`` kept ones how many lines ago they stood ``(m,)``, and their keys and values
        ``(layers, m, width)``; the clues. Scores, tags ``(n, tags)``, and the keys and values of this line.
        """
        net = self.net
        hidden = net.embedded(ids, torch.arange(ids.shape[0]))
        cost = net._cost(torch.cat([ago, torch.zeros_like(ids, dtype=ago.dtype)])[None, None])
        mine = []
        for layer, before_k, before_v in zip(net.layers, keys, values, strict=True):
            k, v = net.kept(layer, hidden)
            mine.append((k, v))
            q, k, v = (
                net._split(x)
                for x in (layer.attention.self.query(hidden), torch.cat([before_k, k]), torch.cat([before_v, v]))
            )
            share = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + cost).softmax(-1)
            hidden = net.through(layer, hidden, (share @ v).transpose(-3, -2).flatten(-2))
        scores = net.judged(hidden.mean(0), hidden[0], found)
        return scores, net.tag(hidden), torch.stack([k for k, _ in mine]), torch.stack([v for _, v in mine])
