"""
An understanding that judges nothing, and means what its script means.

The same words mean the same on every call; what is in no script means nothing.
"""

from collections.abc import Mapping, Sequence

import msgspec

from steadyline.core.events import Concern, Header, Heard, Party, PromiseDraft, Utterance


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """What `ScriptedUnderstanding` makes of a phrase. ``heat`` counts on customer turns alone."""

    signals: tuple[str, ...] = ()
    heat: float = 0.0
    concern: str = ""
    promise: PromiseDraft | None = None


class ScriptedUnderstanding:
    """An `Understanding` that finds its phrases in what is said, whatever the case of the letters, and no more.

    ``agents``: phrases that only an agent says; on one channel, all else is the customer's.
    """

    def __init__(self, meanings: Mapping[str, Meaning], agents: Sequence[str] = ()) -> None:
        self._meanings = {phrase.lower(): meaning for phrase, meaning in meanings.items()}
        self._agents = tuple(phrase.lower() for phrase in agents)

    @property
    def name(self) -> str:
        return "scripted/1"

    def open(self, header: Header) -> "ScriptedReader":
        """A reader; ``header`` makes no difference to it."""
        return ScriptedReader(self._meanings, self.name)

    def party(self, text: str, before: Sequence[tuple[Party, str]]) -> Party:
        """The agent where one of the agent's phrases is in ``text``."""
        return "agent" if any(phrase in text.lower() for phrase in self._agents) else "customer"


class ScriptedReader:
    """The `Reader` of one call. ``recalled`` holds what it was told to take as said already."""

    def __init__(self, meanings: Mapping[str, Meaning], name: str) -> None:
        self._meanings = meanings
        self._name = name
        self.recalled: list[Utterance] = []

    def read(self, utterance: Utterance) -> Heard:
        text = utterance.text.lower()
        found = [meaning for phrase, meaning in self._meanings.items() if phrase in text]
        customer = utterance.party == "customer"
        return Heard(
            at=utterance.at,
            turn=utterance.turn,
            party=utterance.party,
            signals={name: 0.9 for meaning in found for name in meaning.signals},
            heat=max((meaning.heat for meaning in found), default=0.0) if customer else None,
            concerns=tuple(Concern(text=meaning.concern) for meaning in found if customer and meaning.concern),
            promises=tuple(meaning.promise for meaning in found if meaning.promise),
            quote=utterance.text,
            model=self._name,
        )

    def read_all(self, utterances: Sequence[Utterance]) -> list[Heard]:
        return [self.read(utterance) for utterance in utterances]

    def recall(self, utterances: Sequence[Utterance]) -> None:
        self.recalled.extend(utterances)
