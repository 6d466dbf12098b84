"""
Scores to probabilities and heat, and who speaks: what is learnt beside the encoder.

The numbers are learnt by ``training`` and held in one file; this module only applies them. Each score is mapped so that
0.5 is the decision point that served best for a writer whom the encoder had not read.
"""

import importlib.resources
import io
import math
from typing import Final

import msgspec
import numpy as np
import numpy.typing as npt

from steadyline.core.events import Party
from steadyline.understanding import signals

Array = npt.NDArray[np.float32]

FILE: Final = "heads.npz"
HEAT: Final = "heat"
WORDS_SHARE: Final = 0.3
"""How much of a score is the plain words': best on a left-out writer among 0, 0.15, 0.3 and 0.4."""
RUN_KEEPS: Final = 0.5
"""How much of the running heat outlives each customer utterance."""


class ModelMismatch(Exception):
    """The model file was made for other features or signals than this version's. Train again."""


class Head(msgspec.Struct, frozen=True):
    """For one party, by column: weights over the words (features, columns), whose score is mixed with the encoder's,
    and the map from score to log odds, ``slope * (score - pivot)``.
    """

    names: tuple[str, ...]
    weights: Array
    bias: Array
    slope: Array
    pivot: Array

    def plain(self, features: Array) -> Array:
        """The score of each column by the words alone, in log odds."""
        told: Array = features @ self.weights + self.bias
        return told

    def probabilities(self, score: Array) -> dict[str, float]:
        """Each name's probability from its raw score, rounded to a thousandth."""
        sure = 1.0 / (1.0 + np.exp(-np.clip(self.slope * (score - self.pivot), -30, 30)))
        return dict(zip(self.names, np.round(sure.astype(np.float64), 3).tolist(), strict=True))


class Guess(msgspec.Struct, frozen=True):
    """One yes or no by itself: a weight for each feature, and ``bias``."""

    weights: Array
    bias: float

    def score(self, features: Array) -> float:
        """Above 0 for yes."""
        return float(features @ self.weights) + self.bias


class Heads(msgspec.Struct, frozen=True):
    """The model file. The customer's last column is heat; ``heat`` is how its score and the running mean make heat.
    ``speaker``: whether it is the customer who speaks, by the words alone.
    """

    version: str
    customer: Head
    agent: Head
    heat: Array
    speaker: Guess

    def of(self, party: Party) -> Head:
        return self.customer if party == "customer" else self.agent


def mixed(plain: Array, encoder: Array) -> Array:
    """One score from those by the words alone and by the encoder."""
    both: Array = WORDS_SHARE * plain + (1 - WORDS_SHARE) * encoder
    return both


def settle(coefficients: Array, score: float, run: float) -> float:
    """Heat 0 to 1 from the utterance's own score and the running mean of the scores before it."""
    own, before, base = (float(c) for c in coefficients)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, own * score + before * run + base))))


def load(size: int, speaker_size: int) -> Heads:
    """The shipped file, its weights for so many features, and those of who speaks. Raises `ModelMismatch`."""
    shipped = (importlib.resources.files("steadyline.understanding") / "model" / FILE).read_bytes()
    with np.load(io.BytesIO(shipped), allow_pickle=False) as held:
        weights = held["speaker_weights"].astype(np.float32)
        if weights.shape != (speaker_size,):
            raise ModelMismatch(f"{FILE} does not fit: who speaks has {weights.shape}, want ({speaker_size},)")
        return Heads(
            version=str(held["version"]),
            customer=_head(held, "customer", (*signals.CUSTOMER, HEAT), size),
            agent=_head(held, "agent", signals.AGENT, size),
            heat=held["heat"].astype(np.float32),
            speaker=Guess(weights, float(held["speaker_bias"])),
        )


def _head(held: "np.lib.npyio.NpzFile", party: str, wanted: tuple[str, ...], size: int) -> Head:
    names = tuple(str(name) for name in held[f"{party}_names"])
    if names != wanted:
        raise ModelMismatch(f"{FILE} does not fit: {party} has {names}, want {wanted}")
    numbers = {part: held[f"{party}_{part}"].astype(np.float32) for part in ("weights", "bias", "slope", "pivot")}
    if numbers["weights"].shape != (size, len(names)):
        raise ModelMismatch(f"{FILE} does not fit: {party} has {numbers['weights'].shape}, want ({size}, {len(names)})")
    return Head(names, **numbers)
