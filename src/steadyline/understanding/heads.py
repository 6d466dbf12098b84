"""
Features to probabilities: one row of weights for each signal, and one for heat.

The numbers are learnt by ``training`` and held in one file; this module only applies them. Each score is mapped so that
0.5 is the decision point that served writers best whom the weights had not seen.
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


class ModelMismatch(Exception):
    """The model file was made for other features or signals than this version's. Train again."""


class Head(msgspec.Struct, frozen=True):
    """For one party: ``weights`` (features, columns) and ``bias``; by column, the shares in which their score and the
    dialogue model's are added (``blend``, 2 by columns), and the map ``slope * (score - pivot)``.
    """

    names: tuple[str, ...]
    weights: Array
    bias: Array
    blend: Array
    slope: Array
    pivot: Array

    def scores(self, features: Array, dialogue: Array) -> Array:
        """The raw score of each column, from the features and from what the dialogue model made of it."""
        scored: Array = self.blend[0] * (features @ self.weights + self.bias) + self.blend[1] * dialogue
        return scored

    def probabilities(self, score: Array) -> dict[str, float]:
        """Each name's probability from its raw score, rounded to a thousandth."""
        sure = 1.0 / (1.0 + np.exp(-np.clip(self.slope * (score - self.pivot), -30, 30)))
        return {name: round(float(p), 3) for name, p in zip(self.names, sure, strict=True)}


class Guess(msgspec.Struct, frozen=True):
    """One yes or no by itself: a weight for each feature, and ``bias``."""

    weights: Array
    bias: float

    def score(self, features: Array) -> float:
        """Above 0 for yes."""
        return float(features @ self.weights) + self.bias

    def sure(self, features: Array) -> float:
        """How likely yes is, 0 to 1."""
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.score(features)))))


class Heads(msgspec.Struct, frozen=True):
    """The model file. The customer's last column is heat; ``heat`` is how its score and the running mean make heat.

    ``concern``: whether a clause is the problem (`telling`). ``speaker``: whether it is the customer who speaks, by the
    words alone.
    """

    version: str
    customer: Head
    agent: Head
    heat: Array
    concern: Guess
    speaker: Guess

    def of(self, party: Party) -> Head:
        return self.customer if party == "customer" else self.agent


HEAT: Final = "heat"
RUN_KEEPS: Final = 0.5
"""How much of the running heat outlives each customer utterance."""


def settle(coefficients: Array, score: float, run: float) -> float:
    """Heat 0 to 1 from the utterance's own score and the running mean of the scores before it."""
    own, before, base = (float(c) for c in coefficients)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, own * score + before * run + base))))


def load(size: int, concern_size: int, speaker_size: int) -> Heads:
    """The shipped heads, each for as many features. Raises `ModelMismatch`."""
    shipped = (importlib.resources.files("steadyline.understanding") / "model" / FILE).read_bytes()
    with np.load(io.BytesIO(shipped), allow_pickle=False) as held:
        heads = Heads(
            version=str(held["version"]),
            customer=_head(held, "customer"),
            agent=_head(held, "agent"),
            heat=held["heat"].astype(np.float32),
            concern=_guess(held, "concern", concern_size),
            speaker=_guess(held, "speaker", speaker_size),
        )
    wanted = {"customer": (*signals.CUSTOMER, HEAT), "agent": signals.AGENT}
    for party in ("customer", "agent"):
        head = heads.of(party)
        if head.names != wanted[party] or head.weights.shape != (size, len(head.names)):
            raise ModelMismatch(
                f"{FILE} does not fit: {party} has {head.weights.shape}, want ({size}, {len(wanted[party])})"
            )
    return heads


def _guess(held: "np.lib.npyio.NpzFile", name: str, size: int) -> Guess:
    weights = held[f"{name}_weights"].astype(np.float32)
    if weights.shape != (size,):
        raise ModelMismatch(f"{FILE} does not fit: {name} has {weights.shape}, want ({size},)")
    return Guess(weights, float(held[f"{name}_bias"]))


def _head(held: "np.lib.npyio.NpzFile", party: str) -> Head:
    return Head(
        names=tuple(str(name) for name in held[f"{party}_names"]),
        weights=held[f"{party}_weights"].astype(np.float32),
        bias=held[f"{party}_bias"].astype(np.float32),
        blend=held[f"{party}_blend"].astype(np.float32),
        slope=held[f"{party}_slope"].astype(np.float32),
        pivot=held[f"{party}_pivot"].astype(np.float32),
    )
