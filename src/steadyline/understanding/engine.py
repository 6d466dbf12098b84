"""
The first engine behind the `Understanding` port: an encoder that reads the call, clues, and learnt weights.

A reader hears one call in order and judges each utterance by it and those before, never by later ones. Two calls share
the model and nothing else. The same call gives the same judgement on every run. What it says is a witness's word:
nothing is decided here.
"""

from collections import deque
from collections.abc import Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from steadyline.core.events import Concern, Header, Heard, Party, PromiseDraft, Utterance
from steadyline.understanding import clock, concerns, dialogue, features, heads, promises
from steadyline.understanding import text as reading

NAME: Final = "steadyline-minilm"
QUOTE_CHARACTERS: Final = 280
SURE_ENOUGH: Final = 0.5
_CONCERNS_KEPT: Final = 40
_TEXT_KEPT: Final = 4000


class Engine:
    """Loads the models once; `open` is cheap.

    ``hours``: the business hours that deadlines are reckoned by. ``zone``: the IANA name of the site's time zone, for
    calls that name none; "" where it is not known. Raises `ZoneInfoNotFoundError` or `ValueError` for a zone unknown.
    """

    def __init__(self, hours: clock.Hours | None = None, zone: str = "") -> None:
        self._heads = heads.load(features.SIZE)
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
        self._started = clock.started(header, site.zone)
        self._zone = clock.zone(header, site.zone)

    def read(self, utterance: Utterance) -> Heard:
        """What this utterance says, in the context of those before."""
        signals, heat = self._judge(utterance)
        told = signals.get("states_problem", 0.0) >= SURE_ENOUGH
        return Heard(
            at=utterance.at,
            turn=utterance.turn,
            party=utterance.party,
            signals=signals,
            heat=heat,
            concerns=self._concerns(utterance) if told else (),
            promises=self._promises(utterance, signals),
            quote=reading.clean(utterance.text)[:QUOTE_CHARACTERS],
            model=self._name,
        )

    def recall(self, utterances: Sequence[Utterance]) -> None:
        """Take these as said already; what follows is judged as if they had been read."""
        for utterance in utterances:
            signals, _ = self._judge(utterance)
            if signals.get("states_problem", 0.0) >= SURE_ENOUGH:
                self._concerns(utterance)

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

    def _concerns(self, utterance: Utterance) -> tuple[Concern, ...]:
        new = [c for c in concerns.find(utterance.text) if not concerns.known(c, self._told)]
        self._told = [*self._told, *new][-_CONCERNS_KEPT:]
        return tuple(Concern(text=c) for c in new)

    def _promises(self, utterance: Utterance, signals: dict[str, float]) -> tuple[PromiseDraft, ...]:
        if utterance.party == "agent" and signals["promises"] < SURE_ENOUGH:
            return ()
        now = clock.moment(self._started, utterance.at, self._zone)
        return promises.find(utterance.party, utterance.text, now, self._hours)
