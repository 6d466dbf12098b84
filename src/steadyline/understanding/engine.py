"""
The first engine behind the `Understanding` port: an encoder that reads the call, clues, and learnt weights.

A reader hears one call in order and judges each utterance by it and those before, never by later ones. Two calls share
the model and nothing else. The same call gives the same judgement on every run. What it says is a witness's word:
nothing is decided here. Where one channel carries both voices, `Engine.party` says whose words these likely are.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from steadyline.core.events import Concern, Header, Heard, Party, PromiseDraft, Utterance
from steadyline.understanding import clock, concerns, dialogue, features, heads, promises, telling
from steadyline.understanding import text as reading

NAME: Final = "steadyline-minilm"
QUOTE_CHARACTERS: Final = 280
SURE_ENOUGH: Final = 0.5
ALTERNATES: Final = 1.0
"""How much more likely than not it is, in log odds, that the other party speaks after one has: little, because a
recogniser cuts one speech into several lines.
"""
PROBLEM_MAY_BE: Final = 0.3
_FIRST_LINES: Final = 2
"""The customer's first lines, where problems are told: they are looked through whatever was heard in them."""
_CONCERNS_KEPT: Final = 40
_TEXT_KEPT: Final = 4000


class Engine:
    """Loads the models once; `open` is cheap.

    ``hours``: the business hours that deadlines are reckoned by. ``zone``: the IANA name of the site's time zone, for
    calls that name none; "" where it is not known. Raises `ZoneInfoNotFoundError` or `ValueError` for a zone unknown.
    """

    def __init__(self, hours: clock.Hours | None = None, zone: str = "") -> None:
        self._heads = heads.load(features.SIZE, telling.SIZE, features.ALONE)
        self._listener = dialogue.Listener()
        self._site = Site(hours or clock.Hours(), ZoneInfo(zone) if zone else None)
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
        score = self._heads.speaker.score(features.alone(text))
        if before:
            score += ALTERNATES if before[-1][0] == "agent" else -ALTERNATES
        return "customer" if score > 0 else "agent"


class Models(NamedTuple):
    """What all calls share; none of it changes."""

    listener: dialogue.Listener
    heads: heads.Heads


class Site(NamedTuple):
    """Where and when the business is open."""

    hours: clock.Hours
    zone: clock.Zone | None


class CallReader:
    """Reads one call. Not for several threads at once."""

    def __init__(self, header: Header, name: str, models: Models, site: Site) -> None:
        self._name = name
        self._models = models
        self._hours = site.hours
        self._memory = features.Memory()
        self._before: deque[tuple[Party, str]] = deque(maxlen=dialogue.LINES_BEFORE)
        self._run = 0.0
        self._told: list[str] = []
        self._customers_lines = 0
        self._started = clock.started(header, site.zone)
        self._zone = clock.zone(header, site.zone)

    def read(self, utterance: Utterance) -> Heard:
        """What this utterance says, in the context of those before."""
        signals, heat = self._judge(utterance)
        return Heard(
            at=utterance.at,
            turn=utterance.turn,
            party=utterance.party,
            signals=signals,
            heat=heat,
            concerns=self._concerns(utterance, signals),
            promises=self._promises(utterance, signals),
            quote=reading.clean(utterance.text)[:QUOTE_CHARACTERS],
            model=self._name,
        )

    def recall(self, utterances: Sequence[Utterance]) -> None:
        """Take these as said already; what follows is judged as if they had been read."""
        for utterance in utterances:
            signals, _ = self._judge(utterance)
            self._concerns(utterance, signals)

    def _judge(self, utterance: Utterance) -> tuple[dict[str, float], float | None]:
        party, text = utterance.party, utterance.text
        said = self._memory.take(party, text)
        head = self._models.heads.of(party)
        score = head.scores(said, self._models.listener.scores(self._before, party, text, features.clues_in(said)))
        self._before.append((party, text[:_TEXT_KEPT]))
        signals = head.probabilities(score)
        if not reading.words(utterance.text):
            signals = dict.fromkeys(signals, 0.0)
        if utterance.party == "agent":
            return signals, None
        own = float(score[-1])
        heat = round(heads.settle(self._models.heads.heat, own, self._run), 3)
        self._run = heads.RUN_KEEPS * self._run + (1 - heads.RUN_KEEPS) * own
        signals.pop(heads.HEAT)
        return signals, heat

    def _concerns(self, utterance: Utterance, signals: dict[str, float]) -> tuple[Concern, ...]:
        if utterance.party == "agent":
            return ()
        self._customers_lines += 1
        line = self._customers_lines
        if not worth_looking(signals, line):
            return ()

        def likely(clause: concerns.Clause) -> float:
            standing = telling.Standing(signals, line, clause.place, clause.of)
            return self._models.heads.concern.sure(telling.features(clause.words, standing))

        new = [c for c in concerns.find(utterance.text, likely) if not concerns.known(c, self._told)]
        self._told = [*self._told, *new][-_CONCERNS_KEPT:]
        return tuple(Concern(text=c) for c in new)

    def _promises(self, utterance: Utterance, signals: dict[str, float]) -> tuple[PromiseDraft, ...]:
        if utterance.party == "agent" and signals["promises"] < SURE_ENOUGH:
            return ()
        now = clock.moment(self._started, utterance.at, self._zone)
        return promises.find(utterance.party, utterance.text, now, self._hours)


def worth_looking(signals: Mapping[str, float], line: int) -> bool:
    """Whether the customer's ``line``-th line (from 1) may tell a problem."""
    heard = max(signals["states_problem"], signals["repeat_contact"], signals["hardship"])
    return line <= _FIRST_LINES or heard >= PROBLEM_MAY_BE
