"""
The engine behind the `Understanding` port: an encoder that reads the call line by line, and weights over plain words.

A reader hears one call in order and judges each utterance by it and those before, never by later ones. Two calls share
the model and nothing else. The same call gives the same judgement on every run. What it says is a witness's word:
nothing is decided here. Where one channel carries both voices, `Engine.party` says whose words these likely are.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from steadyline.core.events import Concern, Header, Heard, Party, Utterance
from steadyline.core.hours import Hours
from steadyline.understanding import (
    agreed,
    breaths,
    clock,
    concerns,
    dialogue,
    heads,
    language,
    promises,
    unmistakable,
    words,
)
from steadyline.understanding import text as reading

NAME: Final = "steadyline-minilm"
QUOTE_CHARACTERS: Final = 280
ALTERNATES: Final = 1.0
"""How much more likely than not it is, in log odds, that the other party speaks after one has: little, because a
recogniser cuts one speech into several lines.
"""
GRAVE: Final = ("personal_attack", "threat_harm", "asks_supervisor")
"""What must be heard whatever came before."""
_HINT: Final = -1.0
"""From this on, in log odds, plain words hint at it: in one of fourteen lines of a customer."""
_CONCERNS_KEPT: Final = 40
_OTHER: Final[dict[Party, Party]] = {"agent": "customer", "customer": "agent"}


class Engine:
    """Loads the models once; `open` is cheap.

    ``hours``: the business hours that deadlines are reckoned by. ``zone``: the IANA name of the site's time zone, for
    calls that name none; "" where it is not known. Raises `ZoneInfoNotFoundError` or `ValueError` for a zone unknown.
    """

    def __init__(self, hours: Hours | None = None, zone: str = "") -> None:
        self._heads = heads.load(words.SIZE, words.ALONE)
        self._listener = dialogue.Listener()
        self._site = Site(hours or Hours(), ZoneInfo(zone) if zone else None)
        self.open(Header(call="warm_up")).recall([Utterance(at=0, turn=0, party="customer", t0=0, t1=0, text="hello")])

    @property
    def name(self) -> str:
        """Model and version, as journalled."""
        return f"{NAME}/{self._heads.version}"

    def open(self, header: Header) -> "CallReader":
        """A reader for the call that ``header`` describes."""
        return CallReader(header, self.name, Models(self._listener, self._heads), self._site)

    def party(self, text: str, before: Sequence[tuple[Party, str]] = ()) -> Party:
        """Which of the two most likely said ``text``, after the lines ``before`` as ``(party, words)``, oldest first.

        For calls recorded on one channel. By the words alone, with a little weight for turns alternating: a few words
        ("okay", "yes") say hardly more than whose turn it is. Right on nine lines of ten where each is a whole turn,
        on three of four where every sentence is a line.
        """
        score = self._heads.speaker.score(words.alone(text))
        if before:
            score += ALTERNATES if before[-1][0] == "agent" else -ALTERNATES
        return "customer" if score > 0 else "agent"


class Models(NamedTuple):
    """What all calls share; none of it changes."""

    listener: dialogue.Listener
    heads: heads.Heads


class Site(NamedTuple):
    """Where and when the business is open."""

    hours: Hours
    zone: clock.Zone | None


class CallReader:
    """Reads one call. Not for several threads at once."""

    def __init__(self, header: Header, name: str, models: Models, site: Site) -> None:
        self._name = name
        self._models = models
        self._hours = site.hours
        self._memory = dialogue.Memory()
        self._run = 0.0
        self._told: list[str] = []
        self._last: dict[Party, words.Vector] = {"agent": words.nothing(), "customer": words.nothing()}
        self._agreed = agreed.Agreed(site.hours)
        self._languages: dict[Party, str] = {"agent": "", "customer": ""}
        self._started = clock.started(header, site.zone)
        self._zone = clock.zone(header, site.zone)

    def read(self, utterance: Utterance) -> Heard:
        """What this utterance says, in the context of those before."""
        text = reading.clean(utterance.text)
        english = language.english(text)
        if foreign := self._foreign(utterance.party, english):
            return Heard(
                at=utterance.at,
                turn=utterance.turn,
                party=utterance.party,
                signals={},
                quote=text[:QUOTE_CHARACTERS],
                model=self._name,
                language=foreign,
            )
        signals, heat, read = self._judge(utterance.party, english)
        said = self._promises(utterance, english, read, signals)
        return Heard(
            at=utterance.at,
            turn=utterance.turn,
            party=utterance.party,
            signals=signals,
            heat=heat,
            concerns=self._concerns(utterance.party, english, read, signals),
            promises=said.made,
            taken_back=said.taken_back,
            moved=said.moved,
            quote=text[:QUOTE_CHARACTERS],
            model=self._name,
        )

    def recall(self, utterances: Sequence[Utterance]) -> None:
        """Take these as said already; what follows is judged as if they had been read."""
        for utterance in utterances:
            text = language.english(reading.clean(utterance.text))
            if not self._foreign(utterance.party, text):
                signals, _, read = self._judge(utterance.party, text)
                self._concerns(utterance.party, text, read, signals)

    def _foreign(self, party: Party, text: str) -> str:
        self._languages[party] = language.foreign(text, self._languages[party])
        return self._languages[party]

    def _judge(self, party: Party, text: str) -> tuple[dict[str, float], float | None, dialogue.Read]:
        score, read = self._scores(party, text)
        signals = self._models.heads.of(party).probabilities(score)
        if not reading.words(text):
            signals.pop(heads.HEAT, None)
            return dict.fromkeys(signals, 0.0), None, read
        if party == "agent":
            return signals, None, read
        for plain in unmistakable.heard(text):
            signals[plain] = max(signals[plain], unmistakable.SURE)
        own = float(score[-1])
        heat = round(heads.settle(self._models.heads.heat, own, self._run), 3)
        self._run = heads.RUN_KEEPS * self._run + (1 - heads.RUN_KEEPS) * own
        signals.pop(heads.HEAT)
        return signals, heat, read

    def _scores(self, party: Party, text: str) -> tuple[words.Vector, dialogue.Read]:
        """The score of each signal, of a customer's heat last; and what the encoder made of the turn, by breaths."""
        asked = self._last[_OTHER[party]]
        parts = [(start, text[start:end], words.alone(text[start:end])) for start, end in breaths.cut(text)]
        reads = [self._listen(self._memory, party, part, said) for _, part, said in parts]
        scores = [
            self._score(party, part, words.answering(said, asked), read)
            for (_, part, said), read in zip(parts, reads, strict=True)
        ]
        self._last[party] = parts[0][2] if len(parts) == 1 else words.alone(text)
        told = dialogue.together([(start, read) for (start, _, _), read in zip(parts, reads, strict=True)])
        return np.max(scores, axis=0), told

    def _score(self, party: Party, text: str, said: words.Vector, read: dialogue.Read) -> words.Vector:
        """A calm story calms what is grave by half at most: where plain words hint at it, they are heard alone too."""
        head = self._models.heads.of(party)
        score = head.scores(said, read.scores)
        grave = [head.names.index(name) for name in GRAVE if party == "customer"]
        if grave and head.plain(said)[grave].max() > _HINT:
            alone = words.alone(text)
            apart = self._listen(dialogue.Memory(), party, text, alone)
            again = head.scores(words.answering(alone, words.nothing()), apart.scores)
            score[grave] = np.maximum(score[grave], (score[grave] + again[grave]) / 2)
        return score

    def _listen(self, before: dialogue.Memory, party: Party, text: str, said: words.Vector) -> dialogue.Read:
        return self._models.listener.read(before, party, text, words.clues_in(said))

    def _concerns(self, party: Party, text: str, read: dialogue.Read, signals: dict[str, float]) -> tuple[Concern, ...]:
        if party == "agent":
            return ()
        found = concerns.find(text, read, signals["states_problem"])
        new = [told for told in found if not concerns.known(told, self._told)]
        self._told = [*self._told, *new][-_CONCERNS_KEPT:]
        return tuple(Concern(text=told) for told in new)

    def _promises(
        self, utterance: Utterance, text: str, read: dialogue.Read, signals: dict[str, float]
    ) -> promises.Said:
        now = clock.moment(self._started, utterance.at, self._zone)
        said = promises.find(utterance.party, text, read, now, self._hours, signals)
        return self._agreed.settle(utterance.turn, utterance.party, text, now, said)
