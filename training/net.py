"""
The encoder that reads a call line by line, as it is trained.

Every line is read once. Its words see one another and the lines before, never one that comes after, so what was kept
of a line serves for all that follow. Positions begin anew with every line; how many lines ago a word stood is told by
a fixed handicap on attention, another for each head. What runs at the desk is `Step`, the same weights with
what was kept of the lines before.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple, cast

import torch
import transformers
from torch import Tensor, nn

from steadyline.understanding import clues, dialogue

HANDICAP = (0.05, 0.8)
"""What each line back costs in attention, from the first head to the last."""
FAR = -1e4
_KEENEST = 12.0
"""No word weighs more than so many times e above another: what is exported must not overflow."""


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
    """MiniLM, six layers: the words' vectors; for each signal and heat, which words of a line it looks at and what they
    say for it, the line's first vector and its clues beside them; and a row of weights for each tag of a word.
    """

    def __init__(self, pretrained: str, columns: int) -> None:
        bert = transformers.BertModel.from_pretrained(pretrained, add_pooling_layer=False)
        width = bert.config.hidden_size
        super().__init__()
        self.words, self.layers = bert.embeddings, bert.encoder.layer
        self.heads = bert.config.num_attention_heads
        self.register_buffer("handicap", torch.linspace(*HANDICAP, self.heads))
        self.blur = nn.Dropout(0.1)
        self.drop = nn.Dropout(0.15)
        self.look = nn.Linear(width, columns, bias=False)
        nn.init.zeros_(self.look.weight)
        self.say = nn.Linear(width, columns, bias=False)
        self.head = nn.Linear(width, columns)
        self.clue = nn.Linear(clues.SIZE, columns, bias=False)
        nn.init.zeros_(self.clue.weight)
        self.tag = nn.Linear(width, len(dialogue.TAGS))

    def english(self) -> list[nn.Parameter]:
        """The weights that knew English before."""
        return [*self.words.parameters(), *self.layers.parameters()]

    def forward(self, fed: Fed) -> tuple[Tensor, Tensor]:
        """Scores ``(lines, columns)``, and tags of the real words ``(words, tags)`` in their order."""
        ago = fed.window[:, :, None] - fed.window[:, None, :]
        seen = (ago >= 0) & (ago <= dialogue.LINES_BEFORE) & fed.real[:, None, :] & ~((ago > 0) & fed.alone[:, :, None])
        hidden = self.vectors(fed, seen | torch.eye(ago.shape[1], dtype=torch.bool), ago)
        words, of = hidden[fed.real].float(), fed.lines[fed.real]
        weight, told = self.looked(words)
        nothing = torch.zeros(len(fed.clues), told.shape[1])
        said = nothing.index_add(0, of, weight * told) / nothing.index_add(0, of, weight)
        first = hidden[(fed.places == 0) & fed.real].float()
        return self.judged(said, first, fed.clues), self.tag(self.drop(words))

    def vectors(self, fed: Fed, seen: Tensor, ago: Tensor) -> Tensor:
        """Of every word, ``(batch, tokens, width)``; ``seen`` and ``ago``, ``(batch, tokens, tokens)``: what each may
        look at, and how many lines ago it was said.
        """
        cost = self._cost(ago[:, None].float()).masked_fill(~seen[:, None], FAR)
        hidden = self.blur(self.embedded(fed.ids, fed.places))
        cost = cost.to(torch.bfloat16 if torch.is_autocast_enabled("cpu") else torch.float32)
        for layer in self.layers:
            keys, values = self.kept(layer, hidden)
            split = (self._split(x) for x in (layer.attention.self.query(hidden), keys, values))
            said = nn.functional.scaled_dot_product_attention(*split, attn_mask=cost)
            hidden = self.through(layer, hidden, said.transpose(-3, -2).flatten(-2))
        return hidden

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

    def looked(self, words: Tensor) -> tuple[Tensor, Tensor]:
        """How much each column looks at each word, and what the word tells it: ``(words, columns)`` both."""
        return torch.exp(self.look(words).float().clamp(-_KEENEST, _KEENEST)), self.say(self.drop(words)).float()

    def judged(self, said: Tensor, first: Tensor, found: Tensor) -> Tensor:
        return cast(Tensor, said + self.head(self.drop(first)) + self.clue(self.drop(found)))

    def _cost(self, ago: Tensor) -> Tensor:
        return -self.handicap[:, None, None] * ago.clamp(0, dialogue.LINES_BEFORE)

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(-3, -2)


class Teachers(nn.Module):
    """Several listeners as one: what they believe in the mean. Surer than each, and too slow for the desk."""

    def __init__(self, listeners: Sequence[Listener]) -> None:
        super().__init__()
        self.listeners = nn.ModuleList(listeners)
        self.eval()

    @torch.no_grad()
    def forward(self, fed: Fed) -> tuple[Tensor, Tensor]:
        """As `Listener.forward`."""
        scores, tags = zip(*(listener(fed) for listener in self.listeners), strict=True)
        return torch.stack([s.float() for s in scores]).mean(0), torch.stack([t.float() for t in tags]).mean(0)


class Step(nn.Module):
    """Lines read with what was kept of those before: what is exported."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.net = listener
        self.register_buffer("far", torch.tensor(FAR))

    def forward(
        self, ids: Tensor, places: Tensor, line: Tensor, starts: Tensor, ago: Tensor, found: Tensor, *kept: Tensor
    ) -> tuple[Tensor, ...]:
        """Word pieces of one or several lines, their places in their lines, and the number of the line of each,
        ``(n,)``; with which piece each line starts, ``(lines,)``; of ``m`` kept ones how many lines before line 0 they
        stood ``(m,)``; the clues ``(lines, clues)``; and of each layer the kept ones' keys, then of each layer their
        values, ``(m, width)``. Scores ``(lines, columns)``, tags ``(n, tags)``, and the keys and values of these pieces
        in the same order. A line sees itself and the few before it, by their numbers.
        """
        net = self.net
        hidden = net.embedded(ids, places)
        back = line[:, None] - torch.cat([-ago, line])
        seen = (back >= 0) & (back <= dialogue.LINES_BEFORE)
        cost = torch.where(seen, net._cost(back), self.far)
        keys, values = [], []
        for layer, keys_before, values_before in zip(
            net.layers, kept[: len(net.layers)], kept[len(net.layers) :], strict=True
        ):
            k, v = net.kept(layer, hidden)
            keys.append(k)
            values.append(v)
            q, k, v = (
                self._split(x)
                for x in (
                    layer.attention.self.query(hidden),
                    torch.cat([keys_before, k]),
                    torch.cat([values_before, v]),
                )
            )
            share = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1]) + cost).softmax(-1)
            said = (share @ v).transpose(0, 1).reshape(-1, net.head.in_features)
            hidden = net.through(layer, hidden, said)
        weight, told = net.looked(hidden)
        own = (line[starts][:, None] == line).to(weight.dtype)
        scores = net.judged((own @ (weight * told)) / (own @ weight), hidden[starts], found)
        return scores, net.tag(hidden), *keys, *values

    def _split(self, x: Tensor) -> Tensor:
        """A row for each head; written so that what is exported asks for no shape."""
        width = self.net.head.in_features // self.net.heads
        return x.reshape(-1, self.net.heads, width).transpose(0, 1)
