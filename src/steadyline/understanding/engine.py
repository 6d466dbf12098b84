"""
The engine behind the `Understanding` port: an encoder that reads the call line by line, and weights over plain words.

A reader hears one call in order and judges each utterance by it and those before, never by later ones; what is read in
one go is rounded together, and no more. Two calls share the model and nothing else. The same call, read the same way,
gives the same judgement on every run. What it says is a witness's word: nothing is decided here. Where one channel
carries both voices, `Engine.party` says whose words these likely are.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from steadyline.core.events import Concern, Header, Heard, Party, Utterance
from steadyline.core.hours import Hours
from steadyline.core.names import CUSTOMER_SIGNALS
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
"""What must be heard whatever came before: a calm story calms it by half at most."""
_GRAVE_COLUMNS: Final = [CUSTOMER_SIGNALS.index(name) for name in GRAVE]
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


class Breath(NamedTuple):
    """A piece of a turn: where it begins, what the encoder is to read of it, and what plain words tell of each column;
    ``apart``: the same by itself, where plain words hint at something grave.
    """

    start: int
    line: dialogue.Line
    plain: words.Vector
    apart: words.Vector | None


class Turn(NamedTuple):
    """What is known of an utterance before the encoder reads it: its words clean, and the English among them; of which
    other language it is, if it is, and else its breaths.
    """

    said: Utterance
    text: str
    english: str
    foreign: str
    breaths: tuple[Breath, ...]


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
        return self.read_all([utterance])[0]

    def read_all(self, utterances: Sequence[Utterance]) -> list[Heard]:
        """What each says, in the context of those before it, as `dialogue.Listener.read` reads several."""
        return [self._heard(turn, reads) for turn, reads in self._listen(utterances)]

    def recall(self, utterances: Sequence[Utterance]) -> None:
        """Take these as said already; what follows is judged as if they had been read, to the last digit."""
        for utterance in utterances:
            ((turn, reads),) = self._listen([utterance])
            if not turn.foreign:
                signals, _, read = self._judge(turn, reads)
                self._concerns(turn, read, signals)

    def _listen(self, utterances: Sequence[Utterance]) -> Iterator[tuple[Turn, list[dialogue.Read]]]:
        """Each turn, and what the encoder makes of it: of each breath in the call, and then alone if it is so heard."""
        turns = [self._turn(utterance) for utterance in utterances]
        lines = [[line for breath in turn.breaths for line in _lines(breath)] for turn in turns]
        reads = iter(self._models.listener.read(self._memory, list(itertools.chain(*lines))))
        for turn, theirs in zip(turns, lines, strict=True):
            yield turn, list(itertools.islice(reads, len(theirs)))

    def _turn(self, said: Utterance) -> Turn:
        text = reading.clean(said.text)
        english = language.english(text)
        foreign = self._languages[said.party] = language.foreign(english, self._languages[said.party])
        return Turn(said, text, english, foreign, () if foreign else tuple(self._breaths(said.party, english)))

    def _breaths(self, party: Party, text: str) -> list[Breath]:
        cuts = breaths.cut(text)
        said = [words.alone(text[start:end]) for start, end in cuts]
        asked = self._last[_OTHER[party]]
        self._last[party] = said[0] if len(cuts) == 1 else words.alone(text)
        return [
            self._breath(start, party, text[start:end], own, asked)
            for (start, end), own in zip(cuts, said, strict=True)
        ]

    def _breath(self, start: int, party: Party, text: str, said: words.Vector, asked: words.Vector) -> Breath:
        """A calm story calms what is grave: where plain words hint at that, they are heard apart from it too."""
        head = self._models.heads.of(party)
        plain = head.plain(words.answering(said, asked))
        apart = head.plain(words.answering(said, words.nothing())) if self._is_grave(party, plain) else None
        return Breath(start, dialogue.Line(party, text, words.clues_in(said)), plain, apart)

    def _is_grave(self, party: Party, plain: words.Vector) -> bool:
        return party == "customer" and bool(plain[_GRAVE_COLUMNS].max() > _HINT)

    def _heard(self, turn: Turn, reads: Sequence[dialogue.Read]) -> Heard:
        said, quote = turn.said, turn.text[:QUOTE_CHARACTERS]
        if turn.foreign:
            return Heard(
                at=said.at,
                turn=said.turn,
                party=said.party,
                signals={},
                quote=quote,
                model=self._name,
                language=turn.foreign,
            )
        signals, heat, read = self._judge(turn, reads)
        promised = self._promises(turn, read, signals)
        return Heard(
            at=said.at,
            turn=said.turn,
            party=said.party,
            signals=signals,
            heat=heat,
            concerns=self._concerns(turn, read, signals),
            promises=promised.made,
            taken_back=promised.taken_back,
            moved=promised.moved,
            quote=quote,
            model=self._name,
        )

    def _judge(
        self, turn: Turn, reads: Sequence[dialogue.Read]
    ) -> tuple[dict[str, float], float | None, dialogue.Read]:
        score, read = _score(turn.breaths, reads)
        signals = self._models.heads.of(turn.said.party).probabilities(score)
        if not reading.words(turn.english):
            signals.pop(heads.HEAT, None)
            return dict.fromkeys(signals, 0.0), None, read
        if turn.said.party == "agent":
            return signals, None, read
        for plain in unmistakable.heard(turn.english):
            signals[plain] = max(signals[plain], unmistakable.SURE)
        own = float(score[-1])
        heat = round(heads.settle(self._models.heads.heat, own, self._run), 3)
        self._run = heads.RUN_KEEPS * self._run + (1 - heads.RUN_KEEPS) * own
        signals.pop(heads.HEAT)
        return signals, heat, read

    def _concerns(self, turn: Turn, read: dialogue.Read, signals: dict[str, float]) -> tuple[Concern, ...]:
        if turn.said.party == "agent":
            return ()
        found = concerns.find(turn.english, read, signals["states_problem"])
        new = [told for told in found if not concerns.known(told, self._told)]
        self._told = [*self._told, *new][-_CONCERNS_KEPT:]
        return tuple(Concern(text=told) for told in new)

    def _promises(self, turn: Turn, read: dialogue.Read, signals: dict[str, float]) -> promises.Said:
        party, text = turn.said.party, turn.english
        now = clock.moment(self._started, turn.said.at, self._zone)
        said = promises.find(party, text, read, now, self._hours, signals)
        return self._agreed.settle(turn.said.turn, party, text, now, said)


def _lines(breath: Breath) -> list[dialogue.Line]:
    """What the encoder reads for it."""
    return [breath.line] if breath.apart is None else [breath.line, breath.line._replace(alone=True)]


def _score(turn: Sequence[Breath], reads: Sequence[dialogue.Read]) -> tuple[words.Vector, dialogue.Read]:
    """The score of each signal, of a customer's heat last; and what the encoder made of the turn."""
    left = iter(reads)
    scores, parts = [], []
    for breath in turn:
        read = next(left)
        score = heads.mixed(breath.plain, read.scores)
        if breath.apart is not None:
            again = heads.mixed(breath.apart, next(left).scores)
            score[_GRAVE_COLUMNS] = np.maximum(score, (score + again) / 2)[_GRAVE_COLUMNS]
        scores.append(score)
        parts.append((breath.start, read))
    return np.max(scores, axis=0), dialogue.together(parts)
